package org.sessionwatch.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.sessionwatch.session.Alert;
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
  public void raised(Dialog dialog, Alert alert) {
    String line = raisedLine(dialog, alert);
    if (alert.severity() == Severity.CRITICAL) {
      log.error("{}", line);
    } else if (alert.severity() == Severity.WARNING) {
      log.warn("{}", line);
    } else {
      log.info("{}", line);
    }
  }

  @Override
  public void cleared(Dialog dialog, Alert alert) {
    log.info("{}", clearedLine(dialog, alert));
  }

  @Override
  public void close(Duration atMost) {
    // Every line was written when it came.
  }

  static String raisedLine(Dialog dialog, Alert alert) {
    return alert.severity()
        + (alert.confirmed() ? " " : " (unconfirmed) ")
        + alert.kind()
        + parties(dialog)
        + OneLine.of(alert.detail(), LONGEST_SENTENCE)
        + " To check: "
        + OneLine.of(alert.hint(), LONGEST_SENTENCE)
        + facts(dialog, alert);
  }

  static String clearedLine(Dialog dialog, Alert alert) {
    Instant since = alert.clearedAt();
    return "CLEARED "
        + alert.kind()
        + parties(dialog)
        + "it was raised at "
        + seconds(alert.raisedAt())
        + (since == null ? "" : " and cleared at " + seconds(since))
        + "."
        + facts(dialog, alert);
  }

  private static String parties(Dialog dialog) {
    return " on "
        + name(dialog.pbx())
        + ", "
        + name(dialog.caller().uri())
        + " called "
        + name(dialog.callee().uri())
        + ": ";
  }

  private static String facts(Dialog dialog, Alert alert) {
    StringBuilder facts = new StringBuilder(" [Call-ID ").append(name(dialog.callId()));
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
    return facts.append("; alert ").append(alert.alertId()).append(']').toString();
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String name(String text) {
    return OneLine.of(text, LONGEST_NAME);
  }
}
