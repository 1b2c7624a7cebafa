package org.sessionwatch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes SIGTERM and Ctrl-C an orderly end with exit code 0: whoever waits in {@link #await()} goes
 * on, ends its work, and calls {@link #close()}; then the process ends. Work that takes longer than
 * the patience is cut off, with exit code 0 too, since what was written is safe to write again.
 *
 * <p>Without it the JVM would end with 143 on SIGTERM while other threads are at work.
 */
final class Termination implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Termination.class);

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Duration patience;
  private final Thread hook = new Thread(this::onSignal, "termination");

  private Termination(Duration patience) {
    this.patience = patience;
  }

  /**
   * Listens from now on.
   *
   * @param patience how long the work may go on after a signal
   */
  static Termination listen(Duration patience) {
    Termination termination = new Termination(patience);
    Runtime.getRuntime().addShutdownHook(termination.hook);
    return termination;
  }

  /** Waits for a signal or for {@link #ask()}. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Ends the wait as a signal would. */
  void ask() {
    asked.countDown();
  }

  /** Says that the work has ended. After a signal, the process then ends by itself. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("ending on a signal"); // the hook is at work: it ends the process
    }
  }

  private void onSignal() {
    asked.countDown();
    try {
      if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.warn("not everything was written within {} s of the signal", patience.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; the process ends all the same
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }
}
