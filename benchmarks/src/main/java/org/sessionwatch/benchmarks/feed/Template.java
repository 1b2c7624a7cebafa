package org.sessionwatch.benchmarks.feed;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A message whose number is filled in where it stands, which costs next to nothing. */
final class Template {
  private static final byte[] MARK = SipTexts.NUMBER.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private final int[] places;

  /** A template of the given bytes, in which {@link SipTexts#NUMBER} marks the places. */
  Template(byte[] text) {
    this.bytes = text.clone();
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i + MARK.length <= bytes.length; i++) {
      if (isMark(i)) {
        found.add(i);
      }
    }
    places = found.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean isMark(int at) {
    for (int i = 0; i < MARK.length; i++) {
      if (bytes[at + i] != MARK[i]) {
        return false;
      }
    }
    return true;
  }

  int length() {
    return bytes.length;
  }

  /** The message with this number, in an array that the next call uses again. */
  byte[] filled(int number) {
    for (int place : places) {
      for (int digit = 0; digit < MARK.length; digit++) {
        bytes[place + digit] = HEX[number >>> (28 - 4 * digit) & 0xf];
      }
    }
    return bytes;
  }
}
