package org.sessionwatch.benchmarks.load;

import java.util.concurrent.locks.LockSupport;

/**
 * When a message goes out: when its call has come to it, so many a second whatever the calls say,
 * or as fast as it can be.
 */
final class Pace {
  private static final long SPIN_NANOS = 60_000;

  private final double speed;
  private final double perSecond;
  private final long startNanos = System.nanoTime();
  private long sent;

  /**
   * A pace that begins now.
   *
   * @param speed seconds of the calls' time in a second; not used where there is a rate
   * @param perSecond messages a second; 0 for none, infinity for as fast as it can be
   */
  Pace(double speed, double perSecond) {
    this.speed = speed;
    this.perSecond = perSecond;
  }

  /** Nanoseconds since the beginning. */
  long elapsedNanos() {
    return System.nanoTime() - startNanos;
  }

  /** When the message is to go out, in nanoseconds since the beginning. */
  long dueNanos(long callsUs) {
    if (perSecond == 0) {
      return (long) (callsUs * 1_000 / speed);
    }
    return perSecond == Double.POSITIVE_INFINITY ? 0 : (long) (sent * 1e9 / perSecond);
  }

  void counted() {
    sent++;
  }

  /** Waits until so long after the beginning. */
  void await(long nanos) {
    long left = nanos - elapsedNanos();
    while (left > 0) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS / 2);
      } else {
        Thread.onSpinWait();
      }
      left = nanos - elapsedNanos();
    }
  }
}
