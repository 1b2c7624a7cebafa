package org.sessionwatch.capture.hep;

import static org.sessionwatch.capture.NetworkOrder.bits64;
import static org.sessionwatch.capture.NetworkOrder.u32;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.sessionwatch.capture.NetworkOrder;
import org.sessionwatch.capture.SocketAddresses;

/**
 * Reads the addresses that the kernel writes.
 *
 * <pre>
 * sockaddr_in    u16 family, u16 port, 4 bytes address
 * sockaddr_in6   u16 family, u16 port, u32 flow, 16 bytes address, u32 scope
 * </pre>
 *
 * <p>Family and scope in the machine's byte order, the rest as on the wire. An IPv4 address that is
 * mapped into IPv6 is the IPv4 address, as everywhere in Java. Not for use by several threads.
 */
final class NativeAddress {
  /** The longer of the two. */
  static final int BYTES = 28;

  private static final int PORT_AT = 2;
  private static final int IPV4_AT = 4;
  private static final int IPV6_AT = 8;
  private static final int SCOPE_AT = 24;

  private final SocketAddresses known = new SocketAddresses();
  private final byte[] raw = new byte[BYTES];

  /**
   * The address that stands there.
   *
   * @param from in the machine's byte order
   */
  InetAddress read(ByteBuffer from, int at) {
    from.get(at, raw, 0, BYTES);
    if (from.getShort(at) == CLibrary.AF_INET) {
      return known.of(0, SocketAddresses.lowOfIpv4(u32(raw, IPV4_AT)), 0).getAddress();
    }
    int scope = from.getInt(at + SCOPE_AT);
    return scope == 0
        ? known.of(bits64(raw, IPV6_AT), bits64(raw, IPV6_AT + 8), 0).getAddress()
        : scoped(scope);
  }

  /** Of a link: fe80:… of one interface is not that of another. */
  private InetAddress scoped(int scope) {
    byte[] address = new byte[16];
    System.arraycopy(raw, IPV6_AT, address, 0, 16);
    try {
      return Inet6Address.getByAddress(null, address, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError("16 bytes are an address", e);
    }
  }

  /** The port beside it. */
  int port(ByteBuffer from, int at) {
    from.get(at, raw, 0, BYTES);
    return NetworkOrder.u16(raw, PORT_AT);
  }
}
