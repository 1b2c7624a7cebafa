package org.sessionwatch.report;

import java.io.PrintStream;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table like psql's. Where the terminal is too narrow, the widest columns are wrapped inside
 * their cells; where that is not enough, each row becomes a small table of its own.
 *
 * <p>Widths are those of the first rows, so that a long report is not kept in memory; what is wider
 * later is wrapped.
 */
final class TableRows implements RowWriter {
  private static final int MEASURED_ROWS = 1_000;

  private final PrintStream out;
  private final ZoneId zone;
  private final int terminal;
  private final List<List<Cell>> waiting = new ArrayList<>();
  private List<String> columns = List.of();
  private @Nullable TableLayout layout;
  private long rows;
  private long records;

  /**
   * A value as it is shown.
   *
   * @param right numbers are
   * @param whole what is not read in pieces: times and numbers
   */
  private record Cell(String text, boolean right, boolean whole) {
    static Cell text(String text) {
      return new Cell(text, false, false);
    }
  }

  TableRows(PrintStream out, ZoneId zone, int terminal) {
    this.out = out;
    this.zone = zone;
    this.terminal = terminal;
  }

  @Override
  public void begin(List<String> columns) {
    this.columns = columns;
  }

  @Override
  public void row(List<@Nullable Object> values) {
    List<Cell> cells = values.stream().map(this::cell).toList();
    rows++;
    if (layout != null) {
      print(layout, cells);
      return;
    }
    waiting.add(cells);
    if (waiting.size() == MEASURED_ROWS) {
      printWaiting();
    }
  }

  @Override
  public void end() {
    if (layout == null) {
      printWaiting();
    }
    out.print(rows == 1 ? "(1 row)\n" : "(" + rows + " rows)\n");
    out.flush();
  }

  private Cell cell(@Nullable Object value) {
    if (value == null) {
      return Cell.text("");
    }
    boolean number = value instanceof Number;
    String text = value instanceof OffsetDateTime time ? Times.local(time, zone) : value.toString();
    return new Cell(DisplayText.safe(text), number, number || value instanceof Temporal);
  }

  private void printWaiting() {
    int[] natural = columns.stream().mapToInt(DisplayText::width).toArray();
    int[] least = new int[natural.length];
    Arrays.fill(least, TableLayout.LEAST);
    for (List<Cell> row : waiting) {
      for (int i = 0; i < natural.length; i++) {
        int width = DisplayText.width(row.get(i).text());
        natural[i] = Math.max(natural[i], width);
        least[i] = row.get(i).whole() ? Math.max(least[i], width) : least[i];
      }
    }
    TableLayout chosen = TableLayout.of(natural, least, terminal);
    layout = chosen;
    if (!chosen.asRecords()) {
      printLines(chosen, columns.stream().map(Cell::text).toList());
      out.print(chosen.rule());
    }
    waiting.forEach(row -> print(chosen, row));
    waiting.clear();
  }

  private void print(TableLayout layout, List<Cell> row) {
    if (layout.asRecords()) {
      printRecord(row);
    } else {
      printLines(layout, row);
    }
  }

  private void printLines(TableLayout layout, List<Cell> row) {
    List<List<String>> wrapped = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      wrapped.add(DisplayText.wrap(row.get(i).text(), layout.width(i)));
    }
    int height = wrapped.stream().mapToInt(List::size).max().orElse(1);
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        List<String> cell = wrapped.get(i);
        String part = line < cell.size() ? cell.get(line) : "";
        text.append(i == 0 ? " " : " | ")
            .append(DisplayText.padded(part, layout.width(i), row.get(i).right()));
      }
      out.print(text.toString().stripTrailing() + "\n");
    }
  }

  private void printRecord(List<Cell> row) {
    int name = columns.stream().mapToInt(DisplayText::width).max().orElse(0);
    String heading = "-[ " + ++records + " ]";
    out.print(heading + "-".repeat(Math.max(0, terminal - heading.length())) + "\n");
    for (int i = 0; i < row.size(); i++) {
      String before = DisplayText.padded(columns.get(i), name, false) + " | ";
      int room = Math.max(2, terminal - name - 3);
      for (String line : DisplayText.wrap(row.get(i).text(), room)) {
        out.print((before + line).stripTrailing() + "\n");
        before = " ".repeat(name) + " | ";
      }
    }
  }
}
