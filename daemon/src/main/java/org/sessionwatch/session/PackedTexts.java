package org.sessionwatch.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sessionwatch.sip.SipMessage;

/**
 * A few short texts in one array, each behind its length: in arrays of their own each would take 16
 * bytes for its header, and up to 7 to be filled up. They stay bytes, which are compared with a
 * message's own, and become strings when a row or an alert is made.
 */
final class PackedTexts {
  /**
   * The bits of a length in each byte of it, lowest first; the byte's highest: one more follows.
   */
  private static final int BITS = 7;

  private static final int MORE = 1 << BITS;

  private PackedTexts() {}

  static byte[] of(byte[]... texts) {
    int size = 0;
    for (byte[] text : texts) {
      size += text.length + 1;
      for (int rest = text.length >>> BITS; rest > 0; rest >>>= BITS) {
        size++;
      }
    }
    byte[] packed = new byte[size];
    int at = 0;
    for (byte[] text : texts) {
      int rest = text.length;
      for (; rest >= MORE; rest >>>= BITS) {
        packed[at++] = (byte) (rest | MORE);
      }
      packed[at++] = (byte) rest;
      System.arraycopy(text, 0, packed, at, text.length);
      at += text.length;
    }
    return packed;
  }

  /** The text with that index, from 0. */
  static String text(byte[] packed, int index) {
    long range = range(packed, index);
    return new String(packed, start(range), end(range) - start(range), StandardCharsets.UTF_8);
  }

  /** A copy of its bytes. */
  static byte[] bytes(byte[] packed, int index) {
    long range = range(packed, index);
    return Arrays.copyOfRange(packed, start(range), end(range));
  }

  static boolean isEmpty(byte[] packed, int index) {
    long range = range(packed, index);
    return start(range) == end(range);
  }

  /** Whether a text is the same as one of other ones. */
  static boolean isSame(byte[] packed, int index, byte[] others, int otherIndex) {
    long range = range(packed, index);
    long other = range(others, otherIndex);
    return Arrays.equals(packed, start(range), end(range), others, start(other), end(other));
  }

  /** Whether it is the message's From tag. */
  static boolean isFromTag(byte[] packed, int index, SipMessage message) {
    long range = range(packed, index);
    return message.isFromTag(packed, start(range), end(range));
  }

  /** Whether it is the message's To tag. */
  static boolean isToTag(byte[] packed, int index, SipMessage message) {
    long range = range(packed, index);
    return message.isToTag(packed, start(range), end(range));
  }

  /** Start, inclusive, and end, exclusive, in one number, so that no object is made for them. */
  private static long range(byte[] packed, int index) {
    int at = 0;
    for (int i = 0; ; i++) {
      int length = packed[at] & MORE - 1;
      for (int shift = BITS; packed[at++] < 0; shift += BITS) {
        length |= (packed[at] & MORE - 1) << shift;
      }
      if (i == index) {
        return (long) at << Integer.SIZE | at + length;
      }
      at += length;
    }
  }

  private static int start(long range) {
    return (int) (range >>> Integer.SIZE);
  }

  private static int end(long range) {
    return (int) range;
  }
}
