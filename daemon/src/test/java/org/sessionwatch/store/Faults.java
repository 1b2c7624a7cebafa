package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;

/** What the tests that break a real server look at before and afterwards. */
final class Faults {
  private Faults() {}

  static void empty(RealServer server) throws SQLException {
    server.ask(
        "TRUNCATE sessionwatch.dialog, sessionwatch.refresh, sessionwatch.alert, sessionwatch.dialog_key");
  }

  /** All rows of the history, as lines like those of {@link Traffic#expected}. */
  static TreeSet<String> rows(RealServer server) throws SQLException {
    TreeSet<String> rows = new TreeSet<>();
    int count = 0;
    for (String question : Traffic.QUESTIONS) {
      List<String> answer = server.ask(question);
      rows.addAll(answer);
      count += answer.size();
    }
    assertThat(rows).hasSize(count);
    return rows;
  }

  /** The keys of the refreshes and alerts in the database. */
  static Set<String> keys(RealServer server) throws SQLException {
    Set<String> keys =
        new HashSet<>(
            server.ask(
                "SELECT dialog_id || '/' || requested_by || '/' || cseq FROM sessionwatch.refresh"));
    keys.addAll(server.ask("SELECT alert_id::text FROM sessionwatch.alert"));
    return keys;
  }

  /** The key of what an effect tells of, where it has one of its own. */
  static @Nullable String key(Effect effect) {
    if (effect instanceof Effect.Refreshed told) {
      return "%s/%s/%d"
          .formatted(
              told.dialog().dialogId(), Words.of(told.refresh().by()), told.refresh().cseq());
    }
    return effect instanceof Effect.AlertRaised told ? told.alert().alertId().toString() : null;
  }

  /** For whoever runs many rounds. */
  static void tell(String fault, int rounds, int rows) {
    System.out.printf(
        "%s: %d rounds, %d rows compared in each, no difference%n", fault, rounds, rows);
  }
}
