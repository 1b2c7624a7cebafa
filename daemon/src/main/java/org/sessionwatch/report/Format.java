package org.sessionwatch.report;

import java.io.PrintStream;
import java.time.ZoneId;

/** How a report is written. */
public enum Format {
  /** For people: columns that fit the terminal. Times are local. */
  TABLE,
  /** RFC 4180 with a header; NULL is an empty field, an empty text is {@code ""}. Times are UTC. */
  CSV,
  /** One array, with an object a row on a line of its own. Times are UTC. */
  JSON;

  /**
   * What writes it.
   *
   * @param out takes the rows and nothing else
   * @param zone of times in a table
   * @param width of the terminal in columns; 0: no terminal, a table takes what it needs
   */
  RowWriter to(PrintStream out, ZoneId zone, int width) {
    return switch (this) {
      case TABLE -> new TableRows(out, zone, width);
      case CSV -> new CsvRows(out);
      case JSON -> new JsonRows(out);
    };
  }
}
