package org.sessionwatch.capture.hep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockSkewTest {
  private static final long MS = 1_000;
  private static final long START = 1_800_000_000_000_000L;

  private final ClockSkew skew = new ClockSkew();

  @Test
  void is_that_of_the_quickest_messages() {
    assertThat(skew.aheadUs()).isEqualTo(ClockSkew.UNKNOWN);
    long[] delaysMs = {30, 2, 500, 3, 9_000};
    for (int i = 0; i < delaysMs.length; i++) {
      long arrives = START + i * 1_000 * MS;
      skew.note(arrives - delaysMs[i] * MS + 5_000 * MS, arrives);
    }
    assertThat(skew.aheadUs()).isEqualTo(4_998 * MS);
  }

  @Test
  void follows_a_clock_that_is_put_right() {
    for (int s = 0; s < 300; s++) {
      long arrives = START + s * 1_000 * MS;
      long ahead = s < 100 ? -7_000 * MS : 0;
      skew.note(arrives + ahead - MS, arrives);
      if (s == 90) {
        assertThat(skew.aheadUs()).isEqualTo(-7_001 * MS);
      }
    }
    assertThat(skew.aheadUs()).isEqualTo(-MS);
  }
}
