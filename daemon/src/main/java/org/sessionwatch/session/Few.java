package org.sessionwatch.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Lists that are empty for nearly all of a dialog's life. A farm has a million dialogs open, and an
 * empty {@code ArrayList} takes 24 bytes of each, one element 24 more: here the empty list is one
 * for all, and a change makes a new list, which for one or two elements costs nothing.
 */
final class Few {
  private Few() {}

  /** The list with one more at its end. */
  static <T> List<T> with(List<T> few, T more) {
    if (few.isEmpty()) {
      return List.of(more);
    }
    List<T> all = new ArrayList<>(few);
    all.add(more);
    return List.copyOf(all);
  }

  /** The list without those that fit; the same list where none does. */
  static <T> List<T> without(List<T> few, Predicate<? super T> unwanted) {
    for (T one : few) {
      if (unwanted.test(one)) {
        return few.stream().filter(unwanted.negate()).toList();
      }
    }
    return few;
  }

  /** The list with one of it replaced; the same list where it is not in it. */
  static <T> List<T> replaced(List<T> few, T one, T by) {
    return few.contains(one)
        ? few.stream().map(each -> each.equals(one) ? by : each).toList()
        : few;
  }
}
