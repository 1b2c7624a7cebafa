package org.sessionwatch.time;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The live clock: the wall clock as it stood at the start, carried on by the monotonic one.
 *
 * <p>A wall clock that is stepped (by an administrator, or by NTP after a boot) therefore moves no
 * deadline. Slow corrections by NTP are followed, since the kernel applies them to both clocks.
 */
public final class SteadyClock implements Clock {
  private final LongSupplier wallUs;
  private final LongSupplier monotonicNanos;
  private final long startUs;
  private final long startNanos;

  /** The clock of this machine. */
  public SteadyClock() {
    this(() -> Micros.of(Instant.now()), System::nanoTime);
  }

  SteadyClock(LongSupplier wallUs, LongSupplier monotonicNanos) {
    this.wallUs = wallUs;
    this.monotonicNanos = monotonicNanos;
    this.startUs = wallUs.getAsLong();
    this.startNanos = monotonicNanos.getAsLong();
  }

  @Override
  public long nowUs() {
    return startUs + (monotonicNanos.getAsLong() - startNanos) / 1_000;
  }

  @Override
  public long wallClockOffsetUs() {
    return wallUs.getAsLong() - nowUs();
  }
}
