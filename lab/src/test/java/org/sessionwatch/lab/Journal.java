package org.sessionwatch.lab;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a run of the daemon told the administrator, line by line. */
final class Journal {
  private static final Pattern LINE =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) (\\S+) +(.*)");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  private final List<Line> lines;

  /** A line, the time at which it was written, and its level. */
  record Line(Instant at, String level, String text) {}

  private Journal(List<Line> lines) {
    this.lines = lines;
  }

  static Journal of(String output) {
    List<Line> lines = new ArrayList<>();
    for (String line : output.lines().toList()) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        Instant at =
            LocalDateTime.parse(parts.group(1), TIME).atZone(ZoneId.systemDefault()).toInstant();
        lines.add(new Line(at, parts.group(2), parts.group(3)));
      }
    }
    return new Journal(lines);
  }

  /** The line by which an alert of this call was raised. */
  Optional<Line> raised(String callId, String kind) {
    return lines.stream()
        .filter(line -> line.text().matches("(CRITICAL|WARNING|INFO) " + kind + " on .*"))
        .filter(line -> line.text().contains("[Call-ID " + callId + ";"))
        .findFirst();
  }

  List<Line> lines() {
    return lines;
  }
}
