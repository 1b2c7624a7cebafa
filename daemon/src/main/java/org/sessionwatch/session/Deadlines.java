package org.sessionwatch.session;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calls in order of their next deadline: a binary heap in which each call knows its place, so
 * that a refresh moves its deadline in O(log n) and nothing stale is left behind. The deadlines
 * stand beside the calls in an array of their own: moving one looks at dozens of others, whose
 * calls lie all over the heap of a farm, each a miss of the processor's cache.
 */
final class Deadlines {
  static final int NOT_IN = -1;

  private @Nullable Call[] heap = new Call[64];
  private long[] dueUs = new long[heap.length];
  private int size;

  /** The earliest deadline; {@code Long.MAX_VALUE} when there is none. */
  long firstUs() {
    return size == 0 ? Long.MAX_VALUE : dueUs[0];
  }

  /** The call with the earliest deadline; there must be one. */
  Call first() {
    return at(0);
  }

  /** Puts the call where its deadline belongs. */
  void schedule(Call call, long deadlineUs) {
    int place = call.heapIndex;
    if (place == NOT_IN) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size * 2);
        dueUs = Arrays.copyOf(dueUs, size * 2);
      }
      place = size++;
    } else if (dueUs[place] == deadlineUs) {
      return; // as after most messages
    }
    put(call, deadlineUs, place);
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
      put(last, dueUs[size], hole);
    }
  }

  /** Puts the call there, or up or down from there, where others make place. */
  private void put(Call call, long deadlineUs, int from) {
    int i = from;
    while (i > 0 && dueUs[(i - 1) / 2] > deadlineUs) {
      move((i - 1) / 2, i);
      i = (i - 1) / 2;
    }
    int child = smallerChild(i);
    while (child < size && dueUs[child] < deadlineUs) {
      move(child, i);
      i = child;
      child = smallerChild(i);
    }
    heap[i] = call;
    dueUs[i] = deadlineUs;
    call.heapIndex = i;
  }

  private int smallerChild(int i) {
    int left = 2 * i + 1;
    boolean right = left + 1 < size && dueUs[left + 1] < dueUs[left];
    return right ? left + 1 : left;
  }

  private void move(int from, int to) {
    Call call = at(from);
    heap[to] = call;
    dueUs[to] = dueUs[from];
    call.heapIndex = to;
  }

  private Call at(int i) {
    Call call = heap[i];
    if (call == null) {
      throw new IllegalStateException("no call at " + i + " of " + size);
    }
    return call;
  }
}
