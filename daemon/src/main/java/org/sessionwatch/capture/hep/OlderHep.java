package org.sessionwatch.capture.hep;

import static org.sessionwatch.capture.NetworkOrder.bits32;
import static org.sessionwatch.capture.NetworkOrder.bits64;
import static org.sessionwatch.capture.NetworkOrder.u16;
import static org.sessionwatch.capture.NetworkOrder.u32;
import static org.sessionwatch.capture.NetworkOrder.u8;

import java.net.InetSocketAddress;
import java.util.Arrays;
import org.sessionwatch.capture.SipStart;
import org.sessionwatch.capture.SocketAddresses;

/**
 * Reads HEP versions 1 and 2.
 *
 * <pre>
 * version u8, length u8, address family u8, protocol u8, source port u16, destination port u16,
 * source and destination address (4 or 16 bytes each)
 * in version 2 also, little-endian: seconds u32, microseconds u32, capture id u16, 2 bytes of nothing
 * then the SIP message
 * </pre>
 *
 * The length byte is the header's from one agent and a truncated total from another, so it is not
 * looked at. Neither version has a key or a node name.
 */
final class OlderHep {
  private static final int FAMILY_AT = 2;
  private static final int FAMILY_IPV4 = 2;
  private static final int FAMILY_IPV6 = 10;
  private static final int ADDRESSES_AT = 8;
  private static final int TIME_LENGTH = 12;

  private OlderHep() {}

  /** Whether {@code bytes[from, to)} has a version and an address family at their places. */
  static boolean looksLike(byte[] bytes, int from, int to) {
    return to - from >= 4
        && (bytes[from] == 1 || bytes[from] == 2)
        && (bytes[from + FAMILY_AT] == FAMILY_IPV4 || bytes[from + FAMILY_AT] == FAMILY_IPV6);
  }

  /** Whether it is HEP 1 or 2 with SIP inside. */
  static boolean isSip(byte[] bytes, int from, int to) {
    return looksLike(bytes, from, to) && SipStart.isSip(bytes, payloadAt(bytes, from), to);
  }

  private static int payloadAt(byte[] bytes, int from) {
    int time = bytes[from] == 2 ? TIME_LENGTH : 0;
    return from + ADDRESSES_AT + 2 * addressLength(bytes, from) + time;
  }

  private static int addressLength(byte[] bytes, int from) {
    return bytes[from + FAMILY_AT] == FAMILY_IPV4 ? 4 : 16;
  }

  /** Reads what {@link #looksLike} it. */
  static HepDatagram decode(
      byte[] bytes, int from, int to, long receivedAtUs, SocketAddresses addresses) {
    int payload = payloadAt(bytes, from);
    if (payload >= to) {
      return new HepDatagram.Faulty(HepFault.HEADER_CUT, to - from);
    }
    if (!SipStart.isSip(bytes, payload, to)) {
      return new HepDatagram.Faulty(HepFault.NOT_HEP, payload - from);
    }
    int length = addressLength(bytes, from);
    int time = from + ADDRESSES_AT + 2 * length;
    boolean timed = bytes[from] == 2;
    long seconds = timed ? littleEndian32(bytes, time) : 0;
    return new HepDatagram.Sip(
        timed ? u8(bytes, time + 8) | u8(bytes, time + 9) << 8 : 0,
        null,
        seconds == 0 ? receivedAtUs : seconds * 1_000_000 + littleEndian32(bytes, time + 4),
        address(bytes, from + ADDRESSES_AT, length, u16(bytes, from + 4), addresses),
        address(bytes, from + ADDRESSES_AT + length, length, u16(bytes, from + 6), addresses),
        Arrays.copyOfRange(bytes, payload, to));
  }

  private static InetSocketAddress address(
      byte[] bytes, int at, int length, int port, SocketAddresses addresses) {
    return length == 4
        ? addresses.of(0, SocketAddresses.lowOfIpv4(u32(bytes, at)), port)
        : addresses.of(bits64(bytes, at), bits64(bytes, at + 8), port);
  }

  private static long littleEndian32(byte[] bytes, int at) {
    return Integer.toUnsignedLong(Integer.reverseBytes(bits32(bytes, at)));
  }
}
