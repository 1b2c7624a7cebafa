package org.sessionwatch.capture.stream;

import java.net.InetSocketAddress;
import org.sessionwatch.capture.SocketAddresses;

/**
 * One direction between two sockets: the addresses as two times eight bytes, as they stand on the
 * wire.
 *
 * @param sourceHigh the first eight bytes of the sender's address; 0 for IPv4
 * @param sourceLow the last eight, for IPv4 as {@link SocketAddresses#lowOfIpv4} has them
 * @param sourcePort 0 to 65535
 */
public record Flow(
    long sourceHigh,
    long sourceLow,
    long destinationHigh,
    long destinationLow,
    int sourcePort,
    int destinationPort) {

  /** The other direction. */
  Flow reversed() {
    return new Flow(
        destinationHigh, destinationLow, sourceHigh, sourceLow, destinationPort, sourcePort);
  }

  /** Who sends. */
  public InetSocketAddress source(SocketAddresses addresses) {
    return addresses.of(sourceHigh, sourceLow, sourcePort);
  }

  /** To whom. */
  public InetSocketAddress destination(SocketAddresses addresses) {
    return addresses.of(destinationHigh, destinationLow, destinationPort);
  }
}
