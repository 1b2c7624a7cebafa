package org.sessionwatch.sip;

/**
 * Looks at ranges of bytes as text, without making strings. Ranges are start inclusive, end
 * exclusive.
 */
final class Text {
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

  static int indexOf(byte[] bytes, int start, int end, char wanted) {
    for (int i = start; i < end; i++) {
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
