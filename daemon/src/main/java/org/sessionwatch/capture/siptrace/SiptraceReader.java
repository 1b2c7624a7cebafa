package org.sessionwatch.capture.siptrace;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.NetworkOrder;
import org.sessionwatch.capture.SocketAddresses;

/**
 * Reads plain SIP from Kamailio's siptrace. With {@code xheaders_write} it puts, behind a message's
 * last header ({@code sip_trace_xheaders_write} in its siptrace_send.c):
 *
 * <pre>
 * X-Siptrace-Fromip: proto ":" address ":" port
 * X-Siptrace-Toip: proto ":" address ":" port
 * X-Siptrace-Time: seconds SP microseconds      ("0 0" in some modes)
 * X-Siptrace-Method: text
 * X-Siptrace-Dir: "in" / "out"
 * </pre>
 *
 * These are taken out again, so that the message is the one that the PBX saw. Without them it is
 * taken as it is. A message that was written by somebody else and has such headers further up keeps
 * them: only the block right before the empty line is siptrace's own.
 *
 * <p>Not for use by several threads.
 */
public final class SiptraceReader {
  private static final byte[] PREFIX = ascii("X-Siptrace-");
  private static final byte[] EMPTY_LINE = ascii("\r\n\r\n");

  /** siptrace writes five; whoever writes more wants something else. */
  private static final int MOST_HEADERS = 8;

  /** siptrace's own buffer for all of them is 512 bytes. */
  private static final int LONGEST_HEADER = 512;

  /** What siptrace writes for an address that it does not know. */
  private static final String UNKNOWN = "any:255.255.255.255:";

  private static final Pattern ADDRESS =
      Pattern.compile("[a-z]{2,5}:\\[?([0-9A-Fa-f.:]{2,45}?)\\]?:(\\d{1,5})");

  private static final Pattern TIME = Pattern.compile("(\\d{1,10}) (\\d{1,6})");

  private final SocketAddresses addresses;

  /** A reader that makes addresses by these. */
  public SiptraceReader(SocketAddresses addresses) {
    this.addresses = addresses;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads {@code bytes[from, to)}, which begins as SIP does, and keeps nothing of the array. */
  public SiptraceMessage read(byte[] bytes, int from, int to) {
    int headersEnd = headersEnd(bytes, from, to);
    int block = headersEnd;
    InetSocketAddress source = null;
    InetSocketAddress destination = null;
    long timeUs = 0;
    for (int i = 0; i < MOST_HEADERS; i++) {
      int line = lineBefore(bytes, from, block);
      if (line < 0) {
        break;
      }
      String header = text(bytes, line + PREFIX.length, block - 2);
      block = line;
      source = header.startsWith("Fromip: ") ? address(header.substring(8)) : source;
      destination = header.startsWith("Toip: ") ? address(header.substring(6)) : destination;
      timeUs = header.startsWith("Time: ") ? timeUs(header.substring(6)) : timeUs;
    }
    return new SiptraceMessage(
        timeUs, source, destination, without(bytes, from, block, headersEnd, to));
  }

  /** Where the line break of the last header ends; {@code to} where no empty line follows. */
  private static int headersEnd(byte[] bytes, int from, int to) {
    for (int i = from; i + EMPTY_LINE.length <= to; i++) {
      if (bytes[i] == '\r' && matches(bytes, i, EMPTY_LINE)) {
        return i + 2;
      }
    }
    return to;
  }

  /** Where siptrace's header that ends at {@code end} begins; -1 where another header stands. */
  private static int lineBefore(byte[] bytes, int from, int end) {
    if (end - from < PREFIX.length + 4 || bytes[end - 1] != '\n' || bytes[end - 2] != '\r') {
      return -1;
    }
    int least = Math.max(from, end - LONGEST_HEADER);
    int line = end - 2;
    while (line > least && bytes[line - 1] != '\n') {
      line--;
    }
    // The first line is the message's own.
    boolean whole = line > from && bytes[line - 1] == '\n' && end - line > PREFIX.length + 2;
    return whole && matches(bytes, line, PREFIX) ? line : -1;
  }

  private static boolean matches(byte[] bytes, int at, byte[] text) {
    return Arrays.equals(bytes, at, at + text.length, text, 0, text.length);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static byte[] without(byte[] bytes, int from, int cut, int cutEnd, int to) {
    byte[] sip = Arrays.copyOfRange(bytes, from, to - (cutEnd - cut));
    System.arraycopy(bytes, cutEnd, sip, cut - from, to - cutEnd);
    return sip;
  }

  private static long timeUs(String text) {
    Matcher matcher = TIME.matcher(text);
    return matcher.matches()
        ? Long.parseLong(matcher.group(1)) * 1_000_000 + Long.parseLong(matcher.group(2))
        : 0;
  }

  private @Nullable InetSocketAddress address(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    if (text.startsWith(UNKNOWN) || !matcher.matches()) {
      return null;
    }
    String host = matcher.group(1);
    int port = Integer.parseInt(matcher.group(2));
    if (port > 0xffff || !(isIpv4(host) || isIpv6(host))) {
      return null;
    }
    try {
      byte[] raw = InetAddress.getByName(host).getAddress(); // a literal: asks no name server
      return raw.length == 4
          ? addresses.of(0, SocketAddresses.lowOfIpv4(NetworkOrder.u32(raw, 0)), port)
          : addresses.of(NetworkOrder.bits64(raw, 0), NetworkOrder.bits64(raw, 8), port);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static boolean isIpv4(String host) {
    return host.matches("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
  }

  /** Java takes what begins so and has a colon for nothing but an IPv6 address. */
  private static boolean isIpv6(String host) {
    return host.indexOf(':') >= 0 && host.charAt(0) != '.';
  }
}
