package org.sessionwatch.capture.trace;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.time.Micros;

/**
 * The first line of an entry in a Grandstream log.
 *
 * @param timeUs microseconds since the epoch, the log's time taken for UTC
 * @param message whether a SIP message follows, received or sent
 */
record GrandstreamStamp(long timeUs, boolean message) {
  private static final Pattern STAMP =
      Pattern.compile(
          "\\[[^\\]]*]\\[(\\d{4}-\\d\\d-\\d\\d)@(\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)](.*)");
  private static final Pattern MESSAGE = Pattern.compile("\\s*sip.*:\\s*(?:Recv|Send):\\s*");

  /** The stamp in this line; null if there is none. */
  static @Nullable GrandstreamStamp of(String line) {
    if (!line.startsWith("[")) {
      return null;
    }
    Matcher stamp = STAMP.matcher(line);
    if (!stamp.matches()) {
      return null;
    }
    try {
      LocalDateTime time = LocalDateTime.parse(stamp.group(1) + "T" + stamp.group(2));
      return new GrandstreamStamp(
          Micros.of(time.toInstant(ZoneOffset.UTC)), MESSAGE.matcher(stamp.group(3)).matches());
    } catch (DateTimeException e) {
      return null; // the 32nd of some month: text that only looks like a stamp
    }
  }
}
