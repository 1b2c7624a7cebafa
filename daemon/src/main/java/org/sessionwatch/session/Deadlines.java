package org.sessionwatch.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calls in order of their next deadline: a binary heap in which each call knows its place, so
 * that a refresh moves its deadline in O(log n) and nothing stale is left behind.
 */
final class Deadlines {
  static final int NOT_IN = -1;

  private @Nullable Call[] heap = new Call[64];
  private int size;

  /** The earliest deadline; {@code Long.MAX_VALUE} when there is none. */
  long firstUs() {
    return size == 0 ? Long.MAX_VALUE : at(0).deadlineUs;
  }

  /** The call with the earliest deadline; there must be one. */
  Call first() {
    return at(0);
  }

  /** Puts the call where its deadline belongs. */
  void schedule(Call call, long deadlineUs) {
    if (call.heapIndex != NOT_IN && call.deadlineUs == deadlineUs) {
      return; // most messages change nothing: its neighbours need not be looked at
    }
    call.deadlineUs = deadlineUs;
    if (call.heapIndex == NOT_IN) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
      }
      place(call, size++);
    }
    up(call.heapIndex);
    down(call.heapIndex);
  }

  void remove(Call call) {
    int hole = call.heapIndex;
    if (hole == NOT_IN) {
      return;
    }
    Call last = at(--size);
    heap[size] = null;
    call.heapIndex = NOT_IN;
    if (last != call) {
      place(last, hole);
      up(hole);
      down(last.heapIndex);
    }
  }

  private void up(int start) {
    int i = start;
    Call call = at(i);
    while (i > 0 && at((i - 1) / 2).deadlineUs > call.deadlineUs) {
      place(at((i - 1) / 2), i);
      i = (i - 1) / 2;
    }
    place(call, i);
  }

  private void down(int start) {
    int i = start;
    Call call = at(i);
    int child = smallerChild(i);
    while (child < size && at(child).deadlineUs < call.deadlineUs) {
      place(at(child), i);
      i = child;
      child = smallerChild(i);
    }
    place(call, i);
  }

  private int smallerChild(int i) {
    int left = 2 * i + 1;
    boolean right = left + 1 < size && at(left + 1).deadlineUs < at(left).deadlineUs;
    return right ? left + 1 : left;
  }

  private Call at(int i) {
    Call call = heap[i];
    if (call == null) {
      throw new IllegalStateException("no call at " + i + " of " + size);
    }
    return call;
  }

  private void place(Call call, int i) {
    heap[i] = call;
    call.heapIndex = i;
  }
}
