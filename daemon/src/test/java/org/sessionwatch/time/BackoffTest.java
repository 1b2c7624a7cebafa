package org.sessionwatch.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  /** Draws the smallest number always: no jitter. */
  private static final RandomGenerator NO_JITTER = () -> 0;

  @Test
  void doubles_up_to_the_limit() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), NO_JITTER);

    assertThat(new long[] {backoff.nextMs(), backoff.nextMs(), backoff.nextMs()})
        .containsExactly(1_000, 2_000, 4_000);
    assertThat(new long[] {backoff.nextMs(), backoff.nextMs(), backoff.nextMs(), backoff.nextMs()})
        .containsExactly(8_000, 16_000, 30_000, 30_000);
  }

  @Test
  void begins_anew_after_a_success() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), NO_JITTER);
    backoff.nextMs();
    backoff.nextMs();

    backoff.reset();

    assertThat(backoff.nextMs()).isEqualTo(1_000);
  }

  @Test
  void leaves_out_at_most_a_quarter_by_chance() {
    Backoff backoff =
        new Backoff(Duration.ofSeconds(4), Duration.ofSeconds(4), new SplittableRandom(1));
    long[] waits = new long[1_000];

    for (int i = 0; i < waits.length; i++) {
      waits[i] = backoff.nextMs();
    }

    assertThat(Arrays.stream(waits).min())
        .satisfies(shortest -> assertThat(shortest.getAsLong()).isGreaterThanOrEqualTo(3_000));
    assertThat(Arrays.stream(waits).max())
        .satisfies(longest -> assertThat(longest.getAsLong()).isLessThanOrEqualTo(4_000));
    assertThat(Arrays.stream(waits).distinct().count()).isGreaterThan(100);
  }

  @Test
  void refuses_waits_that_make_no_sense() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), NO_JITTER))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), NO_JITTER))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
