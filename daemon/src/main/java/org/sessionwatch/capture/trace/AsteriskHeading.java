package org.sessionwatch.capture.trace;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.Addresses;

/**
 * The line that Asterisk's PJSIP logger writes above a message.
 *
 * <pre>
 * &lt;--- Received SIP request (586 bytes) from TCP:127.0.0.1:5062 ---&gt;
 * &lt;--- Transmitting SIP response (287 bytes) to UDP:[2001:db8::1]:5060 ---&gt;
 * </pre>
 *
 * Older versions write IPv6 addresses without brackets.
 *
 * @param prefix what the log puts before it
 * @param received whether Asterisk got the message; otherwise it sent it
 * @param length of the message in bytes, 0 to 999999
 * @param peer the other end; null where the line does not give an address
 */
record AsteriskHeading(
    String prefix, boolean received, int length, @Nullable InetSocketAddress peer) {
  private static final String BEGIN = "<--- ";
  private static final Pattern HEADING =
      Pattern.compile(
          "<--- (?:(Received)|Transmitting) SIP (?:request|response) \\((\\d{1,6}) bytes\\)"
              + " (?:from|to) [^:]*:(.*) --->\\s*");

  /** What a terminal's colours leave in a text. */
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

  /** The heading in this line; null if there is none. */
  static @Nullable AsteriskHeading of(String line) {
    if (!line.contains(BEGIN)) {
      return null;
    }
    String plain = COLOUR.matcher(line).replaceAll("");
    // The last one alone: trying each would take a second for a line made up of them.
    int begin = Math.max(0, plain.lastIndexOf(BEGIN));
    Matcher heading = HEADING.matcher(plain).region(begin, plain.length());
    if (!heading.matches()) {
      return null;
    }
    return new AsteriskHeading(
        plain.substring(0, begin),
        heading.group(1) != null,
        Integer.parseInt(heading.group(2)),
        peer(heading.group(3)));
  }

  private static @Nullable InetSocketAddress peer(String text) {
    int port = text.lastIndexOf(':');
    boolean bare = !text.startsWith("[") && text.indexOf(':') < port;
    String address = bare ? "[" + text.substring(0, port) + "]" + text.substring(port) : text;
    return Addresses.addressAndPort(address).orElse(null);
  }
}
