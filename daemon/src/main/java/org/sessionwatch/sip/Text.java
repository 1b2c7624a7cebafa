package org.sessionwatch.sip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at ranges of bytes as text, without making strings. Ranges are start inclusive, end
 * exclusive.
 */
final class Text {
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EIGHT_ONES = 0x0101_0101_0101_0101L;
  private static final long EIGHT_HIGH_BITS = 0x8080_8080_8080_8080L;

  private Text() {}

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  static int skipSpace(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && isSpace(bytes[i])) {
      i++;
    }
    return i;
  }

  static int trimEnd(byte[] bytes, int start, int end) {
    int i = end;
    while (i > start && isSpace(bytes[i - 1])) {
      i--;
    }
    return i;
  }

  /**
   * The first place of an ASCII character; -1 where there is none.
   *
   * <p>Most of a scan is looking for line ends, so this looks at eight bytes at once: where a byte
   * of {@code word ^ wanted} is 0, {@code (x - 0x01) & ~x & 0x80} is set in that byte, and in no
   * byte before it (Mycroft's test). Little-endian, so that the first byte is the lowest.
   */
  static int indexOf(byte[] bytes, int start, int end, char wanted) {
    long eightWanted = wanted * EIGHT_ONES;
    int i = start;
    for (; i <= end - Long.BYTES; i += Long.BYTES) {
      long difference = (long) EIGHT_BYTES.get(bytes, i) ^ eightWanted;
      long found = difference - EIGHT_ONES & ~difference & EIGHT_HIGH_BITS;
      if (found != 0) {
        return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    for (; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /** Where a token that starts at {@code start} ends: at a space or a separator of parameters. */
  static int tokenEnd(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && !isSpace(bytes[i]) && bytes[i] != ';' && bytes[i] != ',' && bytes[i] != '=') {
      i++;
    }
    return i;
  }

  /** Past the quoted string that starts at {@code start}; {@code end} when it is never closed. */
  static int skipQuoted(byte[] bytes, int start, int end) {
    int i = start + 1;
    while (i < end && bytes[i] != '"') {
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return Math.min(i + 1, end);
  }

  /** The next separator outside quotes and angle brackets; {@code end} when there is none. */
  static int indexOfOutsideQuotes(byte[] bytes, int start, int end, char wanted) {
    int i = start;
    while (i < end && bytes[i] != wanted) {
      if (bytes[i] == '"') {
        i = skipQuoted(bytes, i, end);
      } else if (bytes[i] == '<') {
        int close = indexOf(bytes, i, end, '>');
        i = close < 0 ? end : close + 1;
      } else {
        i++;
      }
    }
    return i;
  }

  static boolean equals(byte[] bytes, int start, int end, String ascii) {
    if (end - start != ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[start + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #equals} without regard to case; {@code lower} must be in lower case. */
  static boolean equalsIgnoreCase(byte[] bytes, int start, int end, String lower) {
    if (end - start != lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      if (lower(bytes[start + i]) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** The decimal number in the range; -1 when it is empty or holds anything but digits. */
  static long number(byte[] bytes, int start, int end) {
    if (start >= end) {
      return -1;
    }
    long value = 0;
    for (int i = start; i < end; i++) {
      if (!isDigit(bytes[i])) {
        return -1;
      }
      // Stops growing well before overflow: whoever asks has a far smaller limit.
      value = Math.min(value * 10 + (bytes[i] - '0'), 1L << 40);
    }
    return value;
  }

  /** Whether a comma-joined list holds the token, without regard to case. */
  static boolean listHas(byte[] bytes, int start, int end, String lowerToken) {
    int i = start;
    while (i < end) {
      int itemEnd = indexOfOutsideQuotes(bytes, i, end, ',');
      int from = skipSpace(bytes, i, itemEnd);
      if (equalsIgnoreCase(bytes, from, tokenEnd(bytes, from, itemEnd), lowerToken)) {
        return true;
      }
      i = itemEnd + 1;
    }
    return false;
  }

  /** A range packed into a long, so that a message needs no object for each of its values. */
  static long range(int start, int end) {
    return (long) start << 32 | end;
  }

  static int start(long range) {
    return (int) (range >>> 32);
  }

  static int end(long range) {
    return (int) range;
  }
}
