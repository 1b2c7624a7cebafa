package org.sessionwatch.store;

import java.time.Duration;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes effects in batches, on a thread of its own, so that a slow or absent database never holds
 * up the engine.
 *
 * <p>What the database does not take within a second goes to the {@link Spool} on disk, and so does
 * what is told faster than the database takes it ({@link HistoryTurns} says what goes where). So no
 * more than about a second of effects is in memory only, whatever the database does
 * (docs/durability.md).
 *
 * <p>Effects that the database refuses for what is in them are logged and counted, and cost no
 * other its row. {@link #accept} and {@link #probed} may be called by any thread and never wait.
 */
public final class HistoryWriter implements EffectSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  /** Longer than the driver waits for an answer, see {@link Database#pool}. */
  private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(60);

  private static final int MOST_PLACES = 100_000;
  private static final int FEWEST_PLACES = 10_000;
  private static final int EFFECT_BYTES = 1_000;

  private final Clock clock;
  private final EffectQueue queue;
  private final Spool spool;
  private final DatabaseThread database;
  private final HistoryTurns turns;
  private final int capacity;
  private final Thread thread;
  private volatile long deadlineUs = Long.MAX_VALUE;

  /**
   * A writer; it begins with {@link #start}.
   *
   * @param store where to; it stays open when the writer is closed
   * @param capacity the most effects that may wait in memory: about 1 kB each
   * @param spool where effects wait while the database is away; closed with the writer
   */
  public HistoryWriter(HistoryStore store, Clock clock, int capacity, Spool spool) {
    this(store, clock, capacity, spool, LONGEST_TRANSACTION);
  }

  HistoryWriter(
      HistoryStore store, Clock clock, int capacity, Spool spool, Duration longestTransaction) {
    this.clock = clock;
    this.capacity = capacity;
    this.spool = spool;
    this.queue = new EffectQueue(clock, capacity);
    this.database = new DatabaseThread(store, clock, longestTransaction, queue::wake);
    this.turns = new HistoryTurns(clock, queue, capacity, spool, database);
    this.thread = new Thread(this::run, "history-writer");
    this.thread.setDaemon(true);
  }

  /**
   * How many effects may wait in memory: an eighth of the heap, 10,000 to 100,000 of them.
   *
   * @param heapBytes the most that the heap may take
   */
  public static int places(long heapBytes) {
    return (int) Math.max(FEWEST_PLACES, Math.min(MOST_PLACES, heapBytes / 8 / EFFECT_BYTES));
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
    return queue.awaitSettled(timeout, spool::holdsNothing);
  }

  /** How it goes. May be called by any thread. */
  public WriterHealth health() {
    return new WriterHealth(
        thread.isAlive() && !queue.isClosed(),
        queue.waiting(),
        capacity,
        queue.oldest(),
        turns.tally().written(),
        queue.dropped(),
        turns.tally().refused(),
        turns.awaySince(),
        turns.tally().lastError(),
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
      while (clock.nowUs() < deadlineUs && !turns.isAtEnd()) {
        turns.await();
        turn();
      }
    } catch (InterruptedException e) {
      LOG.debug("The writer was told to end");
    } finally {
      spool.close();
    }
  }

  /** Whatever fails here, the next turn comes. */
  private void turn() {
    try {
      turns.turn();
    } catch (RuntimeException e) {
      turns.failed(e);
    }
  }
}
