package org.sessionwatch.time;

/**
 * The time that deadlines run on: microseconds since the Unix epoch, never going back and never
 * jumping.
 *
 * <p>An interface, so that a recording or a test can be the clock.
 */
@FunctionalInterface
public interface Clock {
  /** Now, in microseconds since the Unix epoch. May be called by any thread. */
  long nowUs();

  /**
   * How far the host's own clock, which may be put forward or back, is ahead of this one now, in
   * microseconds. May be called by any thread.
   */
  default long wallClockOffsetUs() {
    return 0;
  }
}
