package org.sessionwatch.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message made ready: all but the number of its call, and in HEP the time. Where the call's
 * number belongs, the text has {@link #HOLE}.
 */
final class Template {
  private static final int DIGITS = 10;

  /** Stands for the call's number, which has as many digits. */
  static final String HOLE = "~".repeat(DIGITS);

  /** What it counts as in the report. */
  final String kind;

  final byte[] bytes;
  private final int[] holes;
  private final int timeAt;
  private final byte[] number = new byte[DIGITS];

  /**
   * A template.
   *
   * @param timeAt where the seconds are, in four bytes, in the first six bytes of whose neighbours
   *     stands the chunk header of the microseconds, four bytes again
   */
  Template(String kind, byte[] bytes, int timeAt) {
    this.kind = kind;
    this.bytes = bytes;
    this.timeAt = timeAt;
    this.holes = holes(bytes);
  }

  private static int[] holes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    List<Integer> found = new ArrayList<>();
    for (int at = text.indexOf(HOLE); at >= 0; at = text.indexOf(HOLE, at + DIGITS)) {
      found.add(at);
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Writes the message of the call with this number, as of now, into {@code to} from 0 on. */
  int write(byte[] to, long call, long nowUs) {
    System.arraycopy(bytes, 0, to, 0, bytes.length);
    long rest = call;
    for (int i = DIGITS - 1; i >= 0; i--) {
      number[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    for (int hole : holes) {
      System.arraycopy(number, 0, to, hole, DIGITS);
    }
    putInt(to, timeAt, (int) (nowUs / 1_000_000));
    putInt(to, timeAt + 10, (int) (nowUs % 1_000_000));
    return bytes.length;
  }

  private static void putInt(byte[] to, int at, int value) {
    for (int i = 0; i < 4; i++) {
      to[at + i] = (byte) (value >>> (24 - 8 * i));
    }
  }
}
