package org.sessionwatch.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;
import org.sessionwatch.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the database on a thread of its own, so that one that hangs does not keep what is told
 * meanwhile from the disk. Used by one thread.
 */
final class DatabaseThread implements AutoCloseable {
  /** How an attempt went. */
  enum Outcome {
    /** All that the database takes is in it. */
    DONE,
    /** Nothing is certain: to be tried again. */
    FAILED,
    /** It hangs. What becomes of it is told by {@link DatabaseThread#ended}. */
    HANGS
  }

  /** An effect that the database refuses for what is in it. */
  record Refusal(Effect effect, String reason) {}

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseThread.class);

  private final HistoryStore store;
  private final Duration patience;
  private final ExecutorService executor;
  private @Nullable Future<List<Refusal>> hanging;
  private List<Refusal> refused = List.of();
  private @Nullable StoreException failure;

  /**
   * A thread that waits for work.
   *
   * @param patience how long an attempt may take before it counts as hanging
   */
  DatabaseThread(HistoryStore store, Duration patience) {
    this.store = store;
    this.patience = patience;
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "history-database");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Whether nothing hangs; what hung and has ended counts until {@link #ended} has told it. */
  boolean isFree() {
    return hanging == null;
  }

  /**
   * How the attempt that hung has ended after all, as if it had been in time; null while it hangs,
   * and when none did.
   */
  @Nullable Outcome ended() throws InterruptedException {
    Future<List<Refusal>> ended = hanging;
    if (ended == null || !ended.isDone()) {
      return null;
    }
    hanging = null;
    return outcome(ended);
  }

  /** Writes the effects; those that the database refuses cost no other its row. */
  Outcome write(List<Effect> effects) throws InterruptedException {
    return attempt(
        () -> {
          List<Refusal> refusals = new ArrayList<>();
          halve(effects, refusals);
          return refusals;
        });
  }

  /** Does something else with the database. */
  Outcome run(Runnable work) throws InterruptedException {
    return attempt(
        () -> {
          work.run();
          return List.of();
        });
  }

  /** What the last attempt that was done had refused. */
  List<Refusal> refused() {
    return refused;
  }

  /** Why the last attempt failed; null when it did not. */
  @Nullable StoreException failure() {
    return failure;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private Outcome attempt(java.util.concurrent.Callable<List<Refusal>> work)
      throws InterruptedException {
    return outcome(executor.submit(work));
  }

  private Outcome outcome(Future<List<Refusal>> attempt) throws InterruptedException {
    refused = List.of();
    failure = null;
    try {
      refused = attempt.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return Outcome.DONE;
    } catch (TimeoutException e) {
      hanging = attempt;
      failure =
          new StoreException(
              Kind.UNREACHABLE,
              "PostgreSQL has not answered for " + patience.toMillis() + " ms",
              e);
      return Outcome.HANGS;
    } catch (ExecutionException e) {
      failure = failure(e.getCause() == null ? e : e.getCause());
      return Outcome.FAILED;
    }
  }

  private static StoreException failure(Throwable cause) {
    if (cause instanceof StoreException told) {
      return told;
    }
    LOG.error("A fault of our own while writing to PostgreSQL; it is tried again", cause);
    return new StoreException(
        Kind.UNREACHABLE, "a fault of our own while writing to PostgreSQL: " + cause, cause);
  }

  /** Halves a batch that is refused until the effect at fault stands alone. */
  private void halve(List<Effect> effects, List<Refusal> refusals) {
    try {
      store.write(effects);
    } catch (StoreException e) {
      if (e.kind() != Kind.REFUSED_ROW) {
        throw e;
      }
      if (effects.size() == 1) {
        refusals.add(new Refusal(effects.get(0), e.getMessage()));
        return;
      }
      int half = effects.size() / 2;
      halve(effects.subList(0, half), refusals);
      halve(effects.subList(half, effects.size()), refusals);
    }
  }
}
