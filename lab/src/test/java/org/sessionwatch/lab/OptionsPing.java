package org.sessionwatch.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;

/** One OPTIONS over UDP, with copies as for any request, until there is an answer. */
final class OptionsPing {
  private static final int COPY_AFTER_MS = 1_000;
  private static final int COPIES = 20;

  private OptionsPing() {}

  static void send(String address, int port, String callId) throws IOException {
    InetAddress to = InetAddress.getByName(address);
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      byte[] request = request(address, port, socket.getLocalPort(), callId);
      socket.setSoTimeout(COPY_AFTER_MS);
      for (int copy = 0; copy < COPIES; copy++) {
        socket.send(new DatagramPacket(request, request.length, to, port));
        if (isAnswered(socket)) {
          return;
        }
      }
    }
    throw new AssertionError("no answer to OPTIONS from " + address + ":" + port);
  }

  private static boolean isAnswered(DatagramSocket socket) throws IOException {
    try {
      socket.receive(new DatagramPacket(new byte[1], 1));
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static byte[] request(String address, int port, int from, String callId) {
    return """
        OPTIONS sip:%s:%d SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK-ping-%d
        Max-Forwards: 70
        From: <sip:ping@pbx.example>;tag=ping
        To: <sip:%s>
        Call-ID: %s
        CSeq: 1 OPTIONS
        Content-Length: 0

        """
        .formatted(address, port, from, from, address, callId)
        .replace("\n", "\r\n")
        .getBytes(UTF_8);
  }
}
