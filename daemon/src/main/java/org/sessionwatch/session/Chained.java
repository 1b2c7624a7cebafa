package org.sessionwatch.session;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Something of which its owner nearly always has one: each knows the next, so that a million owners
 * need no list each, which takes 24 bytes. In one chain at a time.
 *
 * @param <T> what is chained
 */
abstract class Chained<T extends Chained<T>> {
  @Nullable T next;

  /** The chain with one more at its end, which must be in none. */
  static <T extends Chained<T>> T with(@Nullable T first, T more) {
    if (first == null) {
      return more;
    }
    T last = first;
    for (T one = first; one != null; one = one.next) {
      last = one;
    }
    last.next = more;
    return first;
  }

  /** The chain without those that fit; null when none is left. */
  static <T extends Chained<T>> @Nullable T without(
      @Nullable T first, Predicate<? super T> unwanted) {
    T kept = first;
    T before = null;
    T one = first;
    while (one != null) {
      T following = one.next;
      if (!unwanted.test(one)) {
        before = one;
      } else {
        one.next = null;
        if (before == null) {
          kept = following;
        } else {
          before.next = following;
        }
      }
      one = following;
    }
    return kept;
  }

  /** How many there are. */
  static <T extends Chained<T>> int count(@Nullable T first) {
    int count = 0;
    for (T one = first; one != null; one = one.next) {
      count++;
    }
    return count;
  }
}
