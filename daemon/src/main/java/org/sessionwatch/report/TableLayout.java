package org.sessionwatch.report;

import java.util.Arrays;

/**
 * How wide the columns of a table are.
 *
 * @param widths of each column
 * @param asRecords whether the terminal is too narrow for columns side by side
 */
record TableLayout(int[] widths, boolean asRecords) {
  /** A column of texts that is wrapped stays readable down to this. */
  static final int LEAST = 10;

  /** Between two columns, and before the first. */
  private static final int GAP = 3;

  /**
   * The layout that shows most.
   *
   * @param natural how wide each column would like to be
   * @param least how wide each must be to be read
   * @param terminal columns of the terminal; 0: no limit
   */
  static TableLayout of(int[] natural, int[] least, int terminal) {
    int[] widths = natural.clone();
    if (terminal <= 0) {
      return new TableLayout(widths, false);
    }
    int room = terminal - GAP * natural.length;
    while (Arrays.stream(widths).sum() > room) {
      int widest = widest(widths, least);
      if (widest < 0) {
        return new TableLayout(natural, true);
      }
      widths[widest]--;
    }
    return new TableLayout(widths, false);
  }

  int width(int column) {
    return widths[column];
  }

  /** The line below the header. */
  String rule() {
    StringBuilder rule = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      rule.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
    }
    return rule.append('\n').toString();
  }

  /** The widest column that can be less wide; -1: none can. */
  private static int widest(int[] widths, int[] least) {
    int widest = -1;
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
        widest = i;
      }
    }
    return widest;
  }
}
