package org.sessionwatch.capture.trace;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.time.Micros;

/**
 * The time at the beginning of a line of Asterisk's log, as {@code dateformat} in logger.conf makes
 * it: {@code [2026-11-22 10:00:00.123]}, with a {@code T} and a zone or without, or, where nothing
 * is configured, {@code [Nov 22 10:00:00]}.
 *
 * @param timeUs microseconds since the epoch; a time without a zone is taken for UTC
 * @param hasYear false where the log does not tell it and {@link #YEAR} stands for it
 */
record AsteriskStamp(long timeUs, boolean hasYear) {
  /** A leap year, so that there is no day that it does not have. */
  static final int YEAR = 1972;

  private static final Pattern FULL =
      Pattern.compile(
          "\\s*\\[(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)"
              + " ?(Z|[+-]\\d\\d:?\\d\\d)?].*");
  private static final Pattern WITHOUT_YEAR =
      Pattern.compile(
          "\\s*\\[([A-Z][a-z]{2}) +(\\d{1,2}) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)].*");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu MMM d", Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern LOG_LINE =
      Pattern.compile("\\s*\\[[^]]*] [A-Z]+\\[\\d+](?:\\[.*|:? .*)");

  /** The stamp at the beginning of this text; null if there is none. */
  static @Nullable AsteriskStamp of(String text) {
    try {
      Matcher full = FULL.matcher(text);
      if (full.matches()) {
        String zone = full.group(3);
        LocalDateTime time = LocalDateTime.parse(full.group(1) + "T" + full.group(2));
        return new AsteriskStamp(
            Micros.of(time.toInstant(zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone))), true);
      }
      Matcher yearless = WITHOUT_YEAR.matcher(text);
      if (!yearless.matches()) {
        return null;
      }
      LocalDateTime time =
          LocalDateTime.of(
              LocalDate.parse(YEAR + " " + yearless.group(1) + " " + yearless.group(2), DAY),
              LocalTime.parse(yearless.group(3)));
      return new AsteriskStamp(Micros.of(time.toInstant(ZoneOffset.UTC)), false);
    } catch (DateTimeException e) {
      return null; // the 32nd of some month: text that only looks like a stamp
    }
  }

  /** Whether this line is one that Asterisk's logger wrote, of whatever it tells. */
  static boolean isLogLine(String line) {
    return LOG_LINE.matcher(line).matches() && of(line) != null;
  }
}
