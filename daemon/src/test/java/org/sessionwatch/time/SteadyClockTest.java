package org.sessionwatch.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private final AtomicLong wallUs = new AtomicLong(1_800_000_000_000_000L);
  private final AtomicLong nanos = new AtomicLong(77);
  private final SteadyClock clock = new SteadyClock(wallUs::get, nanos::get);

  @Test
  void begins_with_the_wall_clock_and_goes_on_with_the_monotonic_one() {
    nanos.addAndGet(5_000_000);

    assertThat(clock.nowUs()).isEqualTo(1_800_000_000_005_000L);
  }

  @Test
  void a_stepped_wall_clock_moves_nothing_but_is_seen() {
    wallUs.addAndGet(-3_600_000_000L);
    nanos.addAndGet(1_000);

    assertThat(clock.nowUs()).isEqualTo(1_800_000_000_000_001L);
    assertThat(clock.wallClockOffsetUs()).isEqualTo(-3_600_000_001L);
  }
}
