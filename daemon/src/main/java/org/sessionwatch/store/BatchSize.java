package org.sessionwatch.store;

import java.time.Duration;

/**
 * How many changes are written at once where more wait: the more, the more calls begin and end
 * within a batch, whose rows are then written once; but no more than the database takes in a
 * moment, since an alert that is told meanwhile waits for its turn. For one thread.
 */
final class BatchSize {
  /** However slow the database is: it may take as long for a few. */
  static final int FEWEST = 5_000;

  /** About 1 kB each while they come from the spool; those of the queue are in memory anyway. */
  private static final int CHANGE_BYTES = 1_000;

  /** A thirty-second of the heap, and no more than half of what may wait in memory. */
  static final int MOST =
      (int)
          Math.max(FEWEST, Math.min(50_000, Runtime.getRuntime().maxMemory() / 32 / CHANGE_BYTES));

  /** Twice as many would not take {@link #LONG_US} either. */
  private static final long SHORT_US = Duration.ofMillis(400).toNanos() / 1_000;

  private static final long LONG_US = Duration.ofMillis(800).toNanos() / 1_000;

  private int most = FEWEST;

  /** The most that are to be written at once. */
  int most() {
    return most;
  }

  /** So many were written at once, in so much time. */
  void took(int changes, long us) {
    if (us > LONG_US) {
      most = Math.max(FEWEST, most / 2);
    } else if (us < SHORT_US && changes > most / 2) {
      most = Math.min(MOST, 2 * most);
    }
  }
}
