package org.sessionwatch.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What Asterisk itself tells of hang-ups over AMI, read by other code than the daemon's. A thread
 * of its own reads until {@link #close()}.
 */
final class AmiTap implements AutoCloseable {
  private final Socket socket;
  private final List<Map<String, String>> hangups = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::read, "ami-tap");

  /** Logs in at a port on loopback. */
  AmiTap(int port, String user, String secret) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    String login = "Action: Login\r\nUsername: %s\r\nSecret: %s\r\nEvents: call\r\n\r\n";
    socket.getOutputStream().write(login.formatted(user, secret).getBytes(UTF_8));
    thread.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      Map<String, String> event = new HashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int colon = line.indexOf(": ");
        if (colon > 0) {
          event.put(line.substring(0, colon), line.substring(colon + 2));
        } else if (line.isEmpty()) {
          if ("Hangup".equals(event.get("Event"))) {
            hangups.add(event);
          }
          event = new HashMap<>();
        }
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The fields of each Hangup so far. */
  List<Map<String, String>> hangups() {
    return hangups;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
