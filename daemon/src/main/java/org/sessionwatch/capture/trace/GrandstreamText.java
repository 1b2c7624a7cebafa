package org.sessionwatch.capture.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of a message in a Grandstream log, made what it was on the wire. */
final class GrandstreamText {
  private static final byte[] EMPTY_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private GrandstreamText() {}

  /**
   * The message in a block of lines: without the empty lines that the log puts between messages,
   * and with the one that ends the headers where there is no body.
   */
  static byte[] message(byte[] block) {
    int end = block.length;
    while (end > 0 && (block[end - 1] == '\r' || block[end - 1] == '\n')) {
      end--;
    }
    int lineEnds = hasBody(block, end) ? 2 : EMPTY_LINE.length;
    byte[] message = Arrays.copyOf(block, end + lineEnds);
    System.arraycopy(EMPTY_LINE, 0, message, end, lineEnds);
    return message;
  }

  private static boolean hasBody(byte[] block, int end) {
    for (int at = 0; at + EMPTY_LINE.length <= end; at++) {
      if (Arrays.equals(block, at, at + EMPTY_LINE.length, EMPTY_LINE, 0, EMPTY_LINE.length)) {
        return true;
      }
    }
    return false;
  }
}
