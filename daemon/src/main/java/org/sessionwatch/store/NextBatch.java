package org.sessionwatch.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;
import org.sessionwatch.store.EffectQueue.Due;

/**
 * What goes from the queue straight to the database next. While the database is busy with the batch
 * before, its rows are made ready: they stay in the queue as effects, so that nothing but time is
 * lost where it comes otherwise. For one thread.
 */
final class NextBatch {
  /** What waits for so long is worth to be made ready, though more may come. */
  private static final long GATHERED_US = Duration.ofMillis(100).toNanos() / 1_000;

  private record Ready(List<Effect> effects, EffectRows rows) {}

  private final EffectQueue queue;
  private final Spool spool;
  private final SpoolInlet inlet;
  private final BatchSize size;
  private @Nullable Ready ready;

  NextBatch(EffectQueue queue, Spool spool, SpoolInlet inlet, BatchSize size) {
    this.queue = queue;
    this.spool = spool;
    this.inlet = inlet;
    this.size = size;
  }

  /**
   * What it is worth to wait for while the database is busy.
   *
   * @param crowded what else it is
   */
  Due due(Due crowded) {
    return ready != null || !spool.isEmpty()
        ? crowded
        : new Due(Math.min(size.most(), crowded.effects()), GATHERED_US, false);
  }

  /** Makes it ready where enough waits for it, and none of it need go behind the spool. */
  void makeReady() {
    if (ready == null && spool.isEmpty() && queue.isDue(new Due(size.most(), GATHERED_US, false))) {
      List<Effect> effects = queue.peek(size.most());
      ready = new Ready(effects, new EffectRows(effects));
    }
  }

  /** The queue's oldest effects were taken otherwise. */
  void forget() {
    ready = null;
  }

  /**
   * Takes it from the queue; dialogs that have something in the spool go behind that. Null when
   * there is nothing, or the disk does not take what is to go there.
   */
  @Nullable HandedBatch take() {
    Ready made = ready;
    ready = null;
    if (made != null
        && spool.isEmpty()
        && made.effects.size() >= Math.min(size.most(), queue.size()) / 2) {
      long sinceUs = queue.take(made.effects.size());
      return HandedBatch.ofQueue(made.effects, made.rows, sinceUs);
    }
    return sorted(queue.peek(size.most()));
  }

  private @Nullable HandedBatch sorted(List<Effect> effects) {
    List<Effect> straight = new ArrayList<>(effects.size());
    List<Effect> behind = new ArrayList<>();
    for (Effect effect : effects) {
      (spool.holdsBefore(effect) ? behind : straight).add(effect);
    }
    if (effects.isEmpty() || (!behind.isEmpty() && inlet.append(behind) == null)) {
      return null;
    }
    long sinceUs = queue.take(effects.size());
    queue.settle(behind.size());
    return straight.isEmpty() ? null : HandedBatch.ofQueue(straight, null, sinceUs);
  }
}
