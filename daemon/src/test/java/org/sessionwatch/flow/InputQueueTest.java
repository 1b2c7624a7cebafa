package org.sessionwatch.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InputQueueTest {
  private final List<Input> taken = new ArrayList<>();

  /** Told apart by their number; what kind of input they are, the queue does not look at. */
  private static List<Input> numbered(int from, int count) {
    return IntStream.range(from, from + count)
        .<Input>mapToObj(number -> new Input.Listed(Integer.toString(number), Set.of(), number))
        .toList();
  }

  @Test
  void what_came_at_once_stays_in_order_also_around_the_rings_end() {
    InputQueue queue = new InputQueue(5, 2);
    for (int from = 0; from < 40; from += 4) {
      assertThat(queue.offerMirrored(numbered(from, 4))).isEqualTo(4);
      queue.drainTo(taken, 3);
      queue.drainTo(taken, 3);
    }
    assertThat(taken).isEqualTo(numbered(0, 40));
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void of_what_finds_no_place_the_newest_is_left_out_and_the_reserve_is_for_others() {
    InputQueue queue = new InputQueue(5, 2);
    assertThat(queue.offerMirrored(numbered(0, 3))).isEqualTo(3);
    assertThat(queue.offerMirrored(numbered(3, 3))).isEqualTo(2);
    assertThat(queue.offerMirrored(numbered(6, 3))).isZero();

    assertThat(queue.offer(new Input.Nothing())).isTrue();
    assertThat(queue.offerMirrored(numbered(6, 3))).isZero();
    assertThat(queue.offer(new Input.Nothing())).isTrue();
    assertThat(queue.offer(new Input.Nothing())).isFalse();
    assertThat(queue.size()).isEqualTo(7);

    queue.drainTo(taken, 100);
    assertThat(taken.subList(0, 5)).isEqualTo(numbered(0, 5));
  }

  @Test
  void who_waits_is_woken_by_what_comes() throws InterruptedException {
    InputQueue queue = new InputQueue(5, 2);
    List<Input> woken = new CopyOnWriteArrayList<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                queue.awaitAndDrainTo(woken, 100, 60_000_000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    assertThat(queue.offerMirrored(numbered(0, 3))).isEqualTo(3);
    waiting.join();
    assertThat(woken).isEqualTo(numbered(0, 3));
  }

  @Test
  void a_wait_ends_without_anything() throws InterruptedException {
    InputQueue queue = new InputQueue(5, 2);
    queue.awaitAndDrainTo(taken, 100, 1);
    assertThat(taken).isEmpty();
  }
}
