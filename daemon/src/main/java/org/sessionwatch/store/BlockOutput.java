package org.sessionwatch.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a block of changes, as {@link BlockInput} reads them. A text that was there before is
 * written as a number: the changes of a call repeat its names, and those of a PBX theirs. Used by
 * one thread.
 */
final class BlockOutput {
  /** Numbers that stand for a text: none, and a new one. */
  static final int NO_TEXT = 0;

  static final int NEW_TEXT = 1;

  /** The first of those that stand for one that was there before. */
  static final int FIRST_TEXT = 2;

  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  private final Map<String, Integer> texts = new HashMap<>();
  private byte[] bytes = new byte[1 << 16];
  private int length;
  private long lastUs;

  /** What was written. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** A number that is mostly small and not negative: 7 bits a byte, the lowest first. */
  void unsigned(long value) {
    room(10);
    long rest = value;
    while ((rest & -MORE) != 0) {
      bytes[length++] = (byte) (rest & (MORE - 1) | MORE);
      rest >>>= BITS;
    }
    bytes[length++] = (byte) rest;
  }

  /** A number that is mostly near 0. */
  void signed(long value) {
    unsigned(value << 1 ^ value >> 63);
  }

  /** Microseconds since the epoch: what came before is mostly near. */
  void instant(long us) {
    signed(us - lastUs);
    lastUs = us;
  }

  void fixed(long value) {
    room(Long.BYTES);
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  void text(@Nullable String text) {
    if (text == null) {
      unsigned(NO_TEXT);
      return;
    }
    Integer known = texts.putIfAbsent(text, FIRST_TEXT + texts.size());
    if (known != null) {
      unsigned(known);
      return;
    }
    unsigned(NEW_TEXT);
    raw(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes behind their number. */
  void raw(byte[] value) {
    unsigned(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
