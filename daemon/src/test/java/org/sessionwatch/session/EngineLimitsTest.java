package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EngineLimitsTest {
  private static final long MB = 1 << 20;

  @Test
  void grow_with_the_heap_up_to_what_none_needs_more_of() {
    assertThat(EngineLimits.of(64 * MB).calls()).isBetween(15_000, 40_000);
    assertThat(EngineLimits.of(512 * MB).calls()).isBetween(150_000, 250_000);
    assertThat(EngineLimits.of(100_000 * MB)).isEqualTo(EngineLimits.MOST);
  }

  /** Whatever the load is: the collector needs a fifth to work in, and the queues have the rest. */
  @Test
  void leave_a_third_of_the_heap() {
    for (long megabytes : new long[] {64, 256, 512, 4096}) {
      EngineLimits limits = EngineLimits.of(megabytes * MB);
      long bytes = limits.calls() * 1_100L + limits.halfOpen() * 2_000L + limits.ended() * 1_800L;
      assertThat(bytes).isLessThan(megabytes * MB * 2 / 3);
    }
  }

  @Test
  void an_engine_remembers_at_least_one_call() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EngineLimits(0, 1, 1))
        .withMessageContaining("0 calls");
  }
}
