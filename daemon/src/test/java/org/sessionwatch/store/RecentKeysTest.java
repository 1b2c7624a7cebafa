package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentKeysTest {
  private final RecentKeys keys = new RecentKeys();

  @Test
  void knows_most_of_what_was_added_however_much_it_has_grown() {
    long[] added = random(1).limit(30_000).toArray();
    LongStream.of(added).forEach(keys::add);
    assertThat(LongStream.of(added).filter(keys::has).count()).isGreaterThan(24_000);
  }

  @Test
  void knows_nothing_else() {
    random(1).limit(30_000).forEach(keys::add);
    assertThat(random(2).limit(30_000).filter(keys::has)).isEmpty();
  }

  @Test
  void forgets() {
    random(1).limit(10_000).forEach(keys::add);
    keys.forget();
    assertThat(random(1).limit(10_000).filter(keys::has)).isEmpty();
  }

  private static LongStream random(int seed) {
    return new SplittableRandom(seed).longs();
  }
}
