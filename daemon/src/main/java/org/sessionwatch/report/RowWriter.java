package org.sessionwatch.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes a report's rows, in one of the formats. Not thread-safe. */
interface RowWriter {
  /**
   * Begins.
   *
   * @param columns in their order
   */
  void begin(List<String> columns);

  /**
   * The next row.
   *
   * @param values {@code Boolean}, a {@code Number}, {@code OffsetDateTime}, {@code LocalDate},
   *     {@code String}, or null
   */
  void row(List<@Nullable Object> values);

  /** Nothing more comes. */
  void end();
}
