package org.sessionwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sessionwatch.flow.Pipeline;
import org.sessionwatch.session.OpenDialog;
import org.sessionwatch.store.HistoryWriter;
import org.sessionwatch.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up the calls that were being watched when the last run ended: at the start where the
 * database is there, and else as soon as it comes and what the last run had spooled is in it.
 */
final class Takeover implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Takeover.class);
  private static final Duration SPOOL = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Database database;
  private final HistoryWriter writer;
  private final Pipeline pipeline;
  private final Instant begun;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * What an earlier run left.
   *
   * @param begun when this run began to hear
   */
  Takeover(Database database, HistoryWriter writer, Pipeline pipeline, Instant begun) {
    this.begun = begun;
    this.database = database;
    this.writer = writer;
    this.pipeline = pipeline;
  }

  /**
   * The calls to take up before the pipeline starts. Where they cannot be known yet it is none, and
   * a thread waits for them.
   */
  List<OpenDialog> begin() throws InterruptedException {
    if (database.isReady() && writer.awaitFlushed(SPOOL)) {
      return read();
    }
    pipeline.expectLate();
    Thread thread = new Thread(this::waitForThem, "takeover");
    thread.setDaemon(true);
    thread.start();
    return List.of();
  }

  private void waitForThem() {
    try {
      while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isTaken()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isTaken() throws InterruptedException {
    try {
      if (!database.isReady()) {
        database.prepare();
      }
      if (!writer.awaitFlushed(SPOOL)) {
        return false;
      }
      List<OpenDialog> open = read();
      pipeline.restoreLate(open);
      log.info("The database is there: {} open calls were read from it", open.size());
      return true;
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.UNREACHABLE) {
        log.warn("{}; waiting", e.getMessage());
      }
      return false;
    }
  }

  private List<OpenDialog> read() {
    database.store().endsOfGaps(begun).forEach(writer::accept);
    return database.store().openDialogs();
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
