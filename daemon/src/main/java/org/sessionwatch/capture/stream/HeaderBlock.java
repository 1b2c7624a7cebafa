package org.sessionwatch.capture.stream;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** The header fields at a message's head, as far as framing needs them. */
final class HeaderBlock {
  /** The headers go on behind the bytes known. */
  static final int OPEN = -1;

  /** Without a Content-Length, or with one that is no number. */
  static final long NO_LENGTH = -1;

  private static final byte[] CONTENT_LENGTH = ascii("content-length");
  private static final byte[] COMPACT_LENGTH = ascii("l");

  /** Longer numbers are no length. */
  private static final int MOST_DIGITS = 10;

  private static final Pattern WEB_SOCKET =
      Pattern.compile("\nupgrade[ \t]*:[ \t]*websocket[ \t]*\r?\n");

  private HeaderBlock() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Where the body begins: behind the first empty line from {@code at} on; {@link #OPEN} if there
   * is none.
   */
  static int end(byte[] bytes, int at, int to) {
    for (int i = at; i < to - 1; i++) {
      if (bytes[i] == '\n') {
        if (bytes[i + 1] == '\n') {
          return i + 2;
        }
        if (bytes[i + 1] == '\r' && i + 2 < to && bytes[i + 2] == '\n') {
          return i + 3;
        }
      }
    }
    return OPEN;
  }

  /**
   * How many bytes follow the headers {@code bytes[at, end)}.
   *
   * <pre>
   * Content-Length = ( "Content-Length" / "l" ) HCOLON 1*DIGIT      (RFC 3261 section 20.14)
   * </pre>
   *
   * @return 0 or more; {@link #NO_LENGTH} where it does not say
   */
  static long contentLength(byte[] bytes, int at, int end) {
    int line = nextLine(bytes, at, end);
    while (line < end) {
      int value =
          Math.max(
              valueOf(CONTENT_LENGTH, bytes, line, end), valueOf(COMPACT_LENGTH, bytes, line, end));
      if (value >= 0) {
        return number(bytes, value, end);
      }
      line = nextLine(bytes, line, end);
    }
    return NO_LENGTH;
  }

  /** Whether the headers {@code bytes[at, end)} ask for WebSocket or grant it (RFC 6455). */
  static boolean upgradesToWebSocket(byte[] bytes, int at, int end) {
    String headers = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
    return WEB_SOCKET.matcher(headers.toLowerCase(Locale.ROOT)).find();
  }

  private static int nextLine(byte[] bytes, int at, int end) {
    int line = at;
    while (line < end && bytes[line] != '\n') {
      line++;
    }
    return line + 1;
  }

  /** Where the value of the header in this line begins; -1 if it has another name. */
  private static int valueOf(byte[] name, byte[] bytes, int line, int end) {
    if (end - line <= name.length) {
      return -1;
    }
    for (int i = 0; i < name.length; i++) {
      if ((bytes[line + i] | 0x20) != (name[i] | 0x20)) {
        return -1;
      }
    }
    int colon = skipBlanks(bytes, line + name.length, end);
    return colon < end && bytes[colon] == ':' ? skipBlanks(bytes, colon + 1, end) : -1;
  }

  private static int skipBlanks(byte[] bytes, int at, int end) {
    int i = at;
    while (i < end && (bytes[i] == ' ' || bytes[i] == '\t')) {
      i++;
    }
    return i;
  }

  private static long number(byte[] bytes, int at, int end) {
    long number = 0;
    int i = at;
    while (i < end && bytes[i] >= '0' && bytes[i] <= '9' && i - at < MOST_DIGITS) {
      number = number * 10 + (bytes[i] - '0');
      i++;
    }
    return i == at ? NO_LENGTH : number;
  }
}
