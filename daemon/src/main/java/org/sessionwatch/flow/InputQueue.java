package org.sessionwatch.flow;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a shard, in the order in which it came: a ring of so many places. What came at
 * once is put in under one lock, and wakes the shard once. Any thread puts in, the shard's alone
 * takes out.
 */
final class InputQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final @Nullable Input[] places;
  private final int ofMirrored;
  private int first;
  private int size;

  /**
   * An empty one.
   *
   * @param ofMirrored places that mirrored messages may take
   * @param reserve more places, for other inputs alone
   */
  InputQueue(int ofMirrored, int reserve) {
    this.ofMirrored = ofMirrored;
    this.places = new Input[ofMirrored + reserve];
  }

  /** False when it is full, for an input of this kind. */
  boolean offer(Input input) {
    return offerAll(List.of(input), input.isMirrored() ? ofMirrored : places.length) == 1;
  }

  /**
   * Puts in mirrored messages that came at once.
   *
   * @return how many of them, from the first on, found a place
   */
  int offerMirrored(List<? extends Input> inputs) {
    return offerAll(inputs, ofMirrored);
  }

  private int offerAll(List<? extends Input> inputs, int most) {
    lock.lock();
    try {
      int count = Math.max(0, Math.min(inputs.size(), most - size));
      for (int i = 0; i < count; i++) {
        places[(first + size) % places.length] = inputs.get(i);
        size++;
      }
      if (count > 0) {
        filled.signal();
      }
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Takes out up to so many, the oldest first. */
  void drainTo(List<Input> into, int most) {
    lock.lock();
    try {
      take(into, most);
    } finally {
      lock.unlock();
    }
  }

  /** The same; where there is nothing, waits until there is, but no longer than so. */
  void awaitAndDrainTo(List<Input> into, int most, long waitUs) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = TimeUnit.MICROSECONDS.toNanos(waitUs);
      while (size == 0 && nanos > 0) {
        nanos = filled.awaitNanos(nanos);
      }
      take(into, most);
    } finally {
      lock.unlock();
    }
  }

  private void take(List<Input> into, int most) {
    for (int count = Math.min(size, most); count > 0; count--) {
      Input input = places[first];
      if (input != null) { // there is one in each place that is counted
        into.add(input);
      }
      places[first] = null;
      first = (first + 1) % places.length;
      size--;
    }
  }

  /** How many wait. */
  int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    return size() == 0;
  }
}
