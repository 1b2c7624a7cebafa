package org.sessionwatch.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;
import org.sessionwatch.store.DatabaseThread.Outcome;
import org.sessionwatch.store.DatabaseThread.Refusal;
import org.sessionwatch.store.EffectQueue.Batch;
import org.sessionwatch.time.Clock;
import org.sessionwatch.time.Micros;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes effects in batches, on a thread of its own, so that a slow or absent database never holds
 * up the engine.
 *
 * <p>A batch that the database does not take within a second goes to the {@link Spool} on disk.
 * When the database is back, what is spooled is written in order, turn and turn about with what is
 * told meanwhile: of a dialog that has something in the spool, what comes goes behind it, so that a
 * later state is never overwritten by an earlier one. So no more than about a second of effects is
 * in memory only, whatever the database does (docs/durability.md).
 *
 * <p>Effects that the database refuses for what is in them are logged and counted, and cost no
 * other its row. {@link #accept} and {@link #probed} may be called by any thread and never wait.
 */
public final class HistoryWriter implements EffectSink, AutoCloseable {
  private interface Step {
    void run() throws InterruptedException;
  }

  /** What was given to the database, and where it is on disk as long as that is not sure of it. */
  private record Handed(
      List<Effect> effects, List<Spool.Entry> unreadable, Spool.@Nullable Span span) {}

  private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
  private static final int BATCH_SIZE = 1_000;

  /** Few enough commits a second to leave the disk to the PBX; a batch is at most so old. */
  private static final Duration LINGER = Duration.ofMillis(100);

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofMinutes(1);

  /** A database that is slow time and again is told no more often. */
  private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Clock clock;
  private final HistoryStore store;
  private final EffectQueue queue;
  private final Spool spool;
  private final DatabaseThread database;
  private final int capacity;
  private final Thread thread;
  private volatile long deadlineUs = Long.MAX_VALUE;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable Instant awaySince;
  private volatile @Nullable String lastError;
  private Duration pause = FIRST_PAUSE;
  private long nextTryUs;
  private long lostWhenAway;
  private @Nullable Handed hanging;
  private boolean spoolsTurn;
  private boolean awayTold;
  private long nextTellUs;

  /**
   * A writer; it begins with {@link #start}.
   *
   * @param store where to; it stays open when the writer is closed
   * @param capacity the most effects that may wait in memory: about 1 kB each
   * @param spool where effects wait while the database is away; closed with the writer
   */
  public HistoryWriter(HistoryStore store, Clock clock, int capacity, Spool spool) {
    this.store = store;
    this.clock = clock;
    this.capacity = capacity;
    this.spool = spool;
    this.queue = new EffectQueue(clock, capacity, BATCH_SIZE, LINGER);
    this.database = new DatabaseThread(store, PATIENCE);
    this.thread = new Thread(this::run, "history-writer");
    this.thread.setDaemon(true);
  }

  /** Begins to write, with what an earlier run left in the spool. */
  public void start() {
    thread.start();
  }

  @Override
  public void accept(Effect effect) {
    queue.offer(effect);
  }

  /** Takes what a PBX answered to OPTIONS; only the newest answer of each PBX is kept. */
  public void probed(PbxStatus status) {
    queue.offer(status);
  }

  /**
   * Waits until all that was handed over before the call, and all that is spooled, is written or
   * refused.
   *
   * @return false when the time ran out
   */
  public boolean awaitFlushed(Duration timeout) throws InterruptedException {
    return queue.awaitSettled(timeout, spool::isEmpty);
  }

  /** How it goes. May be called by any thread. */
  public WriterHealth health() {
    return new WriterHealth(
        thread.isAlive() && !queue.isClosed(),
        queue.waiting(),
        capacity,
        queue.oldest(),
        written.get(),
        queue.dropped(),
        refused.get(),
        awaySince,
        lastError,
        spool.health());
  }

  /** Writes or spools what waits, for 2 s at most. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }

  /**
   * Writes what waits, or spools it, as long as the time allows, and ends.
   *
   * @return how many effects are neither written nor spooled
   */
  public int close(Duration timeout) {
    deadlineUs = clock.nowUs() + timeout.toNanos() / 1_000;
    queue.close();
    try {
      thread.join(Math.max(1, timeout.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
    database.close();
    int left = queue.waiting();
    if (left > 0) {
      LOG.warn(
          "{} changes could be neither written to PostgreSQL nor spooled before the end", left);
    }
    if (!spool.isEmpty()) {
      LOG.warn("{}: the next start writes them", spool.health().text());
    }
    return left;
  }

  private void run() {
    try {
      while (clock.nowUs() < deadlineUs) {
        Batch batch = queue.take(untilNextTurn());
        if (batch.effects().isEmpty() && batch.statuses().isEmpty() && queue.isClosed()) {
          break;
        }
        turn(batch);
      }
    } catch (InterruptedException e) {
      LOG.debug("The writer was told to end");
    } finally {
      spool.close();
    }
  }

  /** Whatever fails here, the next turn comes. */
  private void turn(Batch batch) throws InterruptedException {
    guarded(this::lookAfterHanging);
    guarded(() -> take(batch.effects()));
    guarded(this::drain);
    guarded(() -> writeStatuses(batch.statuses()));
  }

  private void guarded(Step step) throws InterruptedException {
    try {
      step.run();
    } catch (RuntimeException e) {
      if (awaySince == null) {
        LOG.error("The history writer failed and goes on: {}", e.getMessage(), e);
      }
      away(DatabaseErrors.oneLine(e));
    }
  }

  /**
   * What hung and was written after all is written: a database that is slower than our patience
   * would otherwise be given the same batch for ever.
   */
  private void lookAfterHanging() throws InterruptedException {
    Outcome ended = database.ended();
    if (ended == null) {
      return;
    }
    Handed handed = hanging;
    hanging = null;
    if (settled(ended) && handed != null) {
      written(handed);
    }
  }

  /** Not at all while there is something to drain. */
  private Duration untilNextTurn() {
    if (spool.isEmpty() && database.isFree()) {
      return IDLE;
    }
    long waitUs = database.isFree() ? nextTryUs - clock.nowUs() : FIRST_PAUSE.toNanos() / 1_000;
    return waitUs <= 0 ? Duration.ZERO : Duration.ofNanos(waitUs * 1_000);
  }

  private boolean mayTry() {
    return database.isFree() && clock.nowUs() >= nextTryUs;
  }

  /** Straight to the database, or behind what waits in the spool. */
  private void take(List<Effect> effects) throws InterruptedException {
    if (effects.isEmpty()) {
      return;
    }
    List<Effect> straight = new ArrayList<>(effects.size());
    List<Effect> behind = new ArrayList<>();
    boolean open = mayTry() && (spool.isEmpty() || !spoolsTurn);
    for (Effect effect : effects) {
      (open && !spool.holds(effect) ? straight : behind).add(effect);
    }
    if (!behind.isEmpty()) {
      spool.append(behind);
    }
    if (!straight.isEmpty()) {
      spoolsTurn = true;
      Handed handed = new Handed(straight, List.of(), null);
      if (!write(handed)) {
        keep(handed);
      }
    }
    queue.settle(effects.size());
  }

  private void keep(Handed handed) {
    Spool.Span span = spool.append(handed.effects());
    if (hanging == handed) {
      hanging = new Handed(handed.effects(), List.of(), span);
    }
  }

  /** One batch of what is spooled: what is told meanwhile has its turn after it. */
  private void drain() throws InterruptedException {
    if (spool.isEmpty() || !mayTry()) {
      return;
    }
    spoolsTurn = false;
    List<Spool.Entry> entries = spool.head(BATCH_SIZE);
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
    write(new Handed(effects, unreadable, span));
  }

  private void tellOfGaps() throws InterruptedException {
    List<Spool.Gap> gaps = spool.gaps();
    if (!gaps.isEmpty() && database.run(() -> store.writeGaps(gaps)) == Outcome.DONE) {
      spool.forgetGaps();
    }
    LOG.info("The spool is empty: all that it held is in PostgreSQL");
  }

  /** False when the effects have to be kept and, unless they turn out written, written again. */
  private boolean write(Handed handed) throws InterruptedException {
    Outcome outcome = database.write(handed.effects());
    hanging = outcome == Outcome.HANGS ? handed : null;
    if (!settled(outcome)) {
      return false;
    }
    written(handed);
    return true;
  }

  /** The database took all of it that it does not refuse. */
  private void written(Handed handed) throws InterruptedException {
    List<Refusal> refusals = database.refused();
    refusals.forEach(refusal -> refuse(key(refusal.effect()), refusal.reason()));
    written.addAndGet(handed.effects().size() - refusals.size());
    if (handed.span() == null) {
      return;
    }
    handed
        .unreadable()
        .forEach(entry -> refuse("change " + entry.id() + " of the spool", entry.problem()));
    spool.remove(handed.span());
    if (spool.isEmpty()) {
      tellOfGaps();
      queue.settle(0);
    }
  }

  private void writeStatuses(List<PbxStatus> statuses) throws InterruptedException {
    boolean later = !statuses.isEmpty() && !mayTry();
    if (!statuses.isEmpty() && !later) {
      later = !settled(database.run(() -> store.writeStatuses(statuses)));
    }
    queue.settleStatuses(later && !queue.isClosed() ? statuses : List.of());
  }

  /** Whether the database took or refused it; otherwise it is left alone for a while. */
  private boolean settled(Outcome outcome) {
    StoreException failure = database.failure();
    if (outcome == Outcome.DONE) {
      back();
      return true;
    }
    if (failure != null && failure.kind() == StoreException.Kind.REFUSED_ROW) {
      refuse("status of the PBXs", failure.getMessage());
      return true;
    }
    away(failure == null ? "PostgreSQL is away" : failure.getMessage());
    return false;
  }

  /** The key, by which the row can be looked for, and no more of it: it may hold anything. */
  private static String key(Effect effect) {
    Dialog dialog = effect.dialog();
    String of = dialog == null ? "a PBX" : "dialog " + dialog.dialogId();
    if (effect instanceof Effect.Refreshed refreshed) {
      return "refresh %s/%d of %s"
          .formatted(Words.of(refreshed.refresh().by()), refreshed.refresh().cseq(), of);
    }
    return EffectCodec.kind(effect) + " of " + of;
  }

  private void refuse(String subject, String reason) {
    refused.incrementAndGet();
    lastError = reason;
    LOG.warn("Not written, {}: {}", subject, reason);
  }

  private void away(String reason) {
    lastError = reason;
    nextTryUs = clock.nowUs() + pause.toNanos() / 1_000;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    if (awaySince == null) {
      awaySince = Micros.toInstant(clock.nowUs());
      lostWhenAway = lost();
    }
    if (!awayTold && clock.nowUs() >= nextTellUs) {
      awayTold = true;
      nextTellUs = clock.nowUs() + TELL_AGAIN.toNanos() / 1_000;
      LOG.warn("{}; what is told meanwhile is spooled on disk", reason);
    }
  }

  private void back() {
    pause = FIRST_PAUSE;
    nextTryUs = 0;
    Instant since = awaySince;
    awaySince = null;
    if (since != null && awayTold) {
      awayTold = false;
      LOG.info(
          "PostgreSQL is back after {} s; {}, {} were lost",
          Duration.between(since, Micros.toInstant(clock.nowUs())).toSeconds(),
          spool.health().text(),
          lost() - lostWhenAway);
    }
  }

  private long lost() {
    return queue.dropped() + spool.health().lost();
  }
}
