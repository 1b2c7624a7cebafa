package org.sessionwatch.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hands HEP datagrams on as they come, but loses the BYE of one call and its answer, as a mirror
 * under load may. Several may listen; one of them hears clocks that are a day off. A thread of its
 * own does it until {@link #close()}.
 */
final class HepRelay implements AutoCloseable {
  private final DatagramSocket socket;
  private final List<InetSocketAddress> to;
  private final InetSocketAddress skewed;
  private final String callId;
  private final Thread thread;
  private final AtomicInteger lost = new AtomicInteger();

  private HepRelay(
      DatagramSocket socket, List<InetSocketAddress> to, InetSocketAddress skewed, String callId) {
    this.socket = socket;
    this.to = to;
    this.skewed = skewed;
    this.callId = callId;
    this.thread = new Thread(this::relay, "hep-relay");
  }

  /**
   * Starts to hand on what arrives at the port {@code from} to the ports {@code to} and, with
   * {@link SkewedClocks}, to the port {@code skewed}, all on loopback.
   */
  static HepRelay start(int from, List<Integer> to, int skewed, String callId) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try {
      DatagramSocket socket = new DatagramSocket(from, loopback);
      List<InetSocketAddress> listeners =
          to.stream().map(port -> new InetSocketAddress(loopback, port)).toList();
      HepRelay relay =
          new HepRelay(socket, listeners, new InetSocketAddress(loopback, skewed), callId);
      relay.thread.start();
      return relay;
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many datagrams were withheld so far. */
  int lost() {
    return lost.get();
  }

  private void relay() {
    byte[] buffer = new byte[65_535];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        if (isToBeLost(packet)) {
          lost.incrementAndGet();
        } else {
          for (InetSocketAddress listener : to) {
            packet.setSocketAddress(listener);
            socket.send(packet);
          }
          SkewedClocks.shift(buffer, packet.getLength());
          packet.setSocketAddress(skewed);
          socket.send(packet);
        }
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private boolean isToBeLost(DatagramPacket packet) {
    String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    return text.contains(callId) && text.matches("(?s).*CSeq: \\d+ BYE.*");
  }

  @Override
  public void close() {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
