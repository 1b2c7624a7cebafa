package org.sessionwatch.capture.trace;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The end of a message in a Grandstream log, made what it was on the wire. */
final class GrandstreamText {
  private static final byte[] EMPTY_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("(?:Content-Length|l)[ \t]*:[ \t]*\\d+\\s*", Pattern.CASE_INSENSITIVE);

  private GrandstreamText() {}

  /**
   * The message in a block of lines: without the empty lines that the log puts between messages,
   * and with the one that ends the headers where there is no body.
   *
   * @param cut whether the log ends inside the last line: then more headers may have followed, and
   *     the message must not look whole, unless that line is the one that comes last
   */
  static byte[] message(byte[] block, boolean cut) {
    int end = block.length;
    while (end > 0 && (block[end - 1] == '\r' || block[end - 1] == '\n')) {
      end--;
    }
    boolean body = hasBody(block, end);
    if (cut && !body && !endsInContentLength(block, end)) {
      return Arrays.copyOf(block, end);
    }
    int lineEnds = body ? 2 : EMPTY_LINE.length;
    byte[] message = Arrays.copyOf(block, end + lineEnds);
    System.arraycopy(EMPTY_LINE, 0, message, end, lineEnds);
    return message;
  }

  private static boolean endsInContentLength(byte[] block, int end) {
    int line = end;
    while (line > 0 && block[line - 1] != '\n') {
      line--;
    }
    String last = new String(block, line, end - line, StandardCharsets.ISO_8859_1);
    return CONTENT_LENGTH.matcher(last).matches();
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
