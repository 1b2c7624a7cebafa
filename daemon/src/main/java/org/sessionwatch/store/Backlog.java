package org.sessionwatch.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;

/**
 * Effects in the order in which they came, no more than there are places for, and the counts of
 * what became of them. Times are microseconds since the epoch. Its owner lets one thread at a time
 * in.
 */
final class Backlog {
  /** Effects that found no place, and when the first and the last of them came. */
  record Loss(long count, long fromUs, long toUs) {}

  private record Waiting(Effect effect, long sinceUs) {}

  /** One place in so many is for what nothing later makes up for. */
  private static final int RESERVED_PART = 20;

  private final int capacity;
  private final Deque<Waiting> effects = new ArrayDeque<>();
  private long accepted;
  private long settled;
  private long dropped;
  private @Nullable Loss loss;
  private long inHandSinceUs;
  private int alerts;

  /**
   * An empty one.
   *
   * @param capacity the most effects that may be here, those in hand included
   */
  Backlog(int capacity) {
    this.capacity = capacity;
  }

  /** Whether it is an alert, which somebody listens for. */
  static boolean isTold(Effect effect) {
    return effect instanceof Effect.AlertRaised
        || effect instanceof Effect.AlertConfirmed
        || effect instanceof Effect.AlertCleared
        || effect instanceof Effect.PbxAlertRaised
        || effect instanceof Effect.PbxAlertCleared;
  }

  /** Whether there is a place: the last ones are for alerts and ends of calls. */
  boolean hasPlace(Effect effect) {
    boolean last = isTold(effect) || effect instanceof Effect.Ended;
    return waiting() < (last ? capacity : capacity - capacity / RESERVED_PART);
  }

  void add(Effect effect, long nowUs) {
    accepted++;
    effects.addLast(new Waiting(effect, nowUs));
    alerts += isTold(effect) ? 1 : 0;
  }

  /** One that is not added. */
  void drop(long nowUs) {
    dropped++;
    loss = loss == null ? new Loss(1, nowUs, nowUs) : new Loss(loss.count + 1, loss.fromUs, nowUs);
  }

  long dropped() {
    return dropped;
  }

  /** What was dropped since this was last asked; null when nothing was. */
  @Nullable Loss takeLoss() {
    Loss last = loss;
    loss = null;
    return last;
  }

  /** The oldest, at most so many; they stay until {@link #take}. */
  List<Effect> peek(int most) {
    List<Effect> oldest = new ArrayList<>(Math.min(effects.size(), most));
    Iterator<Waiting> waiting = effects.iterator();
    while (waiting.hasNext() && oldest.size() < most) {
      oldest.add(waiting.next().effect);
    }
    return oldest;
  }

  /**
   * Takes the oldest into hand.
   *
   * @param count how many: no more than {@link #peek} gave
   * @return since when the oldest of them has been waiting
   */
  long take(int count) {
    long sinceUs = effects.getFirst().sinceUs;
    if (inHand() == 0) {
      inHandSinceUs = sinceUs;
    }
    for (int i = 0; i < count; i++) {
      alerts -= isTold(effects.removeFirst().effect) ? 1 : 0;
    }
    return sinceUs;
  }

  /** So many in hand are written or on disk, or never will be. */
  void settle(int count) {
    settled += count;
  }

  /** How many were added until now. */
  long accepted() {
    return accepted;
  }

  /** How many of these are in hand no more. */
  long settled() {
    return settled;
  }

  /** How many have not been taken. */
  int size() {
    return effects.size();
  }

  /** Whether an alert has not been taken. */
  boolean hasAlert() {
    return alerts > 0;
  }

  /** How many are here, those in hand included. */
  int waiting() {
    return (int) (accepted - settled);
  }

  private int inHand() {
    return waiting() - effects.size();
  }

  /** Since when the oldest that has not been taken is here; there must be one. */
  long sinceUs() {
    return effects.getFirst().sinceUs;
  }

  /** Since when the oldest of all is here; there must be one. */
  long oldestSinceUs() {
    return inHand() > 0 ? inHandSinceUs : sinceUs();
  }
}
