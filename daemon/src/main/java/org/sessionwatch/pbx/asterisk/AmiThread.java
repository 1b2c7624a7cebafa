package org.sessionwatch.pbx.asterisk;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a client: now or later, one piece of work after another, none once it is
 * closed. Thread-safe.
 */
final class AmiThread {
  private static final Logger log = LoggerFactory.getLogger(AmiClient.class);

  private final String name;
  private final ScheduledThreadPoolExecutor thread;
  private volatile boolean closed;

  AmiThread(String name) {
    this.name = name;
    this.thread = new ScheduledThreadPoolExecutor(1, this::daemon);
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private Thread daemon(Runnable work) {
    Thread daemon = new Thread(work, name);
    daemon.setDaemon(true);
    return daemon;
  }

  /** Runs it as soon as it is its turn. */
  void run(Runnable work) {
    try {
      thread.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: nobody listens any more.
    }
  }

  /** Runs it after that time, unless it is cancelled; null when it is closed already. */
  @Nullable Future<?> runAfter(Duration wait, Runnable work) {
    try {
      return thread.schedule(() -> guarded(work), wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }

  /** A failure in one piece of work must not end the others. */
  private void guarded(Runnable work) {
    if (closed) {
      return;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("{}: a piece of work failed; the rest goes on.", name, e);
    }
  }

  /** Whether it takes no more work. */
  boolean closed() {
    return closed;
  }

  /** Nothing more is begun, but for this one last piece of work. */
  void closeAfter(Runnable last) {
    if (!closed) {
      closed = true;
      thread.execute(last);
      thread.shutdown();
    }
  }

  /** Waits until the work in hand is over; true when it is. */
  boolean ended(Duration atMost) throws InterruptedException {
    return thread.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Interrupts the work in hand. */
  void interrupt() {
    thread.shutdownNow();
  }
}
