package org.sessionwatch.capture.hep;

import static org.sessionwatch.capture.NetworkOrder.bits64;
import static org.sessionwatch.capture.NetworkOrder.u32;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.SocketAddresses;

/** One end of the mirrored message, as far as HEP3's chunks were read. Used again and again. */
final class Endpoint {
  private boolean known;
  private long high;
  private long low;
  private int port;

  void forget() {
    known = false;
    port = 0;
  }

  void ipv4(byte[] bytes, int at) {
    known = true;
    high = 0;
    low = SocketAddresses.lowOfIpv4(u32(bytes, at));
  }

  void ipv6(byte[] bytes, int at) {
    known = true;
    high = bits64(bytes, at);
    low = bits64(bytes, at + 8);
  }

  void port(int number) {
    port = number;
  }

  @Nullable InetSocketAddress address(SocketAddresses addresses) {
    return known ? addresses.of(high, low, port) : null;
  }
}
