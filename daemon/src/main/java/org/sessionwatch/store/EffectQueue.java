package org.sessionwatch.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.sessionwatch.session.Effect;
import org.sessionwatch.time.Clock;

/**
 * What waits to be written: a bounded queue of effects, and the last status of each PBX.
 *
 * <p>Thread-safe. What is handed out as a batch counts as waiting until it is settled.
 */
final class EffectQueue {
  /** What is written at once. */
  record Batch(List<Effect> effects, List<PbxStatus> statuses) {}

  private record Waiting(Effect effect, long sinceUs) {}

  /** One place in so many. */
  private static final int RESERVED_PART = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> effects = new ArrayDeque<>();
  private final Map<String, PbxStatus> statuses = new LinkedHashMap<>();
  private final Clock clock;
  private final int capacity;
  private final int batchSize;
  private final long lingerUs;
  private long accepted;
  private long settled;
  private long dropped;
  private long inHandSinceUs;
  private boolean statusesInHand;
  private boolean alertWaits;
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param capacity the most effects that may wait, those of the batch in hand included
   * @param batchSize the most effects in a batch
   * @param linger how long a batch is gathered before it is handed out; one with an alert in it,
   *     which somebody listens for, is handed out at once
   */
  EffectQueue(Clock clock, int capacity, int batchSize, Duration linger) {
    this.clock = clock;
    this.capacity = capacity;
    this.batchSize = batchSize;
    this.lingerUs = linger.toNanos() / 1_000;
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
      if (closed || accepted - settled >= places) {
        dropped++;
        return;
      }
      accepted++;
      effects.addLast(new Waiting(effect, clock.nowUs()));
      alertWaits |= isTold(effect);
      changed.signalAll();
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

  /**
   * Waits for something to write and a little longer for more. The batch is empty when nothing came
   * in the given time, or the queue is closed and nothing is left.
   */
  Batch take(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long restNs = atMost.toNanos();
      while (effects.isEmpty() && statuses.isEmpty() && !closed && restNs > 0) {
        restNs = changed.awaitNanos(restNs);
      }
      if (effects.isEmpty() && statuses.isEmpty()) {
        return new Batch(List.of(), List.of());
      }
      long firstUs = effects.isEmpty() ? clock.nowUs() : effects.getFirst().sinceUs();
      long restUs = firstUs + lingerUs - clock.nowUs();
      while (restUs > 0 && effects.size() < batchSize && !alertWaits && !closed) {
        changed.await(restUs, TimeUnit.MICROSECONDS);
        restUs = firstUs + lingerUs - clock.nowUs();
      }
      return handOut(firstUs);
    } finally {
      lock.unlock();
    }
  }

  private Batch handOut(long firstUs) {
    inHandSinceUs = firstUs;
    List<Effect> batch = new ArrayList<>(Math.min(effects.size(), batchSize));
    while (!effects.isEmpty() && batch.size() < batchSize) {
      batch.add(effects.removeFirst().effect());
    }
    alertWaits &= !effects.isEmpty();
    List<PbxStatus> last = List.copyOf(statuses.values());
    statuses.clear();
    statusesInHand = !last.isEmpty();
    return new Batch(batch, last);
  }

  /** So many effects of the batch in hand are written, or never will be. */
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
   * The statuses of the batch in hand are written, or never will be.
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

  /** Effects that wait, those of the batch in hand included. */
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
