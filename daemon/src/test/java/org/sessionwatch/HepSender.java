package org.sessionwatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.hep.HepEncoder;

/** Mirrors SIP to a daemon as one capture point does, as of now. */
final class HepSender {
  private final HepEncoder hep = new HepEncoder(null);
  private final int captureId;
  private final InetSocketAddress listener;

  /** To a port of loopback. */
  HepSender(int captureId, int port) {
    this.captureId = captureId;
    this.listener = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /**
   * Sends a message without a body.
   *
   * @param text its start line and headers, each ended by a line feed, without Content-Length
   */
  void send(InetSocketAddress from, InetSocketAddress to, String text) throws IOException {
    long nowUs = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    byte[] sip = (text + "Content-Length: 0\n\n").replace("\n", "\r\n").getBytes(UTF_8);
    CaptureSource source = new CaptureSource(captureId, null, "127.0.0.1");
    byte[] datagram =
        Objects.requireNonNull(
            hep.encode(new CapturedMessage(source, nowUs, nowUs, from, to, sip), nowUs));
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(datagram, datagram.length, listener));
    }
  }
}
