package org.sessionwatch.benchmarks;

import java.util.List;

/** One row of the table, or two where a goal has two sides. */
public interface Row {
  /** Its number in the table, 1 to 12. */
  int number();

  /** What is compared, for the progress. */
  String title();

  /** Measures; must leave nothing running. Whatever it throws is told in the table. */
  List<Outcome> measure(Bench bench) throws Exception;
}
