package org.sessionwatch.capture;

import java.nio.charset.StandardCharsets;

/**
 * Tells SIP by its first line (RFC 3261 section 7).
 *
 * <pre>
 * Request-Line = Method SP Request-URI SP SIP-Version CRLF
 * Status-Line  = SIP-Version SP Status-Code SP Reason-Phrase CRLF
 * </pre>
 */
public final class SipStart {
  private static final byte[] VERSION = "SIP/2.0".getBytes(StandardCharsets.US_ASCII);

  /** Longer first lines are somebody's attack, not a Request-URI. */
  private static final int LONGEST_LINE = 8192;

  private static final int LONGEST_METHOD = 64;

  private static final String OTHER_TOKEN_CHARS = "-.!%*_+`'~";

  private SipStart() {}

  /**
   * Whether {@code bytes[start, to)} starts like a SIP request or response, behind any number of
   * empty lines (section 7.5).
   */
  public static boolean isSip(byte[] bytes, int start, int to) {
    int from = start;
    while (from < to && (bytes[from] == '\r' || bytes[from] == '\n')) {
      from++;
    }
    if (startsWithVersion(bytes, from, to)) {
      return from + VERSION.length < to && bytes[from + VERSION.length] == ' ';
    }
    int methodEnd = from;
    int methodLimit = Math.min(to, from + LONGEST_METHOD);
    while (methodEnd < methodLimit && isMethodChar(bytes[methodEnd])) {
      methodEnd++;
    }
    return methodEnd > from
        && methodEnd < methodLimit
        && bytes[methodEnd] == ' '
        && endsInVersion(bytes, methodEnd + 1, Math.min(to, from + LONGEST_LINE));
  }

  private static boolean endsInVersion(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
      end++;
    }
    int last = end;
    while (last > from && bytes[last - 1] == ' ') {
      last--; // some write more than they should
    }
    int version = last - VERSION.length;
    return end < to
        && version - 1 > from
        && bytes[version - 1] == ' '
        && startsWithVersion(bytes, version, last);
  }

  private static boolean startsWithVersion(byte[] bytes, int from, int to) {
    if (to - from < VERSION.length) {
      return false;
    }
    for (int i = 0; i < VERSION.length; i++) {
      byte b = bytes[from + i];
      // In any case (section 7.1).
      if ((b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b) != VERSION[i]) {
        return false;
      }
    }
    return true;
  }

  /** The characters of a token (RFC 3261 section 25.1). */
  private static boolean isMethodChar(byte b) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || OTHER_TOKEN_CHARS.indexOf(b) >= 0;
  }
}
