package org.sessionwatch.time;

import java.time.Instant;

/**
 * The live clock: the wall clock as it stood at the start, carried on by the monotonic one.
 *
 * <p>A wall clock that is stepped (by an administrator, or by NTP after a boot) therefore moves no
 * deadline. Slow corrections by NTP are followed, since the kernel applies them to both clocks.
 */
public final class SteadyClock implements Clock {
  private final long startUs = Micros.of(Instant.now());
  private final long startNanos = System.nanoTime();

  @Override
  public long nowUs() {
    return startUs + (System.nanoTime() - startNanos) / 1_000;
  }

  /**
   * How far the wall clock now is from this clock, in microseconds; positive when it was put
   * forward.
   */
  public long wallClockOffsetUs() {
    return Micros.of(Instant.now()) - nowUs();
  }
}
