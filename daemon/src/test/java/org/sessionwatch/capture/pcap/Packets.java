package org.sessionwatch.capture.pcap;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes IP packets between any two sockets, for tests. */
public final class Packets {
  private static final int UDP = 17;
  private static final int TCP = 6;

  private Packets() {}

  /** A TCP segment in an IP packet. */
  public static byte[] tcp(
      InetSocketAddress from, InetSocketAddress to, int sequence, int flags, byte[] payload) {
    // With 12 bytes of options, as Linux has them.
    ByteBuffer tcp = ByteBuffer.allocate(32 + payload.length);
    tcp.putShort((short) from.getPort()).putShort((short) to.getPort());
    tcp.putInt(sequence).putInt(1).put((byte) 0x80).put((byte) flags).putShort((short) 512);
    tcp.putInt(0).put(new byte[] {1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2}).put(payload);
    return ip(from, to, TCP, tcp.array());
  }

  /** A UDP datagram in an IP packet. */
  public static byte[] udp(InetSocketAddress from, InetSocketAddress to, byte[] payload) {
    return ip(from, to, UDP, datagram(from, to, payload));
  }

  private static byte[] datagram(InetSocketAddress from, InetSocketAddress to, byte[] payload) {
    ByteBuffer udp = ByteBuffer.allocate(8 + payload.length);
    udp.putShort((short) from.getPort()).putShort((short) to.getPort());
    return udp.putShort((short) udp.capacity()).putShort((short) 0).put(payload).array();
  }

  /** The same in fragments of at most {@code length} bytes, a multiple of 8. */
  public static List<byte[]> udpFragments(
      InetSocketAddress from, InetSocketAddress to, byte[] payload, int id, int length) {
    byte[] whole = datagram(from, to, payload);
    List<byte[]> fragments = new ArrayList<>();
    for (int at = 0; at < whole.length; at += length) {
      int end = Math.min(whole.length, at + length);
      byte[] part = Arrays.copyOfRange(whole, at, end);
      fragments.add(fragment(from, to, UDP, id, at, end < whole.length, part));
    }
    return fragments;
  }

  /** One fragment of a packet, at {@code offset} in it. */
  static byte[] fragment(
      InetSocketAddress from,
      InetSocketAddress to,
      int protocol,
      int id,
      int offset,
      boolean more,
      byte[] part) {
    if (isIpv4(from)) {
      byte[] packet = ip(from, to, protocol, part);
      ByteBuffer.wrap(packet)
          .putShort(4, (short) id)
          .putShort(6, (short) (offset / 8 | (more ? 0x2000 : 0)));
      return packet;
    }
    ByteBuffer body = ByteBuffer.allocate(8 + part.length);
    body.put((byte) protocol).put((byte) 0).putShort((short) (offset | (more ? 1 : 0)));
    return ip(from, to, 44, body.putInt(id).put(part).array());
  }

  private static boolean isIpv4(InetSocketAddress address) {
    return address.getAddress().getAddress().length == 4;
  }

  private static byte[] ip(
      InetSocketAddress from, InetSocketAddress to, int protocol, byte[] payload) {
    byte[] source = from.getAddress().getAddress();
    byte[] destination = to.getAddress().getAddress();
    ByteBuffer ip = ByteBuffer.allocate((source.length == 4 ? 20 : 40) + payload.length);
    if (source.length == 4) {
      ip.put((byte) 0x45).put((byte) 0).putShort((short) ip.capacity()).putInt(0);
      ip.put((byte) 64).put((byte) protocol).putShort((short) 0);
    } else {
      ip.putInt(0x60000000).putShort((short) payload.length).put((byte) protocol).put((byte) 64);
    }
    return ip.put(source).put(destination).put(payload).array();
  }
}
