package org.sessionwatch.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One array, an object a row. */
final class JsonRows implements RowWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final PrintStream out;
  private List<String> columns = List.of();
  private boolean first = true;

  JsonRows(PrintStream out) {
    this.out = out;
  }

  @Override
  public void begin(List<String> columns) {
    this.columns = columns;
    out.print("[");
  }

  @Override
  public void row(List<@Nullable Object> values) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), plain(values.get(i)));
    }
    try {
      out.print((first ? "\n" : ",\n") + MAPPER.writeValueAsString(row));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    first = false;
  }

  @Override
  public void end() {
    out.print(first ? "]\n" : "\n]\n");
    out.flush();
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof OffsetDateTime time) {
      return Times.utc(time);
    }
    return value instanceof LocalDate date ? date.toString() : value;
  }
}
