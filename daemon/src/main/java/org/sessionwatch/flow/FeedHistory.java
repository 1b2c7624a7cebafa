package org.sessionwatch.flow;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.feed.FeedStatus;
import org.sessionwatch.capture.feed.FeedWatch;
import org.sessionwatch.store.FeedRow;
import org.sessionwatch.store.HistoryStore;
import org.sessionwatch.store.StoreException;
import org.sessionwatch.time.Micros;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the feeds are, on its way into the database and, at the next start, back: a feed that dies
 * with a restart is missed. On a thread of its own, since the database may be slow.
 */
public final class FeedHistory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedHistory.class);
  private static final Duration PERIOD = Duration.ofSeconds(20);
  private static final Duration END = Duration.ofMillis(500);

  private final HistoryStore store;
  private final String heardBy;
  private final FeedWatch watch;
  private final ScheduledExecutorService timer;
  private boolean restored;

  /**
   * A history; it begins with {@link #start}.
   *
   * @param heardBy names this daemon among those that write to the same database, alike after a
   *     restart
   */
  public FeedHistory(HistoryStore store, String heardBy, FeedWatch watch) {
    this.store = store;
    this.heardBy = heardBy;
    this.watch = watch;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "feed-history");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Has the watch take up the feeds that this daemon heard in the last days, before the watch
   * starts. Where the database is away, that is done when it comes.
   */
  public void restore() {
    try {
      known().forEach(watch::restore);
      restored = true;
    } catch (StoreException e) {
      LOG.debug("The feeds of the last run are not known yet: {}", e.getMessage());
    }
  }

  private List<FeedStatus> known() {
    return store.feeds(heardBy).stream().map(FeedHistory::status).toList();
  }

  /** Begins to write. */
  public void start() {
    timer.scheduleAtFixedRate(
        this::write, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void write() {
    try {
      if (!restored) {
        known().forEach(watch::restoreLate);
        restored = true;
      }
      List<FeedRow> rows = watch.feeds().stream().map(this::row).toList();
      if (!rows.isEmpty()) {
        store.writeFeeds(rows);
      }
    } catch (StoreException e) {
      LOG.debug("The feeds were not written: {}", e.getMessage()); // the writer says it aloud
    } catch (RuntimeException e) {
      LOG.error("The feeds could not be written; please report this", e);
    }
  }

  private FeedRow row(FeedStatus feed) {
    Long aheadUs = feed.clockAheadUs();
    return new FeedRow(
        heardBy,
        feed.source().address(),
        feed.source().captureId(),
        feed.source().nodeName(),
        Micros.toInstant(feed.firstHeardUs()),
        Micros.toInstant(feed.lastHeardUs()),
        feed.messages(),
        feed.notSip(),
        feed.duplicates(),
        feed.malformed(),
        feed.gaps(),
        aheadUs == null ? null : aheadUs / 1_000.0,
        Duration.ofNanos(feed.longestPauseUs() * 1_000),
        feed.silent());
  }

  private static FeedStatus status(FeedRow row) {
    return new FeedStatus(
        new CaptureSource(row.captureId(), row.nodeName(), row.address()),
        0,
        0,
        0,
        0,
        0,
        null,
        Micros.of(row.firstHeardAt()),
        Micros.of(row.lastHeardAt()),
        row.longestPause().toNanos() / 1_000,
        row.silent());
  }

  /** Writes a last time, if the database takes it at once. */
  @Override
  public void close() throws InterruptedException {
    timer.execute(this::write);
    timer.shutdown();
    if (!timer.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS)) {
      timer.shutdownNow();
    }
  }
}
