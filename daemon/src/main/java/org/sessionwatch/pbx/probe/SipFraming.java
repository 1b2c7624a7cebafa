package org.sessionwatch.pbx.probe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds SIP messages in a TCP stream by their Content-Length (RFC 3261 section 18.3), however its
 * bytes were cut on the way. Not thread-safe.
 */
final class SipFraming {
  private static final int LARGEST = 16_384;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("\n(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*)");

  private byte[] waiting = {};
  private boolean broken;

  /** Takes what was read and gives the messages that are complete now; none once it is broken. */
  List<byte[]> take(byte[] read) {
    List<byte[]> messages = new ArrayList<>();
    if (broken) {
      return messages;
    }
    byte[] all = Arrays.copyOf(waiting, waiting.length + read.length);
    System.arraycopy(read, 0, all, waiting.length, read.length);
    waiting = all;
    byte[] message = next();
    while (message != null) {
      messages.add(message);
      message = next();
    }
    if (waiting.length > LARGEST) {
      broken = true;
    }
    return messages;
  }

  /** Whether the stream cannot be followed any more: no length, or a message beyond 16384 bytes. */
  boolean broken() {
    return broken;
  }

  private byte @Nullable [] next() {
    // Empty lines before a message are keep-alives (RFC 5626 section 3.5.1).
    int start = 0;
    while (start < waiting.length && (waiting[start] == '\r' || waiting[start] == '\n')) {
      start++;
    }
    int bodyAt = endOfHead(start);
    if (broken || bodyAt < 0) {
      return null;
    }
    int length = contentLength(start, bodyAt);
    if (length < 0 || length > LARGEST) {
      broken = true;
      return null;
    }
    int end = bodyAt + length;
    if (end > waiting.length) {
      return null;
    }
    byte[] message = Arrays.copyOfRange(waiting, start, end);
    waiting = Arrays.copyOfRange(waiting, end, waiting.length);
    return message;
  }

  private int endOfHead(int from) {
    for (int i = from; i + END_OF_HEAD.length <= waiting.length; i++) {
      if (Arrays.equals(waiting, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
        return i + END_OF_HEAD.length;
      }
    }
    return -1;
  }

  /** The body's length; 0 without the header, -1 when it makes no sense. */
  private int contentLength(int from, int to) {
    String head = new String(waiting, from, to - from, StandardCharsets.ISO_8859_1);
    Matcher found = CONTENT_LENGTH.matcher(head.toLowerCase(Locale.ROOT));
    if (!found.find()) {
      return 0;
    }
    String digits = found.group(1).strip();
    return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
  }
}
