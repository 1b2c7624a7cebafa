package org.sessionwatch.report;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as they are written. */
final class Times {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSx");
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  private Times() {}

  /** For people: to the millisecond, in the given zone, with its offset. */
  static String local(OffsetDateTime time, ZoneId zone) {
    return LOCAL.format(time.atZoneSameInstant(zone));
  }

  /** For machines: RFC 3339 in UTC, to the microsecond. */
  static String utc(OffsetDateTime time) {
    return RFC_3339.format(time.withOffsetSameInstant(ZoneOffset.UTC));
  }
}
