package org.sessionwatch.capture.hep;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Gives MINA a {@link ReceiveThread} for each loop that it runs, and knows when they have ended.
 */
final class ReceiveThreads implements Executor {
  /** MINA's loops wake up at least once a second. */
  private static final long LONGEST_WAIT_MS = 3_000;

  private final String name;
  private final Queue<ReceiveThread> threads = new ConcurrentLinkedQueue<>();

  ReceiveThreads(String name) {
    this.name = name;
  }

  @Override
  public void execute(Runnable loop) {
    // MINA ends the loop of connections when there are none, and begins another with the next one.
    threads.removeIf(ended -> ended.getState() == Thread.State.TERMINATED);
    ReceiveThread thread = new ReceiveThread(loop, name);
    threads.add(thread);
    thread.start();
  }

  /**
   * Waits until the loops have ended: a socket's port is free only when its selector is closed, and
   * that is the last thing that a loop does.
   */
  void awaitEnd() {
    try {
      for (ReceiveThread thread : threads) {
        thread.join(LONGEST_WAIT_MS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
