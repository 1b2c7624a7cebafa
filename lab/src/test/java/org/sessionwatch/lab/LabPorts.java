package org.sessionwatch.lab;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The loopback ports of one lab, so that several can run on one machine.
 *
 * @param asteriskSip Asterisk, UDP and TCP
 * @param ami Asterisk's manager interface
 * @param kamailioSip Kamailio, UDP and TCP
 * @param kamailioRpc Kamailio's JSON-RPC over HTTP
 * @param callee the phone that Asterisk calls
 * @param relay where both PBXs send their HEP: the {@link HepRelay}
 * @param daemon where the daemon listens for HEP
 * @param restarted where the daemon listens that is ended and started again in mid-run
 * @param packets where the daemon listens that hears packets; no HEP is sent there
 * @param chanSip where the daemon listens that hears chan_sip's packets; no HEP is sent there
 * @param senders where the daemon listens over UDP that hears each {@link Sender}
 * @param sendersTcp where it listens over TCP
 * @param sendersTls where it listens over TLS
 * @param stunnel what hands TCP on to that over TLS
 * @param mirrorSip each {@link Sender}'s Kamailio, at an address of its own
 * @param mirrorSix1 the Kamailio's over IPv6 that mirrors by HEP1
 * @param mirrorSix2 the Kamailio's over IPv6 that mirrors by HEP2
 * @param phone the phone behind all of those
 */
record LabPorts(
    int asteriskSip,
    int ami,
    int kamailioSip,
    int kamailioRpc,
    int callee,
    int relay,
    int daemon,
    int restarted,
    int packets,
    int chanSip,
    int senders,
    int sendersTcp,
    int sendersTls,
    int stunnel,
    int mirrorSip,
    int mirrorSix1,
    int mirrorSix2,
    int phone) {

  private static final int COUNT = 18;

  /** Picks ports that are free over UDP and TCP at this moment. */
  static LabPorts pick() {
    List<Closeable> held = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      while (ports.size() < COUNT) {
        ports.add(hold(held));
      }
      Iterator<Integer> port = ports.iterator();
      return new LabPorts(
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next(),
          port.next());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      held.forEach(LabPorts::release);
    }
  }

  /** All are held until the last is picked, or the same would be picked twice. */
  private static int hold(List<Closeable> held) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    while (true) {
      ServerSocket tcp = new ServerSocket(0, 1, loopback);
      held.add(tcp);
      try {
        held.add(new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort())));
        return tcp.getLocalPort();
      } catch (java.net.BindException e) {
        // Taken over UDP: the next one.
      }
    }
  }

  private static void release(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
