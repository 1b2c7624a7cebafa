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

  @Override
  public void raised(Dialog dialog, Alert alert) {
    String line = OneLine.of(raisedLine(dialog, alert));
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
    log.info("{}", OneLine.of(clearedLine(dialog, alert)));
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
        + sentence(alert.detail())
        + " Check: "
        + sentence(alert.hint())
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
        + dialog.pbx()
        + ", "
        + dialog.caller().uri()
        + " called "
        + dialog.callee().uri()
        + ": ";
  }

  private static String facts(Dialog dialog, Alert alert) {
    StringBuilder facts = new StringBuilder(" [Call-ID ").append(dialog.callId());
    TimerStatus timer = dialog.timer();
    Side refresher = timer.refresher();
    if (refresher != null) {
      String side = refresher.name().toLowerCase(Locale.ROOT);
      facts.append("; refresher ").append(side).append(' ').append(dialog.party(refresher).uri());
    }
    Integer interval = timer.intervalS();
    Instant refreshedAt = timer.refreshedAt();
    if (interval != null) {
      facts.append("; interval ").append(interval).append(" s");
    }
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

  private static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
  }
}
