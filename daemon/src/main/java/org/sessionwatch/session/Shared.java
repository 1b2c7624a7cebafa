package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;

/**
 * Values of which a farm has few that differ, such as what messages say of a timer: one object for
 * all that are equal, as far as this table of fixed size knows them. What it does not know, or not
 * any more, costs an object of its own, and nothing else.
 *
 * <p>Any thread may ask: records are whole for whoever finds them, since their fields are final,
 * and of two threads that write one place either may win.
 */
final class Shared {
  private static final int BITS = 12;
  private static final @Nullable Record[] KNOWN = new Record[1 << BITS];

  private Shared() {}

  /** This value, or one that is equal to it and was there before. */
  @SuppressWarnings("unchecked") // records are equal only within their class
  static <T extends Record> T one(T value) {
    int place = value.hashCode() * 0x9e3779b9 >>> Integer.SIZE - BITS; // Fibonacci hashing
    Record known = KNOWN[place];
    if (value.equals(known)) {
      return (T) known;
    }
    KNOWN[place] = value;
    return value;
  }
}
