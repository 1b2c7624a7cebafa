package org.sessionwatch.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What was concluded of a dialog, by the live daemon (from its rows) or by {@code analyze} (from
 * its lines). Names and values are those of both.
 *
 * @param end {@code open} where the row has no cause yet
 * @param alerts in order of their kinds: two may be raised at the same instant
 */
record Verdict(
    String callId,
    String callerTag,
    String calleeTag,
    String caller,
    String callee,
    @Nullable String callerUserAgent,
    @Nullable String calleeUserAgent,
    Instant establishedAt,
    @Nullable Instant endedAt,
    String end,
    boolean endCertain,
    String timerState,
    @Nullable Integer intervalS,
    @Nullable String refresher,
    int minSeS,
    List<Refresh> refreshes,
    List<Alert> alerts) {

  /** A refresh transaction. */
  record Refresh(
      String method,
      long cseq,
      String by,
      Instant requestedAt,
      @Nullable Instant answeredAt,
      @Nullable Integer status,
      String outcome,
      @Nullable Instant dueAt,
      @Nullable String punctuality,
      @Nullable Integer intervalS,
      @Nullable String refresher) {}

  /** An alert. */
  record Alert(String kind, String severity, Instant raisedAt, @Nullable Instant clearedAt) {}

  Optional<Alert> alert(String kind) {
    return alerts.stream().filter(alert -> alert.kind().equals(kind)).findFirst();
  }

  List<String> alertKinds() {
    return alerts.stream().map(Alert::kind).toList();
  }

  /** In one line, with instants in seconds since the call was established. */
  String told() {
    StringJoiner told = new StringJoiner("; ");
    told.add(timerState + (intervalS == null ? "" : " " + intervalS + " s by " + refresher));
    for (Refresh refresh : refreshes) {
      told.add(
          "%s by %s %s %s %s%s"
              .formatted(
                  refresh.method(),
                  refresh.by(),
                  since(refresh.requestedAt()),
                  refresh.outcome(),
                  refresh.status(),
                  refresh.punctuality() == null ? "" : " " + refresh.punctuality()));
    }
    for (Alert alert : alerts) {
      told.add(
          alert.kind()
              + " "
              + since(alert.raisedAt())
              + (alert.clearedAt() == null ? "" : " cleared " + since(alert.clearedAt())));
    }
    told.add(end + (endCertain ? "" : "?") + (endedAt == null ? "" : " " + since(endedAt)));
    return told.toString();
  }

  private String since(Instant at) {
    double seconds = Duration.between(establishedAt, at).toNanos() / 1e9;
    return String.format(Locale.ROOT, "%+.3f", seconds);
  }
}
