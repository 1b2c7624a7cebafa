package org.sessionwatch.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Severity;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each alert as one line for the administrator: the sentence first, then in brackets the
 * facts to search for.
 *
 * <p>Critical alerts go out at error, warnings at warn, the rest and what is cleared at info.
 * Thread-safe.
 */
public final class JournalSink implements AlertSink {
  /** The logger that alerts go to, apart from the daemon's own messages. */
  public static final String LOGGER = "org.sessionwatch.alert.journal";

  private static final Logger log = LoggerFactory.getLogger(LOGGER);

  /** RFC 4028 section 10: the side that does not refresh hangs up this much before expiry. */
  private static final int HANGUP_BEFORE_EXPIRY_S = 32;

  /** How many characters an address or a Call-ID, and a sentence, may have in a line. */
  private static final int LONGEST_NAME = 200;

  private static final int LONGEST_SENTENCE = 1_000;

  @Override
  public void raised(AlertView view) {
    String line = raisedLine(view);
    Severity severity = view.alert().severity();
    if (severity == Severity.CRITICAL) {
      log.error("{}", line);
    } else if (severity == Severity.WARNING) {
      log.warn("{}", line);
    } else {
      log.info("{}", line);
    }
  }

  @Override
  public void confirmed(AlertView view) {
    log.info("{}", confirmedLine(view));
  }

  @Override
  public void cleared(AlertView view) {
    log.info("{}", clearedLine(view));
  }

  @Override
  public void close(Duration atMost) {
    // Every line was written when it came.
  }

  static String raisedLine(AlertView view) {
    Alert alert = view.alert();
    return alert.severity()
        + (alert.confirmed() ? " " : " (unconfirmed) ")
        + alert.kind()
        + parties(view)
        + OneLine.of(alert.detail(), LONGEST_SENTENCE)
        + " To check: "
        + OneLine.of(alert.hint(), LONGEST_SENTENCE)
        + facts(view);
  }

  static String confirmedLine(AlertView view) {
    Alert alert = view.alert();
    return "CONFIRMED "
        + alert.kind()
        + parties(view)
        + "it was raised unconfirmed at "
        + seconds(alert.raisedAt())
        + " and is certain now."
        + facts(view);
  }

  static String clearedLine(AlertView view) {
    Alert alert = view.alert();
    Instant since = alert.clearedAt();
    return "CLEARED "
        + alert.kind()
        + parties(view)
        + "it was raised at "
        + seconds(alert.raisedAt())
        + (since == null ? "" : " and cleared at " + seconds(since))
        + "."
        + (view.dialog() == null ? " " + OneLine.of(alert.detail(), LONGEST_SENTENCE) : "")
        + facts(view);
  }

  private static String parties(AlertView view) {
    Dialog dialog = view.dialog();
    String where = " on " + name(view.pbx());
    if (dialog == null) {
      return where + ": ";
    }
    return where
        + ", "
        + name(dialog.caller().uri())
        + " called "
        + name(dialog.callee().uri())
        + ": ";
  }

  private static String facts(AlertView view) {
    StringBuilder facts = new StringBuilder(" [");
    Dialog dialog = view.dialog();
    if (dialog != null) {
      facts.append("Call-ID ").append(name(dialog.callId()));
      timer(facts, dialog);
      facts.append("; ");
    }
    return facts.append("alert ").append(view.alert().alertId()).append(']').toString();
  }

  private static void timer(StringBuilder facts, Dialog dialog) {
    TimerStatus timer = dialog.timer();
    Side refresher = timer.refresher();
    if (refresher != null) {
      facts.append("; refresher ").append(refresher.name().toLowerCase(Locale.ROOT));
    }
    Integer interval = timer.intervalS();
    Instant refreshedAt = timer.refreshedAt();
    if (refreshedAt != null) {
      facts.append("; last refreshed ").append(seconds(refreshedAt));
    }
    if (interval != null && refreshedAt != null && dialog.endedAt() == null) {
      Instant expiry = refreshedAt.plusSeconds(interval);
      int before = Math.min(HANGUP_BEFORE_EXPIRY_S, interval / 3);
      facts.append("; drops from ").append(seconds(expiry.minusSeconds(before)));
      facts.append(", expires ").append(seconds(expiry));
    }
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String name(String text) {
    return OneLine.of(text, LONGEST_NAME);
  }
}
