package org.sessionwatch.capture;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Socket addresses from their raw bytes, without name look-ups.
 *
 * <p>A PBX talks with few addresses, and a new address costs five objects, so those seen last are
 * kept: in a table where each address has one possible place. A newcomer takes the place of who was
 * there, so whatever addresses arrive, memory stays as it is.
 *
 * <p>Not for use by several threads.
 */
public final class SocketAddresses {
  private static final long IPV4_MAPPED = 0xffff_0000_0000L;

  private static final int PLACES = 1 << 11;

  private record Entry(long high, long low, InetSocketAddress address) {}

  private final @Nullable Entry[] entries = new Entry[PLACES];

  /**
   * The last eight bytes of an IPv4 address mapped into IPv6, ::ffff:a.b.c.d; the first eight are
   * 0.
   *
   * @param ipv4 the four bytes of the address as they stand on the wire, 0 to 2^32-1
   */
  public static long lowOfIpv4(long ipv4) {
    return IPV4_MAPPED | ipv4;
  }

  /**
   * An IPv6 address and port; an IPv4 address if it is one mapped into IPv6.
   *
   * @param high the first eight bytes of the address as they stand on the wire
   * @param low the last eight
   * @param port 0 to 65535
   */
  public InetSocketAddress of(long high, long low, int port) {
    long mixed = (high * 31 + low) * 31 + port;
    int place = (int) ((mixed * 0x9E3779B97F4A7C15L) >>> 53);
    Entry entry = entries[place];
    if (entry == null
        || entry.low != low
        || entry.high != high
        || entry.address.getPort() != port) {
      entry = new Entry(high, low, newAddress(high, low, port));
      entries[place] = entry;
    }
    return entry.address;
  }

  /** Address and port for people: an IPv6 address in brackets, a name that has no address as is. */
  public static String text(InetSocketAddress address) {
    if (address.isUnresolved()) {
      return address.getHostString() + ":" + address.getPort();
    }
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static InetSocketAddress newAddress(long high, long low, int port) {
    byte[] raw = new byte[16];
    NetworkOrder.putBits64(raw, 0, high);
    NetworkOrder.putBits64(raw, 8, low);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(raw), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }
}
