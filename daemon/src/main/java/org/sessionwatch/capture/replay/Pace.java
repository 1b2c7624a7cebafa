package org.sessionwatch.capture.replay;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.sessionwatch.time.Clock;

/**
 * Waits for instants. Since these are absolute, the time that sending takes does not add up.
 *
 * <p>One thread waits; any thread may stop it.
 */
final class Pace {
  private final Clock clock;
  private final Lock lock = new ReentrantLock();
  private final Condition stopAsked = lock.newCondition();
  private boolean stopped;

  Pace(Clock clock) {
    this.clock = clock;
  }

  /**
   * Waits until the clock shows {@code dueUs}, microseconds since the epoch; not at all when it is
   * past.
   *
   * @return false when it was stopped instead, before or meanwhile
   */
  boolean await(long dueUs) {
    lock.lock();
    try {
      for (long left = dueUs - clock.nowUs(); left > 0 && !stopped; left = dueUs - clock.nowUs()) {
        stopAsked.awaitNanos(TimeUnit.MICROSECONDS.toNanos(left));
      }
      return !stopped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the wait at once, and each later one. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
      stopAsked.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
