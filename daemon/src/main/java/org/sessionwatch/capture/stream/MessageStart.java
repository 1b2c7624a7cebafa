package org.sessionwatch.capture.stream;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sessionwatch.capture.SipStart;
import org.sessionwatch.capture.hep.HepDecoder;

/** What begins at some place of a stream. */
enum MessageStart {
  SIP,
  HEP,
  /** A request to speak WebSocket, or the consent (RFC 6455 section 4). */
  UPGRADE,
  /** A WebSocket frame with SIP inside (RFC 7118). */
  WEB_SOCKET,
  /** More bytes will tell. */
  UNDECIDED,
  NOTHING;

  /** As {@link SipStart} has it. */
  private static final int LONGEST_LINE = 8192;

  /** Method and version names are shorter. */
  private static final int LONGEST_WORD = 64;

  private static final byte[] HEP3 = ascii("HEP3");
  private static final byte[] GET = ascii("GET ");
  private static final byte[] HTTP = ascii(" HTTP/1.1");
  private static final byte[] SWITCHING = ascii("HTTP/1.1 101");

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What begins at {@code at}; the stream is known up to {@code to}. */
  static MessageStart at(byte[] bytes, int at, int to) {
    if (HepDecoder.isHep3(bytes, at, to)) {
      return HEP;
    }
    if (to - at < HEP3.length && Arrays.equals(bytes, at, to, HEP3, 0, to - at)) {
      return UNDECIDED;
    }
    return WebSocketFrame.mayBegin(bytes[at]) ? inFrame(bytes, at, to) : line(bytes, at, to);
  }

  /** Only SIP tells a frame in the middle of a stream from other bytes. */
  private static MessageStart inFrame(byte[] bytes, int at, int to) {
    WebSocketFrame frame = WebSocketFrame.read(bytes, at, to);
    if (frame == null) {
      return UNDECIDED;
    }
    if (frame.isWrong() || frame.length() == 0 || frame.length() > Framing.LONGEST) {
      return NOTHING;
    }
    byte[] payload = frame.payload(bytes, at, Math.min(to, at + LONGEST_LINE));
    if (payload.length == 0) {
      return UNDECIDED;
    }
    return switch (line(payload, 0, payload.length)) {
      case SIP -> WEB_SOCKET;
      case UNDECIDED -> payload.length < frame.length() ? UNDECIDED : NOTHING;
      default -> NOTHING;
    };
  }

  private static MessageStart line(byte[] bytes, int at, int to) {
    int limit = Math.min(to, at + LONGEST_LINE);
    int end = at;
    while (end < limit && bytes[end] != '\n') {
      end++;
    }
    if (end == limit) {
      return to - at < LONGEST_LINE && mayBeCut(bytes, at, to) ? UNDECIDED : NOTHING;
    }
    if (SipStart.isSip(bytes, at, end + 1)) {
      return header(bytes, end + 1, to);
    }
    return isUpgrade(bytes, at, end) ? UPGRADE : NOTHING;
  }

  /** Whether the beginning of a first line could have a method or version, a space, and text. */
  private static boolean mayBeCut(byte[] bytes, int at, int to) {
    int space = at;
    while (space < to && bytes[space] != ' ') {
      boolean word = bytes[space] > ' ' && bytes[space] < 0x7f && space - at < LONGEST_WORD;
      if (!word) {
        return false;
      }
      space++;
    }
    for (int i = space; i < to; i++) {
      if (bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /**
   * A start line and no header below it is part of a body: a NOTIFY of a REFER tells of a response
   * in that way (RFC 3515).
   */
  private static MessageStart header(byte[] bytes, int at, int to) {
    int colon = at;
    while (colon < to && isTokenChar(bytes[colon])) {
      colon++;
    }
    boolean named = colon > at;
    while (named && colon < to && (bytes[colon] == ' ' || bytes[colon] == '\t')) {
      colon++;
    }
    if (colon == to) {
      return UNDECIDED;
    }
    return named && bytes[colon] == ':' ? SIP : NOTHING;
  }

  /** RFC 3261 section 25.1. */
  private static boolean isTokenChar(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || "-.!%*_+`'~".indexOf(b) >= 0;
  }

  private static boolean isUpgrade(byte[] bytes, int at, int newline) {
    int end = newline > at && bytes[newline - 1] == '\r' ? newline - 1 : newline;
    boolean request =
        startsWith(bytes, at, end, GET) && startsWith(bytes, end - HTTP.length, end, HTTP);
    return request || startsWith(bytes, at, end, SWITCHING);
  }

  private static boolean startsWith(byte[] bytes, int at, int end, byte[] text) {
    return at >= 0
        && end - at >= text.length
        && Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
  }
}
