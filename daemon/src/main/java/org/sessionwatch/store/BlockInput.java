package org.sessionwatch.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link BlockOutput} wrote. Used by one thread. */
final class BlockInput {
  private static final int BITS = 7;
  private static final int MORE = 1 << BITS;

  private final byte[] bytes;
  private final List<String> texts = new ArrayList<>();
  private int at;
  private long lastUs;
  private @Nullable String problem;

  BlockInput(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean isAtEnd() {
    return at >= bytes.length;
  }

  /** Bytes are whole, but make no value in this release. */
  void problem(String what) {
    problem = problem == null ? what : problem;
  }

  /** The first problem since this was last asked; null when there was none. */
  @Nullable String takeProblem() {
    String first = problem;
    problem = null;
    return first;
  }

  long unsigned() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += BITS) {
      int one = bytes[need(1)];
      value |= (long) (one & (MORE - 1)) << shift;
      if ((one & MORE) == 0) {
        return value;
      }
    }
    throw new IOException("a number without an end before byte " + at);
  }

  long signed() throws IOException {
    long value = unsigned();
    return value >>> 1 ^ -(value & 1);
  }

  /** Microseconds since the epoch. */
  long instant() throws IOException {
    lastUs += signed();
    return lastUs;
  }

  long fixed() throws IOException {
    int from = need(Long.BYTES);
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << Byte.SIZE | bytes[from + i] & 0xff;
    }
    return value;
  }

  @Nullable String text() throws IOException {
    long number = unsigned();
    if (number == BlockOutput.NO_TEXT) {
      return null;
    }
    if (number == BlockOutput.NEW_TEXT) {
      String text = new String(raw(), StandardCharsets.UTF_8);
      texts.add(text);
      return text;
    }
    long known = number - BlockOutput.FIRST_TEXT;
    if (known < 0 || known >= texts.size()) {
      throw new IOException("no text " + number + " before byte " + at);
    }
    return texts.get((int) known);
  }

  byte[] raw() throws IOException {
    long length = unsigned();
    if (length < 0 || length > bytes.length) {
      throw new IOException("a length of " + length + " before byte " + at);
    }
    int from = need((int) length);
    return Arrays.copyOfRange(bytes, from, from + (int) length);
  }

  /** Where so many bytes begin; they count as read. */
  private int need(int count) throws IOException {
    if (bytes.length - at < count) {
      throw new IOException("cut off at byte " + bytes.length);
    }
    int from = at;
    at += count;
    return from;
  }
}
