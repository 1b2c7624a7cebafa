package org.sessionwatch.sip;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.Malformed.Reason;

/**
 * Finds in one pass the headers that session timers need. Anything else in the message is skipped
 * without a look at it.
 *
 * <p>{@code message = start-line *( header-name HCOLON value CRLF ) CRLF [ body ]}, a value going
 * on in the next line when that starts with white space (RFC 3261 section 7). Lines may also end in
 * a bare LF. Stateless; any thread may call.
 */
public final class SipScanner {
  private static final String VERSION = "SIP/2.0";

  private SipScanner() {}

  /** Scans a message; never throws, whatever the bytes are. */
  public static SipScan scan(byte[] bytes) {
    int end = bytes.length;
    int start = Text.skipSpace(bytes, 0, end);
    if (start == end) {
      return new Malformed(0, Reason.KEEP_ALIVE);
    }
    SipMessage message = new SipMessage(bytes);
    int lineEnd = lineEnd(bytes, start, end);
    if (!startLine(message, start, Text.trimEnd(bytes, start, lineEnd))) {
      return new Malformed(start, Reason.START_LINE);
    }
    return check(message, headers(message, lineEnd + 1, end));
  }

  private static boolean startLine(SipMessage message, int start, int end) {
    byte[] bytes = message.bytes;
    int version = VERSION.length();
    if (end - start > version + 3
        && Text.equalsIgnoreCase(bytes, start, start + version, "sip/2.0")
        && bytes[start + version] == ' ') {
      int status = start + version + 1;
      message.status = (int) Text.number(bytes, status, Text.tokenEnd(bytes, status, end));
      return message.status >= 100 && message.status <= 699;
    }
    int space = Text.indexOf(bytes, start, end, ' ');
    if (space <= start || end - version <= space) {
      return false;
    }
    message.method = SipMethod.of(bytes, start, space);
    message.registration = SipMethod.isRegister(bytes, start, space);
    return Text.equalsIgnoreCase(bytes, end - version, end, "sip/2.0");
  }

  /** Takes every header; returns where they end. */
  private static int headers(SipMessage message, int start, int end) {
    byte[] bytes = message.bytes;
    int line = start;
    while (line < end) {
      int lineEnd = lineEnd(bytes, line, end);
      if (Text.trimEnd(bytes, line, lineEnd) == line) {
        message.bodyStart = Math.min(lineEnd + 1, end);
        return line;
      }
      while (lineEnd + 1 < end && isFold(bytes[lineEnd + 1])) {
        lineEnd = lineEnd(bytes, lineEnd + 1, end);
      }
      if (lineEnd == end) {
        // The last line has no end: its value may be cut short, and must not pass for a whole one.
        message.cut = true;
        return line;
      }
      header(message, line, lineEnd);
      line = lineEnd + 1;
    }
    message.cut = true;
    return end;
  }

  private static void header(SipMessage message, int line, int end) {
    byte[] bytes = message.bytes;
    int colon = Text.indexOf(bytes, line, end, ':');
    if (colon < 0) {
      return;
    }
    int nameEnd = Text.trimEnd(bytes, line, colon);
    int value = Text.skipSpace(bytes, colon + 1, end);
    SipHeaders.take(message, line, nameEnd, value, Text.trimEnd(bytes, value, end));
  }

  private static SipScan check(SipMessage message, int offset) {
    Reason missing = missing(message);
    if (missing == null) {
      return message;
    }
    return new Malformed(offset, message.cut ? Reason.CUT : missing);
  }

  private static @Nullable Reason missing(SipMessage message) {
    if (message.callId == SipMessage.NOWHERE) {
      return Reason.NO_CALL_ID;
    }
    if (message.fromUri == SipMessage.NOWHERE) {
      return Reason.NO_FROM;
    }
    if (message.toUri == SipMessage.NOWHERE) {
      return Reason.NO_TO;
    }
    if (message.cseq == SipMessage.ABSENT) {
      return Reason.NO_CSEQ;
    }
    return message.cseq == SipMessage.UNREADABLE ? Reason.BAD_CSEQ : null;
  }

  /** The position of the line's LF, or the end of the bytes. */
  private static int lineEnd(byte[] bytes, int start, int end) {
    int lf = Text.indexOf(bytes, start, end, '\n');
    return lf < 0 ? end : lf;
  }

  private static boolean isFold(byte b) {
    return b == ' ' || b == '\t';
  }
}
