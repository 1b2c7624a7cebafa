package org.sessionwatch.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;
import org.sessionwatch.store.StoreException.Kind;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the database on a thread of its own, one piece of work at a time, so that a database
 * that is slow or hangs does not keep what is told meanwhile from the disk. Used by one thread.
 */
final class DatabaseThread implements AutoCloseable {
  /**
   * What is written at once; each part may be empty.
   *
   * @param rows what the effects come to; null where that is to be found out
   */
  record Work(
      List<Effect> effects,
      @Nullable EffectRows rows,
      List<PbxStatus> statuses,
      List<Spool.Gap> gaps) {
    boolean isEmpty() {
      return effects.isEmpty() && statuses.isEmpty() && gaps.isEmpty();
    }
  }

  /** What the database refuses for what is in it. */
  record Refusal(@Nullable Effect effect, String reason) {}

  /**
   * How it went.
   *
   * @param failure null when all that the database takes is in it; otherwise nothing is certain and
   *     all of it has to be written again
   */
  record Result(Work work, List<Refusal> refusals, @Nullable StoreException failure) {}

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseThread.class);

  private final HistoryStore store;
  private final Clock clock;
  private final Duration longest;
  private final Runnable whenEnded;
  private final ExecutorService executor;
  private final AtomicReference<@Nullable Result> ended = new AtomicReference<>();
  private boolean busy;
  private volatile long transactionBeganUs;

  /**
   * A thread that waits for work.
   *
   * @param longest how long a transaction may take before its connection is cut: longer than the
   *     driver waits for an answer. It does not wait for ever in reading, but does in writing to a
   *     server that no longer reads
   * @param whenEnded called by the thread whenever something has ended
   */
  DatabaseThread(HistoryStore store, Clock clock, Duration longest, Runnable whenEnded) {
    this.store = store;
    this.clock = clock;
    this.longest = longest;
    this.whenEnded = whenEnded;
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "history-database");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Whether something is being written; what has ended counts until {@link #ended} told of it. */
  boolean isBusy() {
    return busy;
  }

  /** Begins to write. Not to be called while it is busy. */
  void begin(Work work) {
    transactionBeganUs = clock.nowUs();
    busy = true;
    executor.execute(
        () -> {
          ended.set(write(work));
          whenEnded.run();
        });
  }

  /** How it went; null while it goes on, and when nothing was begun. */
  @Nullable Result ended() {
    Result result = ended.getAndSet(null);
    busy &= result == null;
    return result;
  }

  /** When {@link #cutWhenStuck} is to be called. */
  long stuckAtUs() {
    return transactionBeganUs + longest.toNanos() / 1_000;
  }

  /** Cuts the connection when the transaction takes too long; it fails then. */
  void cutWhenStuck() {
    if (isBusy() && clock.nowUs() >= stuckAtUs()) {
      transactionBeganUs = clock.nowUs();
      LOG.warn(
          "PostgreSQL has not taken a batch for {} s: its connection is cut", longest.toSeconds());
      store.cutWriting();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private Result write(Work work) {
    List<Refusal> refusals = new ArrayList<>();
    try {
      if (!work.effects.isEmpty()) {
        halve(work.effects, work.rows, refusals);
      }
      if (!work.statuses.isEmpty()) {
        single(() -> store.writeStatuses(work.statuses), refusals);
      }
      if (!work.gaps.isEmpty()) {
        single(() -> store.writeGaps(work.gaps), refusals);
      }
      return new Result(work, refusals, null);
    } catch (StoreException e) {
      return new Result(work, List.of(), e);
    } catch (RuntimeException | Error e) {
      LOG.error("A fault of our own while writing to PostgreSQL; it is tried again", e);
      String told = "a fault of our own while writing to PostgreSQL: " + e;
      return new Result(work, List.of(), new StoreException(Kind.UNREACHABLE, told, e));
    }
  }

  /** Halves a batch that is refused until the effect at fault stands alone. */
  private void halve(List<Effect> effects, @Nullable EffectRows rows, List<Refusal> refusals) {
    try {
      transactionBeganUs = clock.nowUs();
      store.write(rows == null ? new EffectRows(effects) : rows);
    } catch (StoreException e) {
      if (e.kind() != Kind.REFUSED_ROW) {
        throw e;
      }
      if (effects.size() == 1) {
        refusals.add(new Refusal(effects.get(0), e.getMessage()));
        return;
      }
      int half = effects.size() / 2;
      halve(effects.subList(0, half), null, refusals);
      halve(effects.subList(half, effects.size()), null, refusals);
    }
  }

  private void single(Runnable write, List<Refusal> refusals) {
    try {
      transactionBeganUs = clock.nowUs();
      write.run();
    } catch (StoreException e) {
      if (e.kind() != Kind.REFUSED_ROW) {
        throw e;
      }
      refusals.add(new Refusal(null, e.getMessage()));
    }
  }
}
