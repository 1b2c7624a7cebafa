package org.sessionwatch.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingTextTest {
  private final List<String> printed = new ArrayList<>();

  @Test
  void hands_over_what_is_before_in_order_of_instant_and_number() {
    try (WaitingText waiting = new WaitingText(1_000)) {
      waiting.add(20, 2, "third \u00e4\n");
      waiting.add(20, 1, "second\n");
      waiting.add(10, 3, "first\n");
      waiting.add(30, 0, "last\n");

      assertThat(waiting.isAnyBefore(10, 3)).isFalse();
      waiting.takeBefore(30, 0, printed::add);
      assertThat(printed).containsExactly("first\n", "second\n", "third \u00e4\n");
      waiting.takeBefore(Long.MAX_VALUE, 0, printed::add);
      assertThat(printed).hasSize(4).endsWith("last\n");
    }
  }

  @Test
  void a_file_that_is_printed_makes_place_for_the_next_one() {
    try (WaitingText waiting = new WaitingText(100)) {
      for (int i = 0; i < 100; i++) {
        waiting.add(i, i, "text " + i);
        if (i % 10 == 9) {
          waiting.takeBefore(i - 5, 0, printed::add);
        }
      }
      waiting.takeBefore(Long.MAX_VALUE, 0, printed::add);
      assertThat(waiting.files()).isGreaterThan(3);
      assertThat(waiting.openFiles()).isEqualTo(1);
    }
    assertThat(printed).isEqualTo(IntStream.range(0, 100).mapToObj(i -> "text " + i).toList());
  }
}
