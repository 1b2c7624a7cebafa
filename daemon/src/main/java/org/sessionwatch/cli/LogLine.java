package org.sessionwatch.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.TimeZone;
import org.sessionwatch.config.JournalStream;

/**
 * One line an event. In the journal, which keeps the time itself, the line begins with the priority
 * in syslog's form, {@code <4>} (sd-daemon(3)); elsewhere with time and level. A throwable is named
 * on the same line; its stack follows at debug only. Control characters from the network never
 * reach a terminal or begin a line of their own.
 */
public final class LogLine extends LayoutBase<ILoggingEvent> {
  private static final TimeZone HERE = TimeZone.getDefault();

  private boolean journal;

  /** The value of JOURNAL_STREAM, empty when it is not set. */
  public void setJournalStream(String journalStream) {
    setJournal(JournalStream.isStandardError(journalStream));
  }

  void setJournal(boolean journal) {
    this.journal = journal;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    String begin = journal ? "<" + priority(event.getLevel()) + ">" : "";
    line.append(begin);
    if (!journal) {
      time(line, event.getTimeStamp());
      String level = event.getLevel().toString();
      line.append(' ').append(level).append(level.length() < 5 ? "  " : " ");
    }
    append(line, String.valueOf(event.getFormattedMessage()));
    IThrowableProxy thrown = event.getThrowableProxy();
    for (IThrowableProxy t = thrown; t != null && t.getCause() != t; t = t.getCause()) {
      append(line.append(": "), simpleName(t.getClassName()) + ": " + t.getMessage());
    }
    line.append('\n');
    if (thrown != null && event.getLevel().levelInt <= Level.DEBUG_INT) {
      ThrowableProxyUtil.asString(thrown)
          .lines()
          .forEach(frame -> append(line.append(begin), frame.replace("\t", "  ")).append('\n'));
    }
    return line.toString();
  }

  /**
   * Such as {@code 2026-11-26 06:02:33.250}. By hand: a formatter is made of a hundred classes, and
   * the first line that is logged would wait for them.
   */
  private static void time(StringBuilder line, long epochMs) {
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(HERE.getOffset(epochMs) / 1_000);
    LocalDateTime at = LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMs), offset);
    number(line, at.getYear(), 1_000).append('-');
    number(line, at.getMonthValue(), 10).append('-');
    number(line, at.getDayOfMonth(), 10).append(' ');
    number(line, at.getHour(), 10).append(':');
    number(line, at.getMinute(), 10).append(':');
    number(line, at.getSecond(), 10).append('.');
    number(line, at.getNano() / 1_000_000, 100);
  }

  /** With as many digits as the least number has that needs them all. */
  private static StringBuilder number(StringBuilder line, int number, int least) {
    for (int limit = least; number < limit && limit > 1; limit /= 10) {
      line.append('0');
    }
    return line.append(number);
  }

  /** syslog(3): 3 error, 4 warning, 6 informational, 7 debug. */
  private static int priority(Level level) {
    return switch (level.levelInt) {
      case Level.ERROR_INT -> 3;
      case Level.WARN_INT -> 4;
      case Level.INFO_INT -> 6;
      default -> 7;
    };
  }

  private static StringBuilder append(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        line.append(c == '\n' ? " | " : "\\u%04x".formatted((int) c));
      } else {
        line.append(c);
      }
    }
    return line;
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }
}
