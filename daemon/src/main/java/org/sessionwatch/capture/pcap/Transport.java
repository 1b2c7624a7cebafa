package org.sessionwatch.capture.pcap;

import static org.sessionwatch.capture.NetworkOrder.bits32;
import static org.sessionwatch.capture.NetworkOrder.u16;
import static org.sessionwatch.capture.NetworkOrder.u8;

import org.sessionwatch.capture.stream.Flow;
import org.sessionwatch.capture.stream.TcpSegment;

/**
 * The UDP datagram or TCP segment inside an IP packet (RFC 768, 9293).
 *
 * <p>One object for all packets of a recording: it holds where the last one's parts are, in the
 * array that it was read from.
 */
final class Transport {
  /** What an IP packet carries. */
  enum Kind {
    UDP,
    TCP,
    /** Neither, or cut off before one could tell. */
    OTHER
  }

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int UDP_HEADER_LENGTH = 8;
  private static final int TCP_HEADER_LENGTH = 20;

  private byte[] bytes = {};
  private int at;
  private int payloadAt;
  private int payloadEnd;
  private int missing;

  /** Looks at what the packet carries whose header was read from {@code bytes}. */
  Kind read(IpHeader ip, byte[] bytes) {
    this.bytes = bytes;
    this.at = ip.payloadAt();
    return switch (ip.protocol()) {
      case UDP -> udp(ip.payloadEnd());
      case TCP -> tcp(ip.payloadEnd(), ip.missing());
      default -> Kind.OTHER;
    };
  }

  private Kind udp(int end) {
    if (end - at < UDP_HEADER_LENGTH) {
      return Kind.OTHER;
    }
    int length = u16(bytes, at + 4);
    if (length < UDP_HEADER_LENGTH) {
      return Kind.OTHER;
    }
    payloadAt = at + UDP_HEADER_LENGTH;
    payloadEnd = Math.min(at + length, end);
    missing = at + length - payloadEnd;
    return Kind.UDP;
  }

  private Kind tcp(int end, int missingInPacket) {
    if (end - at < TCP_HEADER_LENGTH) {
      return Kind.OTHER;
    }
    int headerLength = (u8(bytes, at + 12) >> 4) * 4;
    if (headerLength < TCP_HEADER_LENGTH || headerLength > end - at) {
      return Kind.OTHER;
    }
    payloadAt = at + headerLength;
    payloadEnd = end;
    missing = missingInPacket;
    return Kind.TCP;
  }

  /** Where the payload begins. */
  int payloadAt() {
    return payloadAt;
  }

  /** Where the payload ends, as far as it was captured. */
  int payloadEnd() {
    return payloadEnd;
  }

  /** Whether the capture kept only the payload's beginning. */
  boolean isCut() {
    return missing > 0;
  }

  /** Who sends to whom. */
  Flow flow(IpHeader ip) {
    return ip.flow(u16(bytes, at), u16(bytes, at + 2));
  }

  /** The TCP segment. */
  TcpSegment segment(IpHeader ip, long timeUs) {
    return new TcpSegment(
        flow(ip),
        bits32(bytes, at + 4),
        u8(bytes, at + 13),
        bytes,
        payloadAt,
        payloadEnd,
        missing,
        timeUs);
  }
}
