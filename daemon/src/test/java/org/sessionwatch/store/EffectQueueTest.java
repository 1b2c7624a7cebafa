package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.store.EffectQueue.Due;

/** On a clock that stands still: what waits for the hour to pass waits for ever. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class EffectQueueTest {
  private static final long HOUR_US = 3_600_000_000L;
  private static final Due BATCH = new Due(2, HOUR_US, true);
  private static final Due MANY = new Due(50, HOUR_US, false);

  private final AtomicLong nowUs = new AtomicLong(1_000_000);
  private final EffectQueue queue = new EffectQueue(nowUs::get, 100);
  private final Dialog dialog = Calls.dialog("call 1");

  private Effect alert() {
    return new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000));
  }

  @Test
  void an_alert_is_due_at_once_for_those_who_tell_of_it() throws InterruptedException {
    queue.offer(new Effect.Changed(dialog));
    assertThat(queue.isDue(BATCH)).isFalse();
    queue.offer(alert());
    queue.await(BATCH, Long.MAX_VALUE);
    assertThat(queue.isDue(MANY)).isFalse();
    queue.take(2);
    assertThat(queue.isDue(BATCH)).isFalse();
  }

  @Test
  void a_batch_is_due_when_it_is_large_or_old_enough() {
    queue.offer(new Effect.Changed(dialog));
    assertThat(queue.isDue(BATCH)).isFalse();
    nowUs.addAndGet(HOUR_US);
    assertThat(queue.isDue(BATCH)).isTrue();
    queue.take(1);
    queue.offer(new Effect.Changed(dialog));
    assertThat(queue.isDue(BATCH)).isFalse();
    queue.offer(new Effect.Changed(dialog));
    assertThat(queue.isDue(BATCH)).isTrue();
  }

  @Test
  void what_is_taken_waits_until_it_is_settled() throws InterruptedException {
    Effect first = alert();
    queue.offer(first);
    nowUs.addAndGet(5_000_000);
    queue.offer(new Effect.Changed(dialog));
    assertThat(queue.peek(1)).containsExactly(first);
    assertThat(queue.take(1)).isEqualTo(1_000_000);
    assertThat(queue.oldest()).hasSeconds(5);
    assertThat(queue.waiting()).isEqualTo(2);
    queue.settle(1);
    assertThat(queue.oldest()).isZero();
    assertThat(queue.waiting()).isEqualTo(1);
    assertThat(queue.awaitSettled(Duration.ZERO, () -> true)).isFalse();
    queue.take(1);
    queue.settle(1);
    assertThat(queue.awaitSettled(Duration.ZERO, () -> true)).isTrue();
  }

  @Test
  void the_last_places_are_for_alerts_and_ends_of_calls() {
    for (int i = 0; i < 100; i++) {
      queue.offer(new Effect.Changed(dialog));
    }
    assertThat(queue.waiting()).isEqualTo(95);
    assertThat(queue.dropped()).isEqualTo(5);
    queue.offer(alert());
    queue.offer(new Effect.Ended(dialog));
    assertThat(queue.waiting()).isEqualTo(97);
    assertThat(queue.dropped()).isEqualTo(5);
    assertThat(queue.takeLoss()).isEqualTo(new Backlog.Loss(5, 1_000_000, 1_000_000));
    assertThat(queue.takeLoss()).isNull();
  }

  @Test
  void whoever_waits_is_woken_by_what_is_due_only() throws InterruptedException {
    Thread waiting = new Thread(this::waitForMany);
    waiting.start();
    queue.offer(alert());
    waiting.join(200);
    assertThat(waiting.isAlive()).isTrue();
    queue.wake();
    waiting.join();
  }

  private void waitForMany() {
    try {
      queue.await(MANY, Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
