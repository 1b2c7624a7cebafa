package org.sessionwatch.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.HistorySettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has partitions made ahead of time and dropped when they are older than is to be kept, at the
 * start and then each hour, on a thread of its own. What fails is tried again a minute later;
 * partitions are made two weeks ahead, so there is time.
 */
public final class HistoryKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryKeeper.class);
  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final HistoryStore store;
  private final HistorySettings settings;
  private final ScheduledExecutorService timer;
  private @Nullable String lastFailure;

  /** A keeper; it begins with {@link #start}. */
  public HistoryKeeper(HistoryStore store, HistorySettings settings) {
    this.store = store;
    this.settings = settings;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "history-keeper");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins. */
  public void start() {
    timer.execute(this::look);
  }

  private void look() {
    Duration next = USUAL;
    try {
      List<String> done = store.maintain(settings.retention(), settings.partition().word());
      if (!done.isEmpty()) {
        LOG.info("Partitions: {}", String.join(", ", done));
      }
      lastFailure = null;
    } catch (StoreException e) {
      next = AFTER_FAILURE;
      if (!e.getMessage().equals(lastFailure)) {
        lastFailure = e.getMessage();
        LOG.warn("Partitions could not be looked after, will be tried again: {}", e.getMessage());
      }
    }
    if (!timer.isShutdown()) {
      timer.schedule(this::look, next.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
