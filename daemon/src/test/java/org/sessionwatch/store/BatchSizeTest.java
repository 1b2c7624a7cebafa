package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private static final long QUICK_US = 100_000;
  private static final long SLOW_US = 900_000;

  private final BatchSize size = new BatchSize();

  @Test
  void grows_while_the_database_takes_full_batches_in_a_moment() {
    for (int i = 0; i < 10; i++) {
      size.took(size.most(), QUICK_US);
    }
    assertThat(size.most()).isEqualTo(BatchSize.MOST);
  }

  @Test
  void batches_that_are_small_for_want_of_more_say_nothing() {
    for (int i = 0; i < 10; i++) {
      size.took(100, QUICK_US);
    }
    assertThat(size.most()).isEqualTo(BatchSize.FEWEST);
  }

  @Test
  void a_slow_database_gets_smaller_ones_but_never_few() {
    for (int i = 0; i < 10; i++) {
      size.took(size.most(), QUICK_US);
    }
    size.took(size.most(), SLOW_US);
    assertThat(size.most()).isEqualTo(BatchSize.MOST / 2);
    for (int i = 0; i < 10; i++) {
      size.took(size.most(), SLOW_US);
    }
    assertThat(size.most()).isEqualTo(BatchSize.FEWEST);
  }

  @Test
  void what_takes_neither_long_nor_short_stays() {
    size.took(size.most(), 500_000);
    assertThat(size.most()).isEqualTo(BatchSize.FEWEST);
  }
}
