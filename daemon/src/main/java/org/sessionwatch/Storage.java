package org.sessionwatch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.sessionwatch.config.Settings;
import org.sessionwatch.store.Spool;
import org.sessionwatch.time.Clock;

/**
 * Database and spool at the start. Their libraries need half of it, so they are made ready while
 * the sockets are opened, and the spool is opened beside the database; but nothing is asked of a
 * server and nothing written before {@link #open}. Used by one thread.
 */
final class Storage implements AutoCloseable {
  private final Settings settings;
  private final CompletableFuture<Database.Opening> opening;
  private boolean isOpen;

  /** What was opened; its user closes both. */
  record Opened(Database database, Spool spool) {}

  /** Begins to make ready. */
  Storage(Settings settings, Function<Settings, Database.Opening> database) {
    this.settings = settings;
    this.opening = CompletableFuture.supplyAsync(() -> database.apply(settings));
  }

  /**
   * Opens both.
   *
   * @throws org.sessionwatch.store.StoreException when one of them is not to be had; nothing is
   *     open then
   */
  Opened open(Clock clock) {
    Database.Opening ready = result(opening);
    CompletableFuture<Spool> spool =
        CompletableFuture.supplyAsync(
            () -> Spool.open(settings.stateDirectory(), settings.history().spoolBytes(), clock));
    isOpen = true;
    Database database;
    try {
      database = ready.open().get();
    } catch (RuntimeException e) {
      spool.thenAccept(Spool::close);
      throw e;
    }
    try {
      return new Opened(database, result(spool));
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static <T> T result(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Gives up what was made ready, unless it was opened. */
  @Override
  public void close() {
    if (!isOpen) {
      opening.thenAccept(ready -> ready.forget().run());
    }
  }
}
