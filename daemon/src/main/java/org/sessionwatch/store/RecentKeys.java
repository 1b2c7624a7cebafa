package org.sessionwatch.store;

import java.util.Arrays;

/**
 * Keys of rows that were written not long ago, and so are there already when they are told again.
 *
 * <p>A table in which a key may push out another: it begins with 64 KiB and doubles, up to 1 MiB,
 * when a quarter is taken. Nobody relies on it: a row that is there after all is refused, and
 * merged. For one thread.
 */
final class RecentKeys {
  private static final int FEWEST = 1 << 13;
  private static final int MOST = 1 << 17;
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private long[] keys = new long[FEWEST];
  private int taken;

  boolean has(long key) {
    return keys[place(key)] == key;
  }

  void add(long key) {
    put(key);
    if (taken > keys.length / 4 && keys.length < MOST) {
      grow();
    }
  }

  private void put(long key) {
    int place = place(key);
    taken += keys[place] == 0 ? 1 : 0;
    keys[place] = key;
  }

  private void grow() {
    long[] before = keys;
    keys = new long[2 * before.length];
    taken = 0;
    for (long key : before) {
      if (key != 0) {
        put(key);
      }
    }
  }

  void forget() {
    Arrays.fill(keys, 0);
    taken = 0;
  }

  /** The upper bits of the product, as many as the table has places. */
  private int place(long key) {
    return (int) (key * SPREAD >>> Long.SIZE - Integer.numberOfTrailingZeros(keys.length));
  }
}
