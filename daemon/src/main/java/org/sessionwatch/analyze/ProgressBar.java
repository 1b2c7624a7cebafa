package org.sessionwatch.analyze;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.sessionwatch.capture.file.Recordings;
import org.sessionwatch.time.Clock;

/**
 * How far reading is, on one line of a terminal that is written over again.
 *
 * <p>It shows only once reading has taken a second: what is quicker needs no bar. Any thread may
 * call.
 */
final class ProgressBar implements Progress {
  private static final long FIRST_AFTER_US = 1_000_000;
  private static final long INTERVAL_US = 200_000;
  private static final int WIDTH = 30;
  private static final double MB = 1e6;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream terminal;
  private final Clock clock;
  private final OptionalLong totalBytes;
  private final long startUs;
  private long nextAtUs;
  private long bytes;
  private boolean shown;

  /**
   * A bar that is not shown yet.
   *
   * @param totalBytes how many there are to read; empty when that is not known
   */
  ProgressBar(PrintStream terminal, Clock clock, OptionalLong totalBytes) {
    this.terminal = terminal;
    this.clock = clock;
    this.totalBytes = totalBytes;
    this.startUs = clock.nowUs();
    this.nextAtUs = startUs + FIRST_AFTER_US;
  }

  /** The bytes of all files together; empty if that of one is not known. */
  static OptionalLong total(List<String> files) {
    long total = 0;
    for (String file : files) {
      OptionalLong size = Recordings.size(file);
      if (size.isEmpty()) {
        return size;
      }
      total += size.getAsLong();
    }
    return OptionalLong.of(total);
  }

  @Override
  public synchronized void accept(long read) {
    bytes += read;
    long nowUs = clock.nowUs();
    if (nowUs >= nextAtUs) {
      nextAtUs = nowUs + INTERVAL_US;
      shown = true;
      terminal.print(CLEAR_LINE + text(nowUs));
      terminal.flush();
    }
  }

  private String text(long nowUs) {
    double rate = bytes / MB / ((nowUs - startUs) / 1e6);
    if (totalBytes.isEmpty() || totalBytes.getAsLong() < bytes) {
      return String.format(Locale.ROOT, "%.0f MB read, %.0f MB/s", bytes / MB, rate);
    }
    long total = totalBytes.getAsLong();
    int done = (int) (WIDTH * bytes / total);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3d%%  %.0f of %.0f MB, %.0f MB/s",
        "#".repeat(done),
        " ".repeat(WIDTH - done),
        100 * bytes / total,
        bytes / MB,
        total / MB,
        rate);
  }

  @Override
  public synchronized void makeRoomFor(Runnable printing) {
    clear();
    printing.run();
  }

  @Override
  public synchronized void clear() {
    if (shown) {
      shown = false;
      terminal.print(CLEAR_LINE);
      terminal.flush();
    }
  }
}
