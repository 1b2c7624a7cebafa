package org.sessionwatch.pbx.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.ProbeSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of all probes, and beside it threads that look up names, which may take long and
 * must hold up nobody else's probe. Thread-safe.
 */
final class ProbeThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SipProbe.class);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, work -> daemon(work, "sip-probe"));
  private final ExecutorService names =
      Executors.newCachedThreadPool(work -> daemon(work, "sip-probe-names"));

  ProbeThread() {
    thread.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Runs it as soon as it is its turn. */
  void run(Runnable work) {
    after(0, work);
  }

  /** Runs it after that many milliseconds unless cancelled. */
  Future<?> after(long ms, Runnable work) {
    try {
      return thread.schedule(() -> guarded(work), ms, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null); // closed: nothing is probed any more
    }
  }

  /** Runs it now and then at that interval, until closed. */
  void every(Duration interval, Runnable work) {
    long ms = interval.toMillis();
    thread.scheduleAtFixedRate(() -> guarded(work), 0, ms, TimeUnit.MILLISECONDS);
  }

  /** Looks up where to send; the answer, null for none, is handed over on the probes' thread. */
  void resolve(ProbeSettings settings, Consumer<@Nullable InetSocketAddress> answer) {
    try {
      names.execute(
          () -> {
            InetSocketAddress found = new InetSocketAddress(settings.host(), settings.port());
            run(() -> answer.accept(found.isUnresolved() ? null : found));
          });
    } catch (RejectedExecutionException e) {
      log.debug("closed");
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("A probe failed by a fault of its own; the others go on.", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    names.shutdownNow();
  }
}
