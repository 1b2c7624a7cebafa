package org.sessionwatch.capture.pcap;

import static org.sessionwatch.capture.NetworkOrder.bits64;
import static org.sessionwatch.capture.NetworkOrder.u16;
import static org.sessionwatch.capture.NetworkOrder.u32;
import static org.sessionwatch.capture.NetworkOrder.u8;

import java.net.InetSocketAddress;
import org.sessionwatch.capture.SocketAddresses;

/**
 * The UDP datagram inside an IP packet (RFC 768, 791, 8200).
 *
 * <p>One object for all packets of a recording: it holds where the last one's parts are, in the
 * array that it was read from.
 */
final class UdpPacket {
  /** What a packet is. */
  enum Kind {
    UDP,
    /** A piece of a larger packet. */
    FRAGMENT,
    /** Neither, or cut off before one could tell. */
    OTHER
  }

  private static final int UDP = 17;
  private static final int UDP_HEADER_LENGTH = 8;
  private static final int IPV4_HEADER_LENGTH = 20;
  private static final int IPV6_HEADER_LENGTH = 40;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION_OPTIONS = 60;

  private final SocketAddresses addresses = new SocketAddresses();
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int udpAt;
  private int payloadEnd;
  private boolean cut;
  private byte[] bytes = {};

  /** Looks at the IP packet that begins at {@code at}; the frame ends before {@code end}. */
  Kind read(byte[] bytes, int at, int end) {
    this.bytes = bytes;
    int version = end > at ? u8(bytes, at) >> 4 : 0;
    return switch (version) {
      case 4 -> ipv4(at, end);
      case 6 -> ipv6(at, end);
      default -> Kind.OTHER;
    };
  }

  private Kind ipv4(int at, int end) {
    int headerLength = (u8(bytes, at) & 0xf) * 4;
    if (headerLength < IPV4_HEADER_LENGTH || end - at < headerLength || u8(bytes, at + 9) != UDP) {
      return Kind.OTHER;
    }
    // All but "don't fragment": more fragments follow, or this is not the first.
    if ((u16(bytes, at + 6) & 0x3fff) != 0) {
      return Kind.FRAGMENT;
    }
    sourceHigh = 0;
    sourceLow = SocketAddresses.lowOfIpv4(u32(bytes, at + 12));
    destinationHigh = 0;
    destinationLow = SocketAddresses.lowOfIpv4(u32(bytes, at + 16));
    return udp(at + headerLength, end);
  }

  private Kind ipv6(int at, int end) {
    if (end - at < IPV6_HEADER_LENGTH) {
      return Kind.OTHER;
    }
    sourceHigh = bits64(bytes, at + 8);
    sourceLow = bits64(bytes, at + 16);
    destinationHigh = bits64(bytes, at + 24);
    destinationLow = bits64(bytes, at + 32);
    int next = u8(bytes, at + 6);
    int header = at + IPV6_HEADER_LENGTH;
    // Each extension header is at least 8 bytes, so this comes to an end.
    while (next != UDP && end - header >= 8) {
      if (next == FRAGMENT && (u16(bytes, header + 2) & 0xfff9) != 0) {
        return Kind.FRAGMENT;
      }
      int length = extensionLength(next, u8(bytes, header + 1));
      if (length == 0) {
        return Kind.OTHER;
      }
      next = u8(bytes, header);
      header += length;
    }
    return next == UDP ? udp(header, end) : Kind.OTHER;
  }

  /** Bytes of the extension header of this type; 0 when it is none. */
  private static int extensionLength(int type, int lengthField) {
    return switch (type) {
      case HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS -> (lengthField + 1) * 8;
      case AUTHENTICATION -> (lengthField + 2) * 4;
      case FRAGMENT -> 8;
      default -> 0;
    };
  }

  private Kind udp(int at, int end) {
    if (end - at < UDP_HEADER_LENGTH) {
      return Kind.OTHER;
    }
    int length = u16(bytes, at + 4);
    if (length < UDP_HEADER_LENGTH) {
      return Kind.OTHER;
    }
    udpAt = at;
    // The frame may be longer, by padding, or shorter, where the capture kept only its beginning.
    cut = at + length > end;
    payloadEnd = Math.min(at + length, end);
    return Kind.UDP;
  }

  /** Where the payload begins. */
  int payloadAt() {
    return udpAt + UDP_HEADER_LENGTH;
  }

  /** Where the payload ends, as far as it was captured. */
  int payloadEnd() {
    return payloadEnd;
  }

  /** Whether the capture kept only the payload's beginning. */
  boolean isCut() {
    return cut;
  }

  InetSocketAddress source() {
    return addresses.of(sourceHigh, sourceLow, u16(bytes, udpAt));
  }

  InetSocketAddress destination() {
    return addresses.of(destinationHigh, destinationLow, u16(bytes, udpAt + 2));
  }
}
