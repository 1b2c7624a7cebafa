package org.sessionwatch.store;

import java.util.Arrays;

/**
 * Keys of rows that were written not long ago, and so are there already when they are told again.
 *
 * <p>A table of fixed size (1 MiB) in which a key may push out another. Nobody relies on it: a row
 * that is there after all is refused, and merged. For one thread.
 */
final class RecentKeys {
  private static final int PLACES = 1 << 17;

  private final long[] keys = new long[PLACES];

  boolean has(long key) {
    return keys[place(key)] == key;
  }

  void add(long key) {
    keys[place(key)] = key;
  }

  void forget() {
    Arrays.fill(keys, 0);
  }

  private static int place(long key) {
    return (int) (key * 0x9E3779B97F4A7C15L >>> 47);
  }
}
