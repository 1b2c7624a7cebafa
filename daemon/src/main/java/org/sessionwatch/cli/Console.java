package org.sessionwatch.cli;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err one line for what went wrong
 */
public record Console(PrintStream out, PrintStream err) {
  /** Writes {@code sessionwatch: …} for each line of the text to {@link #err}. */
  void complain(String text) {
    text.lines().forEach(line -> err.println("sessionwatch: " + line));
  }
}
