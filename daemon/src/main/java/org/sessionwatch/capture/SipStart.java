package org.sessionwatch.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

  private static final int LONGEST_METHOD = 32;

  private SipStart() {}

  /** Whether {@code bytes[from, to)} starts like a SIP request or response. */
  public static boolean isSip(byte[] bytes, int from, int to) {
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
    int version = end - VERSION.length;
    return end < to
        && version - 1 > from
        && bytes[version - 1] == ' '
        && startsWithVersion(bytes, version, end);
  }

  private static boolean startsWithVersion(byte[] bytes, int from, int to) {
    return to - from >= VERSION.length
        && Arrays.equals(bytes, from, from + VERSION.length, VERSION, 0, VERSION.length);
  }

  /** The characters of a token (RFC 3261 section 25.1) that methods use. */
  private static boolean isMethodChar(byte b) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '_'
        || b == '.';
  }
}
