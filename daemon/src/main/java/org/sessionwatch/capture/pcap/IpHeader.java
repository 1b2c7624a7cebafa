package org.sessionwatch.capture.pcap;

import static org.sessionwatch.capture.NetworkOrder.bits64;
import static org.sessionwatch.capture.NetworkOrder.u16;
import static org.sessionwatch.capture.NetworkOrder.u32;
import static org.sessionwatch.capture.NetworkOrder.u8;

import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.capture.stream.Flow;

/**
 * The header of an IP packet (RFC 791, 8200), and where what it carries lies.
 *
 * <p>One object for all packets of a recording: it holds where the last one's parts are, in the
 * array that it was read from.
 */
final class IpHeader {
  private static final int IPV4_HEADER_LENGTH = 20;
  private static final int IPV6_HEADER_LENGTH = 40;
  private static final int IPV6_FRAGMENT_HEADER_LENGTH = 8;
  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION_OPTIONS = 60;

  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int protocol;
  private int payloadAt;
  private int payloadEnd;
  private int missing;
  private boolean fragment;
  private long fragmentId;
  private int fragmentOffset;
  private boolean moreFragments;

  /**
   * Reads the packet that begins at {@code at}; the frame ends before {@code end}.
   *
   * @return false when it is not IP, or cut off inside its header
   */
  boolean read(byte[] bytes, int at, int end) {
    fragment = false;
    int version = end > at ? u8(bytes, at) >> 4 : 0;
    return switch (version) {
      case 4 -> ipv4(bytes, at, end);
      case 6 -> ipv6(bytes, at, end);
      default -> false;
    };
  }

  private boolean ipv4(byte[] bytes, int at, int end) {
    int headerLength = (u8(bytes, at) & 0xf) * 4;
    if (headerLength < IPV4_HEADER_LENGTH || end - at < headerLength) {
      return false;
    }
    int totalLength = u16(bytes, at + 2);
    // 0 is what the sender's capture shows where the network card cuts packets to size.
    if (!endsAt(totalLength == 0 ? end : at + totalLength, at + headerLength, end)) {
      return false;
    }
    protocol = u8(bytes, at + 9);
    payloadAt = at + headerLength;
    sourceHigh = 0;
    sourceLow = SocketAddresses.lowOfIpv4(u32(bytes, at + 12));
    destinationHigh = 0;
    destinationLow = SocketAddresses.lowOfIpv4(u32(bytes, at + 16));
    // All but "don't fragment": more fragments follow, or this is not the first.
    int flagsAndOffset = u16(bytes, at + 6) & 0x3fff;
    if (flagsAndOffset != 0) {
      fragment = true;
      fragmentId = u16(bytes, at + 4);
      fragmentOffset = (flagsAndOffset & 0x1fff) * 8;
      moreFragments = (flagsAndOffset & 0x2000) != 0;
    }
    return true;
  }

  private boolean ipv6(byte[] bytes, int at, int end) {
    if (end - at < IPV6_HEADER_LENGTH) {
      return false;
    }
    int header = at + IPV6_HEADER_LENGTH;
    int payloadLength = u16(bytes, at + 4);
    if (!endsAt(payloadLength == 0 ? end : header + payloadLength, header, end)) {
      return false;
    }
    sourceHigh = bits64(bytes, at + 8);
    sourceLow = bits64(bytes, at + 16);
    destinationHigh = bits64(bytes, at + 24);
    destinationLow = bits64(bytes, at + 32);
    walk(u8(bytes, at + 6), bytes, header, payloadEnd);
    return true;
  }

  /**
   * The frame may be longer than the packet, by padding, or shorter, where the capture kept only
   * its beginning.
   */
  private boolean endsAt(int packetEnd, int headerEnd, int frameEnd) {
    payloadEnd = Math.min(packetEnd, frameEnd);
    missing = packetEnd - payloadEnd;
    return packetEnd >= headerEnd;
  }

  /**
   * Goes over IPv6's extension headers, the first of which is of type {@code next}, up to what the
   * packet carries or to the header that says that it is a fragment.
   */
  private void walk(int next, byte[] bytes, int at, int end) {
    protocol = next;
    payloadAt = at;
    // Each extension header is at least 8 bytes, so this comes to an end.
    while (end - payloadAt >= 8) {
      if (protocol == FRAGMENT && isPart(bytes)) {
        return;
      }
      int length = extensionLength(protocol, u8(bytes, payloadAt + 1));
      if (length == 0 || length > end - payloadAt) {
        return;
      }
      protocol = u8(bytes, payloadAt);
      payloadAt += length;
    }
  }

  private boolean isPart(byte[] bytes) {
    int offsetAndMore = u16(bytes, payloadAt + 2) & 0xfff9;
    if (offsetAndMore == 0) {
      return false; // a fragment header around a whole packet, RFC 6946
    }
    fragment = true;
    fragmentId = u32(bytes, payloadAt + 4);
    fragmentOffset = offsetAndMore & 0xfff8;
    moreFragments = (offsetAndMore & 1) != 0;
    protocol = u8(bytes, payloadAt);
    payloadAt += IPV6_FRAGMENT_HEADER_LENGTH;
    return true;
  }

  /** Bytes of the extension header of this type; 0 when it is none. */
  private static int extensionLength(int type, int lengthField) {
    return switch (type) {
      case HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS -> (lengthField + 1) * 8;
      case AUTHENTICATION -> (lengthField + 2) * 4;
      case FRAGMENT -> IPV6_FRAGMENT_HEADER_LENGTH;
      default -> 0;
    };
  }

  /** Goes on with a packet put together from fragments, of which this was one. */
  void reassembled(byte[] whole) {
    fragment = false;
    missing = 0;
    payloadEnd = whole.length;
    walk(protocol, whole, 0, whole.length);
  }

  /** Whether the packet is a piece of a larger one. */
  boolean isFragment() {
    return fragment;
  }

  /** What the packet carries, by IANA's protocol numbers. */
  int protocol() {
    return protocol;
  }

  /** Where that begins. */
  int payloadAt() {
    return payloadAt;
  }

  /** Where it ends, as far as it was captured. */
  int payloadEnd() {
    return payloadEnd;
  }

  /** How many bytes of it the capture did not keep. */
  int missing() {
    return missing;
  }

  /** Where in the whole the fragment belongs, in bytes. */
  int fragmentOffset() {
    return fragmentOffset;
  }

  /** Whether the fragment is not the last of its packet. */
  boolean moreFragments() {
    return moreFragments;
  }

  /** Which packet the fragment is of. */
  Fragments.Packet fragmentOf() {
    return new Fragments.Packet(
        sourceHigh, sourceLow, destinationHigh, destinationLow, protocol, fragmentId);
  }

  /** Who sends to whom. */
  Flow flow(int sourcePort, int destinationPort) {
    return new Flow(
        sourceHigh, sourceLow, destinationHigh, destinationLow, sourcePort, destinationPort);
  }
}
