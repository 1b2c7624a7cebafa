package org.sessionwatch.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Effects that found no place, and when the first and the last of them came. */
  record Loss(long count, long fromUs, long toUs) {}

  private record Waiting(Effect effect, long sinceUs) {}

  /** One place in so many. */
  private static final int RESERVED_PART = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> effects = new ArrayDeque<>();
  private final Map<String, PbxStatus> statuses = new LinkedHashMap<>();
  private final Clock clock;
  private final int capacity;

  /** Only from here on a new effect is worth a signal. */
  private int signalAt;

  private long accepted;
  private long settled;
  private long dropped;
  private @Nullable Loss loss;
  private long inHandSinceUs;
  private int alertsWaiting;
  private boolean statusesInHand;
  private boolean woken;
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param capacity the most effects that may wait, those in hand included
   */
  EffectQueue(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
  }

  /**
   * Takes an effect, or counts it as dropped where there is no place. Never waits. The last places
   * are for alerts and ends of calls, which nothing later makes up for.
   */
  void offer(Effect effect) {
    boolean last = isTold(effect) || effect instanceof Effect.Ended;
    lock.lock();
    try {
      long places = last ? capacity : capacity - capacity / RESERVED_PART;
      long nowUs = clock.nowUs();
      if (closed || accepted - settled >= places) {
        dropped++;
        loss =
            loss == null ? new Loss(1, nowUs, nowUs) : new Loss(loss.count + 1, loss.fromUs, nowUs);
        return;
      }
      accepted++;
      effects.addLast(new Waiting(effect, nowUs));
      boolean told = isTold(effect);
      alertsWaiting += told ? 1 : 0;
      if (told || effects.size() == 1 || effects.size() >= signalAt) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isTold(Effect effect) {
    return effect instanceof Effect.AlertRaised
        || effect instanceof Effect.AlertConfirmed
        || effect instanceof Effect.AlertCleared
        || effect instanceof Effect.PbxAlertRaised
        || effect instanceof Effect.PbxAlertCleared;
  }

  /** Takes the newest status of a PBX; an earlier one that still waits is forgotten. */
  void offer(PbxStatus status) {
    lock.lock();
    try {
      statuses.put(status.pbx(), status);
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
    if (due.eager && (alertsWaiting > 0 || closed || !statuses.isEmpty())) {
      return 0;
    }
    if (effects.size() >= due.effects) {
      return 0;
    }
    return effects.isEmpty()
        ? Long.MAX_VALUE
        : effects.getFirst().sinceUs + due.ageUs - clock.nowUs();
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
      List<Effect> oldest = new ArrayList<>(Math.min(effects.size(), most));
      Iterator<Waiting> waiting = effects.iterator();
      while (waiting.hasNext() && oldest.size() < most) {
        oldest.add(waiting.next().effect);
      }
      return oldest;
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
      long sinceUs = effects.getFirst().sinceUs;
      if (accepted - settled == effects.size()) {
        inHandSinceUs = sinceUs;
      }
      for (int i = 0; i < count; i++) {
        alertsWaiting -= isTold(effects.removeFirst().effect) ? 1 : 0;
      }
      return sinceUs;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the statuses into hand; after {@link #settleStatuses} they count no more. */
  List<PbxStatus> takeStatuses() {
    lock.lock();
    try {
      List<PbxStatus> last = List.copyOf(statuses.values());
      statuses.clear();
      statusesInHand = !last.isEmpty();
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** What was dropped since this was last asked; null when nothing was. */
  @Nullable Loss takeLoss() {
    lock.lock();
    try {
      Loss last = loss;
      loss = null;
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** So many effects in hand are written or on disk, or never will be. */
  void settle(int count) {
    lock.lock();
    try {
      settled += count;
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
      again.forEach(status -> statuses.putIfAbsent(status.pbx(), status));
      statusesInHand = false;
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
      long goal = accepted;
      long restNs = timeout.toNanos();
      while (settled < goal || statusesInHand || !statuses.isEmpty() || !also.getAsBoolean()) {
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

  /** Effects that wait, those in hand included. */
  int waiting() {
    lock.lock();
    try {
      return (int) (accepted - settled);
    } finally {
      lock.unlock();
    }
  }

  /** How long the oldest of them has been waiting. */
  Duration oldest() {
    lock.lock();
    try {
      long waiting = accepted - settled;
      if (waiting == 0) {
        return Duration.ZERO;
      }
      boolean inHand = waiting > effects.size();
      long sinceUs = inHand ? inHandSinceUs : effects.getFirst().sinceUs();
      return Duration.ofNanos((clock.nowUs() - sinceUs) * 1_000);
    } finally {
      lock.unlock();
    }
  }

  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }
}
