package org.sessionwatch.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
 *       is being written first. So does what there is no place to wait for: while the database
 *       takes all, three fifths of the queue's places are for that, the batch that it is busy with
 *       among them; once it did not, a fifth beside that batch.
 *   <li>What the spool cannot take either stays in memory, until the queue has no place left.
 * </ul>
 *
 * <p>Used by the writer's thread; the figures may be asked by any.
 */
final class HistoryTurns {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryTurns.class);

  /** How long a change may be in memory only, as long as the spool takes it. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Few enough commits a second to leave the disk to the PBX; a batch is at most so old. */
  private static final Duration LINGER = Duration.ofMillis(100);

  /** So many are written without waiting for more. */
  private static final int BATCH = 1_000;

  /** The most that go to the spool at once, which is a commit on disk each time. */
  private static final int SPOOLED_AT_ONCE = 5_000;

  /**
   * One place in so many may be taken, or three: the rest is for what comes while the disk is slow.
   */
  private static final int CROWDED_PART = 5;

  private static final Due GATHERED = new Due(BATCH, micros(LINGER), true);
  private static final Due GATHERED_FOR_DISK = new Due(BATCH, micros(LINGER), false);
  private static final Due NEVER = new Due(Integer.MAX_VALUE, Long.MAX_VALUE / 2, false);

  private final Clock clock;
  private final EffectQueue queue;
  private final Spool spool;
  private final DatabaseThread database;
  private final Reachability reachability;
  private final int fewPlaces;
  private final int manyPlaces;
  private final BatchSize size = new BatchSize();
  private final NextBatch next;
  private final Tally tally = new Tally();
  private final SpoolInlet inlet;
  private @Nullable HandedBatch handed;
  private boolean spoolsTurn;
  private long begunUs;

  /**
   * Turns over the given queue and spool.
   *
   * @param capacity of the queue
   */
  HistoryTurns(Clock clock, EffectQueue queue, int capacity, Spool spool, DatabaseThread database) {
    this.clock = clock;
    this.queue = queue;
    this.spool = spool;
    this.inlet = new SpoolInlet(spool, clock);
    this.database = database;
    this.reachability = new Reachability(clock);
    this.next = new NextBatch(queue, spool, inlet, size);
    this.fewPlaces = Math.max(1, capacity / CROWDED_PART);
    this.manyPlaces = Math.max(1, 3 * (capacity / CROWDED_PART));
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
    long spoolUs = inlet.openFromUs();
    if (inlet.isOpen()) {
      HandedBatch batch = inMemoryAlone();
      spoolUs = batch != null ? batch.sinceUs() + micros(PATIENCE) : Long.MAX_VALUE;
    }
    if (database.isBusy()) {
      queue.await(
          inlet.isOpen() ? next.due(crowded()) : NEVER, Math.min(database.stuckAtUs(), spoolUs));
    } else if (!reachability.mayTry()) {
      Due due = inlet.isOpen() ? GATHERED_FOR_DISK : NEVER;
      queue.await(due, Math.min(reachability.nextTryUs(), spoolUs));
    } else if (handed == null && spool.isEmpty()) {
      queue.await(GATHERED, Long.MAX_VALUE);
    }
  }

  /** One turn. */
  void turn() {
    conclude();
    if (inlet.isOpen()) {
      spool();
    }
    give();
    if (database.isBusy()) {
      next.makeReady();
    }
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
    HandedBatch batch = handed;
    StoreException failure = result.failure();
    if (failure != null) {
      // What is in memory alone is kept there until it is spooled, or given again.
      handed = inMemoryAlone();
      queue.settleStatuses(queue.isClosed() ? List.of() : result.work().statuses());
      away(failure.getMessage());
      return;
    }
    handed = null;
    size.took(result.work().effects().size(), clock.nowUs() - begunUs);
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

  private void written(HandedBatch batch, long refusals) {
    tally.written(batch.effects().size() - refusals);
    Spool.Span span = batch.span();
    if (span == null) {
      queue.settle(batch.effects().size());
      return;
    }
    batch.unreadable().forEach(tally::unreadable);
    spool.remove(span);
  }

  /** What waits too long, or is too much: the batch in hand first, since it was told first. */
  private void spool() {
    boolean busy = database.isBusy();
    boolean away = !busy && !reachability.mayTry();
    boolean isCrowded = queue.isDue(crowded());
    HandedBatch batch = inMemoryAlone();
    if (batch != null && (away || isCrowded || isOld(batch))) {
      Spool.Span span = inlet.append(batch.effects());
      if (span == null) {
        return;
      }
      queue.settle(batch.effects().size());
      handed = busy ? batch.spooledAt(span) : null;
      if (busy && isOld(batch)) {
        String told = "PostgreSQL has not answered for " + PATIENCE.toMillis() + " ms";
        tally.failed(told);
        reachability.hangs(told, lost());
      }
    }
    if (busy ? isCrowded : away && queue.isDue(GATHERED_FOR_DISK)) {
      List<Effect> effects = queue.peek(SPOOLED_AT_ONCE);
      if (inlet.append(effects) != null) {
        next.forget();
        queue.take(effects.size());
        queue.settle(effects.size());
      }
    }
    Backlog.Loss loss = queue.takeLoss();
    if (loss != null) {
      spool.remember(loss);
    }
  }

  /** When what waits is too much, or waits too long. */
  private Due crowded() {
    boolean keepsUp = spool.isEmpty() && reachability.awaySince() == null;
    HandedBatch batch = inMemoryAlone();
    int inHand = batch == null ? 0 : batch.effects().size();
    int places = keepsUp ? Math.max(fewPlaces, manyPlaces - inHand) : fewPlaces;
    return new Due(places, micros(PATIENCE), false);
  }

  private boolean isOld(HandedBatch batch) {
    return clock.nowUs() >= batch.sinceUs() + micros(PATIENCE);
  }

  private void give() {
    if (database.isBusy() || !reachability.mayTry()) {
      return;
    }
    if (handed == null) {
      handed = chosen();
    }
    HandedBatch batch = handed;
    Work work =
        new Work(
            batch == null ? List.of() : batch.effects(),
            batch == null ? null : batch.rows(),
            queue.takeStatuses(),
            spool.isEmpty() ? spool.gaps() : List.of());
    if (batch != null || !work.isEmpty()) {
      begunUs = clock.nowUs();
      database.begin(work);
    }
  }

  private @Nullable HandedBatch chosen() {
    boolean isTold = queue.isDue(GATHERED);
    if (!spool.isEmpty() && (spoolsTurn || !isTold)) {
      spoolsTurn = false;
      return HandedBatch.ofSpool(spool.head(size.most()), clock.nowUs());
    }
    spoolsTurn = true;
    return isTold ? next.take() : null;
  }

  /** The batch in hand, where it is not on disk. */
  private @Nullable HandedBatch inMemoryAlone() {
    HandedBatch batch = handed;
    return batch != null && batch.span() == null ? batch : null;
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
