package org.sessionwatch.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;
import org.sessionwatch.store.EffectQueue.Batch;
import org.sessionwatch.time.Clock;
import org.sessionwatch.time.Micros;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes effects in batches, on a thread of its own, so that a slow or absent database never holds
 * up the engine.
 *
 * <p>While the database is away, effects wait in a bounded queue; what finds no place in it is
 * counted. Effects that the database refuses for what is in them are logged and counted, and cost
 * no other its row. {@link #accept} and {@link #probed} may be called by any thread and never wait.
 */
public final class HistoryWriter implements EffectSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryWriter.class);
  private static final int BATCH_SIZE = 1_000;

  /** Few enough commits a second to leave the disk to the PBX. */
  private static final Duration LINGER = Duration.ofMillis(100);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final HistoryStore store;
  private final Clock clock;
  private final EffectQueue queue;
  private final int capacity;
  private final Thread thread;
  private volatile long deadlineUs = Long.MAX_VALUE;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable Instant awaySince;
  private volatile @Nullable String lastError;
  private long droppedWhenAway;
  private long droppedTold;

  /**
   * A writer; it begins with {@link #start}.
   *
   * @param store where to; it stays open when the writer is closed
   * @param capacity the most effects that may wait: about 1 kB each
   */
  public HistoryWriter(HistoryStore store, Clock clock, int capacity) {
    this.store = store;
    this.clock = clock;
    this.capacity = capacity;
    this.queue = new EffectQueue(clock, capacity, BATCH_SIZE, LINGER);
    this.thread = new Thread(this::run, "history-writer");
    this.thread.setDaemon(true);
  }

  /** Begins to write. */
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
   * Waits until all that was handed over before the call is written or refused.
   *
   * @return false when the time ran out
   */
  public boolean awaitFlushed(Duration timeout) throws InterruptedException {
    return queue.awaitSettled(timeout);
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
        lastError);
  }

  /** Writes what waits, for 2 s at most. */
  @Override
  public void close() {
    close(CLOSE_TIMEOUT);
  }

  /**
   * Writes what waits, as long as the time allows, and ends.
   *
   * @return how many effects were not written
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
    int left = queue.waiting();
    if (left > 0) {
      LOG.warn("{} effects could not be written to PostgreSQL before the end", left);
    }
    return left;
  }

  private void run() {
    try {
      Batch batch = queue.take();
      while (!isEmpty(batch) && clock.nowUs() < deadlineUs) {
        write(batch.effects());
        writeStatuses(batch.statuses());
        batch = queue.take();
      }
    } catch (InterruptedException e) {
      LOG.debug("The writer was told to end");
    }
  }

  private static boolean isEmpty(Batch batch) {
    return batch.effects().isEmpty() && batch.statuses().isEmpty();
  }

  /** Halves a batch that is refused until the effect at fault stands alone. */
  private void write(List<Effect> effects) throws InterruptedException {
    if (effects.isEmpty() || attempt(() -> store.write(effects))) {
      written.addAndGet(effects.size());
      queue.settle(effects.size());
    } else if (effects.size() == 1) {
      refuse(subject(effects.get(0)));
      queue.settle(1);
    } else {
      int half = effects.size() / 2;
      write(effects.subList(0, half));
      write(effects.subList(half, effects.size()));
    }
  }

  private void writeStatuses(List<PbxStatus> statuses) throws InterruptedException {
    if (!statuses.isEmpty() && !attempt(() -> store.writeStatuses(statuses))) {
      refuse("status of the PBXs");
    }
    queue.settleStatuses();
  }

  private static Object subject(Effect effect) {
    Dialog dialog = effect.dialog();
    return dialog == null ? "an alert about a PBX" : dialog.dialogId();
  }

  private void refuse(Object subject) {
    refused.incrementAndGet();
    LOG.warn("Not written, {}: {}", subject, lastError);
  }

  /**
   * Tries until the database takes or refuses it.
   *
   * @return false when it is refused for what is in it
   */
  private boolean attempt(Runnable write) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        write.run();
        back();
        return true;
      } catch (StoreException e) {
        lastError = e.getMessage();
        if (e.kind() == StoreException.Kind.REFUSED_ROW) {
          return false;
        }
        away(e);
      }
      pause(pause);
      Duration doubled = pause.multipliedBy(2);
      pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
  }

  /** While closing, the queue does not hold up any more: the deadline ends the attempts. */
  private void pause(Duration pause) throws InterruptedException {
    queue.pause(pause);
    if (clock.nowUs() >= deadlineUs) {
      throw new InterruptedException("out of time");
    }
    if (queue.isClosed()) {
      Thread.sleep(FIRST_PAUSE.toMillis());
    }
  }

  private void away(StoreException e) {
    if (awaySince == null) {
      awaySince = Micros.toInstant(clock.nowUs());
      droppedWhenAway = queue.dropped();
      droppedTold = droppedWhenAway;
      LOG.warn("{}; up to {} effects wait in memory", e.getMessage(), capacity);
    }
    if (droppedTold == droppedWhenAway && queue.dropped() > droppedTold) {
      droppedTold = queue.dropped();
      LOG.warn("The queue of {} effects is full: what comes now is lost", capacity);
    }
  }

  private void back() {
    Instant since = awaySince;
    if (since != null) {
      Duration away = Duration.between(since, Micros.toInstant(clock.nowUs()));
      awaySince = null;
      LOG.info(
          "PostgreSQL is back after {} s; {} effects were waiting, {} were lost",
          away.toSeconds(),
          queue.waiting(),
          queue.dropped() - droppedWhenAway);
    }
  }
}
