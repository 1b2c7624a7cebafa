package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Equal values become one object, others stay what they are. */
final class SharedTest {
  private record Value(int number) {}

  private record Other(int number) {}

  @Test
  void gives_one_object_for_equal_values() {
    Value first = Shared.one(new Value(7));

    assertThat(Shared.one(new Value(7))).isSameAs(first);
  }

  @Test
  void keeps_values_apart_that_differ_or_are_of_another_kind() {
    for (int number = 0; number < 100_000; number++) {
      assertThat(Shared.one(new Value(number)).number()).isEqualTo(number);
      assertThat(Shared.one(new Other(number)).number()).isEqualTo(number);
    }
  }
}
