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

/** On a clock that stands still: what waits for the hour to pass waits for ever. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class EffectQueueTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int BATCH_SIZE = 2;

  private final AtomicLong nowUs = new AtomicLong(1_000_000);
  private final EffectQueue queue =
      new EffectQueue(nowUs::get, 100, BATCH_SIZE, Duration.ofHours(1));
  private final Dialog dialog = Calls.dialog("call 1");

  private Effect alert() {
    return new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000));
  }

  @Test
  void a_batch_with_an_alert_is_handed_out_at_once() throws InterruptedException {
    Effect change = new Effect.Changed(dialog);
    Effect alert = alert();
    queue.offer(change);
    queue.offer(alert);
    assertThat(queue.take(SOON).effects()).containsExactly(change, alert);
  }

  @Test
  void an_alert_behind_a_full_batch_is_in_the_next_one_at_once() throws InterruptedException {
    for (int i = 0; i < BATCH_SIZE; i++) {
      queue.offer(new Effect.Changed(dialog));
    }
    Effect alert = alert();
    queue.offer(alert);
    assertThat(queue.take(SOON).effects()).hasSize(BATCH_SIZE);
    assertThat(queue.take(SOON).effects()).containsExactly(alert);
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
  }

  @Test
  void what_is_no_alert_is_gathered() throws InterruptedException {
    queue.offer(alert());
    queue.take(SOON);
    queue.offer(new Effect.Changed(dialog));
    Thread taker = new Thread(this::take);
    taker.start();
    taker.join(200);
    assertThat(taker.isAlive()).isTrue();
    queue.close();
    taker.join();
  }

  private void take() {
    try {
      queue.take(SOON);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
