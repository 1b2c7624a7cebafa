package org.sessionwatch.pbx.probe;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A SIP server on loopback, UDP and TCP on one port, that answers as the test says. */
final class SipResponder implements AutoCloseable {
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** What to send back for the n-th request (from 1), piece by piece; nothing for silence. */
  interface Script {
    List<byte[]> answers(String request, int n);
  }

  private final List<Closeable> open = new CopyOnWriteArrayList<>();
  private final List<Thread> listening;
  private final int port;
  private volatile Script script = (request, n) -> List.of(bytes(ok(request)));

  SipResponder() throws IOException {
    this(0);
  }

  SipResponder(int wanted) throws IOException {
    ServerSocket tcp = new ServerSocket();
    tcp.setReuseAddress(true);
    tcp.bind(new java.net.InetSocketAddress(InetAddress.getByName("127.0.0.1"), wanted));
    port = tcp.getLocalPort();
    DatagramSocket udp = new DatagramSocket(port, InetAddress.getByName("127.0.0.1"));
    open.add(tcp);
    open.add(udp);
    listening = List.of(thread(() -> serveUdp(udp)), thread(() -> serveTcp(tcp)));
  }

  int port() {
    return port;
  }

  void answer(Script with) {
    script = with;
  }

  /** Answers every request with one message. */
  void answerWith(Function<String, String> message) {
    script = (request, n) -> List.of(bytes(message.apply(request)));
  }

  void silence() {
    script = (request, n) -> List.of();
  }

  private interface Work {
    void run() throws IOException;
  }

  private static Thread thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // A closed socket is how its threads end.
              }
            },
            "sip-responder");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private List<byte[]> answersTo(String request) {
    requests.add(request);
    return script.answers(request, requests.size());
  }

  private void serveUdp(DatagramSocket udp) throws IOException {
    while (true) {
      DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
      udp.receive(packet);
      String request =
          new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
      for (byte[] answer : answersTo(request)) {
        udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    }
  }

  private void serveTcp(ServerSocket tcp) throws IOException {
    while (true) {
      Socket socket = tcp.accept();
      socket.setTcpNoDelay(true);
      open.add(socket);
      thread(() -> serve(socket));
    }
  }

  private void serve(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    StringBuilder request = new StringBuilder();
    int read;
    while ((read = in.read()) >= 0) {
      request.append((char) read);
      if (request.indexOf("\r\n\r\n") >= 0) {
        for (byte[] piece : answersTo(request.toString())) {
          if (piece.length == 0) {
            socket.close();
            return;
          }
          socket.getOutputStream().write(piece);
          socket.getOutputStream().flush();
        }
        request.setLength(0);
      }
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** What Asterisk answers to OPTIONS, in short. */
  static String ok(String request) {
    return response(
        request, "200 OK", "Allow: OPTIONS, INVITE, UPDATE", "Supported: 100rel, timer, replaces");
  }

  /** A response with the request's Via, From, To, Call-ID and CSeq, and more lines. */
  static String response(String request, String status, String... more) {
    return "SIP/2.0 "
        + status
        + "\r\nVia: "
        + header(request, "Via").replace("rport", "rport=5099;received=127.0.0.1")
        + "\r\nFrom: "
        + header(request, "From")
        + "\r\nTo: "
        + header(request, "To")
        + ";tag=z9\r\nCall-ID: "
        + header(request, "Call-ID")
        + "\r\nCSeq: "
        + header(request, "CSeq")
        + "\r\n"
        + (more.length == 0 ? "" : String.join("\r\n", more) + "\r\n")
        + "Content-Length: 0\r\n\r\n";
  }

  static String header(String request, String name) {
    return request
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 2);
  }

  @Override
  public void close() {
    for (Closeable each : open) {
      try {
        each.close();
      } catch (IOException e) {
        // It was closed already.
      }
    }
    for (Thread each : listening) {
      try {
        each.join(); // the kernel lets go of the port when its call has returned
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
