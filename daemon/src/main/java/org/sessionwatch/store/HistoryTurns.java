package org.sessionwatch.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;
import org.sessionwatch.store.DatabaseThread.Result;
import org.sessionwatch.store.DatabaseThread.Work;
import org.sessionwatch.store.EffectQueue.Due;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes where: from the queue to the database, or to the spool and from there to the database,
 * in the order in which it was told of each dialog.
 *
 * <ul>
 *   <li>While the database is free, what is told and what is spooled are written turn and turn
 *       about; of a dialog that has something in the spool, what comes goes behind it.
 *   <li>What the database has not taken within {@link #PATIENCE} goes to the spool, the batch that
 *       is being written first. So does what fills half of the queue, however long it waits.
 *   <li>What the spool cannot take either stays in memory, until the queue has no place left.
 * </ul>
 *
 * <p>Used by the writer's thread; the figures may be asked by any.
 */
final class HistoryTurns {
  /**
   * A batch for the database, or in it without anybody's being sure of that yet.
   *
   * @param unreadable entries of the spool among its places that are no effects any more
   * @param span where it is on disk; null while it is in memory alone
   * @param sinceUs since when its oldest effect waits
   */
  private record Handed(
      List<Effect> effects,
      List<Spool.Entry> unreadable,
      Spool.@Nullable Span span,
      long sinceUs) {}

  private static final Logger LOG = LoggerFactory.getLogger(HistoryTurns.class);

  /** How long a change may be in memory only, as long as the spool takes it. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Few enough commits a second to leave the disk to the PBX; a batch is at most so old. */
  private static final Duration LINGER = Duration.ofMillis(100);

  /** So many are written without waiting for more. */
  private static final int BATCH = 1_000;

  /** The most that are written at once when more are waiting. */
  private static final int LARGEST_BATCH = 5_000;

  /** Few enough for an alert that is told meanwhile to get its turn soon. */
  private static final int SPOOLED_BATCH = 2_000;

  /** A disk that is full is tried again after that long. */
  private static final Duration SPOOL_PAUSE = Duration.ofSeconds(1);

  private static final Due GATHERED = new Due(BATCH, micros(LINGER), true);
  private static final Due GATHERED_FOR_DISK = new Due(BATCH, micros(LINGER), false);
  private static final Due NEVER = new Due(Integer.MAX_VALUE, Long.MAX_VALUE / 2, false);

  private final Clock clock;
  private final EffectQueue queue;
  private final Spool spool;
  private final DatabaseThread database;
  private final Reachability reachability;
  private final Due crowded;
  private final Tally tally = new Tally();
  private @Nullable Handed handed;
  private boolean spoolsTurn;
  private long spoolFromUs;

  /**
   * Turns over the given queue and spool.
   *
   * @param capacity of the queue
   */
  HistoryTurns(Clock clock, EffectQueue queue, int capacity, Spool spool, DatabaseThread database) {
    this.clock = clock;
    this.queue = queue;
    this.spool = spool;
    this.database = database;
    this.reachability = new Reachability(clock);
    this.crowded = new Due(Math.max(1, capacity / 2), micros(PATIENCE), false);
  }

  /** What became of it so far. */
  Tally tally() {
    return tally;
  }

  @Nullable Instant awaySince() {
    return reachability.awaySince();
  }

  /** Whether the queue is closed and nothing is in memory that is not on disk or written. */
  boolean isAtEnd() {
    return queue.isClosed() && inMemoryAlone() == null && queue.peek(1).isEmpty();
  }

  /** Waits until there is something to do. */
  void await() throws InterruptedException {
    long spoolUs = spoolFromUs;
    if (maySpool()) {
      Handed batch = inMemoryAlone();
      spoolUs = batch != null ? batch.sinceUs + micros(PATIENCE) : Long.MAX_VALUE;
    }
    if (database.isBusy()) {
      queue.await(maySpool() ? crowded : NEVER, Math.min(database.stuckAtUs(), spoolUs));
    } else if (!reachability.mayTry()) {
      Due due = maySpool() ? GATHERED_FOR_DISK : NEVER;
      queue.await(due, Math.min(reachability.nextTryUs(), spoolUs));
    } else if (handed == null && spool.isEmpty()) {
      queue.await(GATHERED, Long.MAX_VALUE);
    }
  }

  /** One turn. */
  void turn() {
    conclude();
    if (maySpool()) {
      spool();
    }
    give();
  }

  /** A fault of our own: the next turn comes a moment later. */
  void failed(RuntimeException fault) {
    if (reachability.awaySince() == null) {
      LOG.error("The history writer failed and goes on: {}", fault.getMessage(), fault);
    }
    away(DatabaseErrors.oneLine(fault));
  }

  private void conclude() {
    Result result = database.ended();
    if (result == null) {
      database.cutWhenStuck();
      return;
    }
    Handed batch = handed;
    StoreException failure = result.failure();
    if (failure != null) {
      // What is in memory alone is kept there until it is spooled, or given again.
      handed = inMemoryAlone();
      queue.settleStatuses(queue.isClosed() ? List.of() : result.work().statuses());
      away(failure.getMessage());
      return;
    }
    handed = null;
    reachability.back(spool.health(), lost());
    queue.settleStatuses(List.of());
    result.refusals().forEach(tally::refused);
    if (batch != null) {
      written(
          batch, result.refusals().stream().filter(refusal -> refusal.effect() != null).count());
    }
    if (!result.work().gaps().isEmpty()) {
      spool.forgetGaps();
    }
    queue.settle(0);
  }

  private void written(Handed batch, long refusals) {
    tally.written(batch.effects.size() - refusals);
    Spool.Span span = batch.span;
    if (span == null) {
      queue.settle(batch.effects.size());
      return;
    }
    batch.unreadable.forEach(tally::unreadable);
    spool.remove(span, batch.effects.size() + batch.unreadable.size());
  }

  /** What waits too long, or is too much: the batch in hand first, since it was told first. */
  private void spool() {
    boolean busy = database.isBusy();
    boolean away = !busy && !reachability.mayTry();
    boolean isCrowded = queue.isDue(crowded);
    Handed batch = inMemoryAlone();
    if (batch != null && (away || isCrowded || isOld(batch))) {
      Spool.Span span = append(batch.effects);
      if (span == null) {
        return;
      }
      queue.settle(batch.effects.size());
      handed = busy ? new Handed(batch.effects, List.of(), span, batch.sinceUs) : null;
      if (busy && isOld(batch)) {
        String told = "PostgreSQL has not answered for " + PATIENCE.toMillis() + " ms";
        tally.failed(told);
        reachability.hangs(told, lost());
      }
    }
    if (busy ? isCrowded : away && queue.isDue(GATHERED_FOR_DISK)) {
      List<Effect> effects = queue.peek(LARGEST_BATCH);
      if (append(effects) != null) {
        queue.take(effects.size());
        queue.settle(effects.size());
      }
    }
    EffectQueue.Loss loss = queue.takeLoss();
    if (loss != null) {
      spool.remember(loss);
    }
  }

  private boolean isOld(Handed batch) {
    return clock.nowUs() >= batch.sinceUs + micros(PATIENCE);
  }

  private void give() {
    if (database.isBusy() || !reachability.mayTry()) {
      return;
    }
    if (handed == null) {
      handed = next();
    }
    Handed batch = handed;
    Work work =
        new Work(
            batch == null ? List.of() : batch.effects,
            queue.takeStatuses(),
            spool.isEmpty() ? spool.gaps() : List.of());
    if (batch != null || !work.isEmpty()) {
      database.begin(work);
    }
  }

  private @Nullable Handed next() {
    boolean isTold = queue.isDue(GATHERED);
    if (!spool.isEmpty() && (spoolsTurn || !isTold)) {
      spoolsTurn = false;
      return ofSpool();
    }
    spoolsTurn = true;
    return isTold ? ofQueue() : null;
  }

  private Handed ofSpool() {
    List<Spool.Entry> entries = spool.head(SPOOLED_BATCH);
    List<Effect> effects = new ArrayList<>(entries.size());
    List<Spool.Entry> unreadable = new ArrayList<>();
    for (Spool.Entry entry : entries) {
      if (entry.effect() == null) {
        unreadable.add(entry);
      } else {
        effects.add(entry.effect());
      }
    }
    Spool.Span span = new Spool.Span(entries.get(0).id(), entries.get(entries.size() - 1).id());
    return new Handed(effects, unreadable, span, clock.nowUs());
  }

  /** Straight to the database, but for dialogs that have something in the spool. */
  private @Nullable Handed ofQueue() {
    List<Effect> effects = queue.peek(LARGEST_BATCH);
    Set<Long> held = spool.held(effects);
    List<Effect> straight = new ArrayList<>(effects.size());
    List<Effect> behind = new ArrayList<>();
    for (Effect effect : effects) {
      (held.contains(Spool.key(effect)) ? behind : straight).add(effect);
    }
    if (effects.isEmpty() || (!behind.isEmpty() && append(behind) == null)) {
      return null;
    }
    long sinceUs = queue.take(effects.size());
    queue.settle(behind.size());
    return straight.isEmpty() ? null : new Handed(straight, List.of(), null, sinceUs);
  }

  /** The batch in hand, where it is not on disk. */
  private @Nullable Handed inMemoryAlone() {
    Handed batch = handed;
    return batch != null && batch.span == null ? batch : null;
  }

  private boolean maySpool() {
    return clock.nowUs() >= spoolFromUs;
  }

  private Spool.@Nullable Span append(List<Effect> effects) {
    Spool.Span span = spool.append(effects);
    if (span == null) {
      spoolFromUs = clock.nowUs() + micros(SPOOL_PAUSE);
    }
    return span;
  }

  private void away(String reason) {
    tally.failed(reason);
    reachability.away(reason, lost());
  }

  private long lost() {
    return queue.dropped() + spool.health().lost();
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
