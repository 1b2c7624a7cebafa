package org.sessionwatch.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;
import org.sessionwatch.time.Clock;

/**
 * What waits to be written: a bounded queue of effects, and the last status of each PBX.
 *
 * <p>Thread-safe; one thread takes. What is taken counts as waiting until it is settled.
 */
final class EffectQueue {
  /**
   * What makes it worth to look into the queue.
   *
   * @param effects so many effects wait
   * @param ageUs the oldest of them is so old
   * @param eager or there is an alert, which somebody listens for, a status, or the queue is closed
   */
  record Due(int effects, long ageUs, boolean eager) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LastStatuses statuses = new LastStatuses();
  private final Clock clock;
  private final Backlog effects;

  /** Only from here on a new effect is worth a signal. */
  private int signalAt;

  private boolean woken;
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param capacity the most effects that may wait, those in hand included
   */
  EffectQueue(Clock clock, int capacity) {
    this.clock = clock;
    this.effects = new Backlog(capacity);
  }

  /**
   * Takes an effect, or counts it as dropped where there is no place. Never waits. The last places
   * are for alerts and ends of calls, which nothing later makes up for.
   */
  void offer(Effect effect) {
    lock.lock();
    try {
      if (closed || !effects.hasPlace(effect)) {
        effects.drop(clock.nowUs());
        return;
      }
      effects.add(effect, clock.nowUs());
      if (Backlog.isTold(effect) || effects.size() == 1 || effects.size() >= signalAt) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes the newest status of a PBX; an earlier one that still waits is forgotten. */
  void offer(PbxStatus status) {
    lock.lock();
    try {
      statuses.put(status);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is worth to look into the queue. */
  boolean isDue(Due due) {
    lock.lock();
    try {
      return dueInUs(due) <= 0;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something is due, somebody calls {@link #wake}, or the time has come. */
  void await(Due due, long untilUs) throws InterruptedException {
    lock.lock();
    try {
      signalAt = due.effects;
      long restUs = Math.min(dueInUs(due), untilUs - clock.nowUs());
      while (!woken && restUs > 0) {
        changed.await(restUs, TimeUnit.MICROSECONDS);
        restUs = Math.min(dueInUs(due), untilUs - clock.nowUs());
      }
      woken = false;
      signalAt = Integer.MAX_VALUE;
    } finally {
      lock.unlock();
    }
  }

  private long dueInUs(Due due) {
    if (due.eager && (effects.hasAlert() || closed || statuses.isWaiting())) {
      return 0;
    }
    if (effects.size() >= due.effects) {
      return 0;
    }
    return effects.size() == 0 ? Long.MAX_VALUE : effects.sinceUs() + due.ageUs - clock.nowUs();
  }

  /** Ends the waiting: something else has happened. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The oldest effects, at most so many; they stay until {@link #take}. */
  List<Effect> peek(int most) {
    lock.lock();
    try {
      return effects.peek(most);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the oldest effects into hand.
   *
   * @param count how many: no more than {@link #peek} gave
   * @return since when the oldest of them has been waiting, microseconds since the epoch
   */
  long take(int count) {
    lock.lock();
    try {
      return effects.take(count);
    } finally {
      lock.unlock();
    }
  }

  /** Takes the statuses into hand; after {@link #settleStatuses} they count no more. */
  List<PbxStatus> takeStatuses() {
    lock.lock();
    try {
      return statuses.take();
    } finally {
      lock.unlock();
    }
  }

  /** What was dropped since this was last asked; null when nothing was. */
  Backlog.@Nullable Loss takeLoss() {
    lock.lock();
    try {
      return effects.takeLoss();
    } finally {
      lock.unlock();
    }
  }

  /** So many effects in hand are written or on disk, or never will be. */
  void settle(int count) {
    lock.lock();
    try {
      effects.settle(count);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The statuses in hand are written, or never will be.
   *
   * @param again those that have to wait; a newer one of the same PBX replaces them
   */
  void settleStatuses(List<PbxStatus> again) {
    lock.lock();
    try {
      statuses.settle(again);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all that was offered before the call is settled, and the other condition holds,
   * which is looked at whenever something is settled; false when time ran out.
   */
  boolean awaitSettled(Duration timeout, BooleanSupplier also) throws InterruptedException {
    lock.lock();
    try {
      long goal = effects.accepted();
      long restNs = timeout.toNanos();
      while (effects.settled() < goal || !statuses.isSettled() || !also.getAsBoolean()) {
        if (restNs <= 0) {
          return false;
        }
        restNs = changed.awaitNanos(restNs);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, and wakes whoever waits. */
  void close() {
    lock.lock();
    try {
      closed = true;
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Effects that have not been taken. */
  int size() {
    lock.lock();
    try {
      return effects.size();
    } finally {
      lock.unlock();
    }
  }

  /** Effects that wait, those in hand included. */
  int waiting() {
    lock.lock();
    try {
      return effects.waiting();
    } finally {
      lock.unlock();
    }
  }

  /** How long the oldest of them has been waiting. */
  Duration oldest() {
    lock.lock();
    try {
      return effects.waiting() == 0
          ? Duration.ZERO
          : Duration.ofNanos((clock.nowUs() - effects.oldestSinceUs()) * 1_000);
    } finally {
      lock.unlock();
    }
  }

  long dropped() {
    lock.lock();
    try {
      return effects.dropped();
    } finally {
      lock.unlock();
    }
  }
}
