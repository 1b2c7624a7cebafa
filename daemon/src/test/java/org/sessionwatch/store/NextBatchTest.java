package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.session.Effect;
import org.sessionwatch.store.EffectQueue.Due;

/** On a clock that stands still unless it is told otherwise. */
class NextBatchTest {
  private static final int FULL = BatchSize.FEWEST;
  private static final Due CROWDED = new Due(FULL + 1_000, 1_000_000, false);

  private final AtomicLong nowUs = new AtomicLong(1_000_000);
  private final EffectQueue queue = new EffectQueue(nowUs::get, 100_000);
  private final Spool spool = Spool.inMemory(1 << 26, nowUs::get);
  private final NextBatch next =
      new NextBatch(queue, spool, new SpoolInlet(spool, nowUs::get), new BatchSize());
  private final List<Effect> told = new ArrayList<>();

  @AfterEach
  void close() {
    spool.close();
  }

  private void tell(int count) {
    for (int i = 0; i < count; i++) {
      Effect effect = new Effect.Changed(Calls.dialog("call " + told.size()));
      told.add(effect);
      queue.offer(effect);
    }
  }

  private HandedBatch taken() {
    return Objects.requireNonNull(next.take());
  }

  @Test
  void a_full_batch_is_made_ready_and_stays_in_the_queue_until_it_is_taken() {
    tell(FULL + 100);
    assertThat(queue.isDue(next.due(CROWDED))).isTrue();
    next.makeReady();
    assertThat(queue.size()).isEqualTo(FULL + 100);
    assertThat(queue.isDue(next.due(CROWDED))).isFalse();
    HandedBatch batch = taken();
    assertThat(batch.effects()).isEqualTo(told.subList(0, FULL));
    assertThat(Objects.requireNonNull(batch.rows()).dialogs()).hasSize(FULL);
    assertThat(batch.sinceUs()).isEqualTo(nowUs.get());
    assertThat(queue.size()).isEqualTo(100);
    assertThat(queue.waiting()).isEqualTo(FULL + 100);
  }

  @Test
  void a_few_are_made_ready_once_they_have_waited() {
    tell(10);
    next.makeReady();
    assertThat(taken().rows()).isNull();
    tell(10);
    nowUs.addAndGet(100_000);
    next.makeReady();
    HandedBatch batch = taken();
    assertThat(batch.effects()).isEqualTo(told.subList(10, 20));
    assertThat(batch.rows()).isNotNull();
  }

  @Test
  void where_many_more_have_come_meanwhile_they_all_go() {
    tell(10);
    nowUs.addAndGet(100_000);
    next.makeReady();
    tell(90);
    assertThat(taken().effects()).isEqualTo(told);
  }

  @Test
  void what_was_taken_otherwise_is_not_taken_again() {
    tell(FULL);
    next.makeReady();
    queue.take(FULL);
    next.forget();
    tell(1);
    assertThat(taken().effects()).isEqualTo(told.subList(FULL, FULL + 1));
  }

  @Test
  void what_has_something_in_the_spool_by_then_goes_behind_it() {
    tell(FULL);
    next.makeReady();
    spool.append(told.subList(0, 1));
    assertThat(taken().effects()).isEqualTo(told.subList(1, FULL));
    assertThat(spool.health().changes()).isEqualTo(2);
  }

  @Test
  void nothing_is_made_ready_while_something_is_spooled() {
    tell(FULL);
    spool.append(told.subList(0, 1));
    assertThat(next.due(CROWDED)).isEqualTo(CROWDED);
    next.makeReady();
    assertThat(taken().rows()).isNull();
  }
}
