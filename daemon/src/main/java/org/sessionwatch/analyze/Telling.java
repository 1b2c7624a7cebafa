package org.sessionwatch.analyze;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * Prints verdicts in order of their dialogs' first messages, though dialogs end in another: those
 * that are final wait, outside the memory, until no dialog can come that began before them.
 */
final class Telling implements AutoCloseable {
  private static final long FILE_BYTES = 32 << 20;

  private final PrintStream out;
  private final Progress progress;
  private final Output output;
  private final ByteArrayOutputStream page = new ByteArrayOutputStream();
  private final PrintStream toPage = new PrintStream(page, false, StandardCharsets.UTF_8);
  private final Output onPage;
  private final WaitingText waiting = new WaitingText(FILE_BYTES);

  /**
   * Printing.
   *
   * @param format makes an output that prints to a stream
   * @param progress steps aside while something is printed
   */
  Telling(Function<PrintStream, Output> format, PrintStream out, Progress progress) {
    this.out = out;
    this.progress = progress;
    this.output = format.apply(out);
    this.onPage = format.apply(toPage);
  }

  /** A verdict that will not change any more. */
  void isFinal(DialogVerdict verdict) {
    onPage.dialog(verdict);
    toPage.flush();
    waiting.add(verdict.firstHeardUs(), verdict.number(), page.toString(StandardCharsets.UTF_8));
    page.reset();
  }

  /** No dialog that began before this instant is still to come. */
  void tellBefore(long instantUs) {
    if (waiting.isAnyBefore(instantUs, 0)) {
      progress.makeRoomFor(() -> waiting.takeBefore(instantUs, 0, out::print));
    }
  }

  /**
   * No more comes: prints what waits, and the rest of the verdicts between.
   *
   * @param rest in the same order
   */
  void tellAll(SortedSet<DialogVerdict> rest) {
    for (DialogVerdict verdict : rest) {
      waiting.takeBefore(verdict.firstHeardUs(), verdict.number(), out::print);
      output.dialog(verdict);
    }
    waiting.takeBefore(Long.MAX_VALUE, 0, out::print);
  }

  /** For what comes after the dialogs. */
  Output output() {
    return output;
  }

  @Override
  public void close() {
    waiting.close();
  }
}
