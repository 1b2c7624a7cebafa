package org.sessionwatch.report;

import java.io.PrintStream;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** RFC 4180: CRLF, fields quoted where they have to be. */
final class CsvRows implements RowWriter {
  private static final String LINE_END = "\r\n";

  private final PrintStream out;

  CsvRows(PrintStream out) {
    this.out = out;
  }

  @Override
  public void begin(List<String> columns) {
    line(columns.stream().map(CsvRows::field).collect(Collectors.joining(",")));
  }

  @Override
  public void row(List<@Nullable Object> values) {
    line(values.stream().map(CsvRows::field).collect(Collectors.joining(",")));
  }

  @Override
  public void end() {
    out.flush();
  }

  private void line(String line) {
    out.print(line + LINE_END);
  }

  private static String field(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    String text = value instanceof OffsetDateTime time ? Times.utc(time) : value.toString();
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
