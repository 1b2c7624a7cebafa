package org.sessionwatch.capture.hep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatagramRateTest {
  private static final long START_US = 1_800_000_000_000_000L;

  private final DatagramRate rate = new DatagramRate(1_000);

  /** So many, evenly, over so many milliseconds. */
  private long send(long fromUs, int perSecond, int ms) {
    long stepUs = 1_000_000 / perSecond;
    long atUs = fromUs;
    for (; atUs < fromUs + ms * 1_000L; atUs += stepUs) {
      rate.note(1, atUs);
    }
    return atUs;
  }

  @Test
  void is_high_while_as_many_come_and_not_after() {
    assertThat(rate.isHigh()).isFalse();
    long atUs = send(START_US, 500, 1_000);
    assertThat(rate.isHigh()).isFalse();
    atUs = send(atUs, 2_000, 250);
    assertThat(rate.isHigh()).isTrue();
    send(atUs, 500, 250);
    assertThat(rate.isHigh()).isFalse();
  }

  @Test
  void a_burst_after_silence_is_not_a_rate() {
    rate.note(1, START_US);
    rate.note(500, START_US + 10_000_000);
    assertThat(rate.isHigh()).isFalse();
  }

  @Test
  void with_no_bound_it_is_always_high() {
    assertThat(new DatagramRate(0).isHigh()).isTrue();
  }
}
