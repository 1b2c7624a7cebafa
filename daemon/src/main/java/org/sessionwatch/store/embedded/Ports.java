package org.sessionwatch.store.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded server's port: the same at every start, as long as nobody else takes it. */
final class Ports {
  private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

  /** Below the ports that the kernel gives to outgoing connections, and nobody's by convention. */
  private static final int FIRST = 15432;

  private static final int LAST = 15531;

  private final Layout layout;

  Ports(Layout layout) {
    this.layout = layout;
  }

  /** The port of the last run; 0 when there was none. */
  int last() throws IOException {
    if (!Files.exists(layout.portFile())) {
      return 0;
    }
    String text = Files.readString(layout.portFile()).strip();
    return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
  }

  /** The port for this run: the last one's, or else a free one, which is remembered. */
  int choose() throws IOException {
    int last = last();
    if (last != 0 && isFree(last)) {
      return last;
    }
    return take(last, FIRST);
  }

  /**
   * Another port than the chosen one, which somebody was quicker to take. Not the next one: several
   * daemons that start at the same time would be after that one together, too.
   */
  int chooseAnother() throws IOException {
    int from = FIRST + ThreadLocalRandom.current().nextInt(LAST - FIRST + 1);
    return take(last(), from);
  }

  private int take(int last, int from) throws IOException {
    int port = free(from);
    if (last != 0) {
      LOG.warn("Port {} is taken: the embedded PostgreSQL now listens on {}", last, port);
    }
    layout.write(layout.portFile(), port + "\n", "rw-r--r--");
    return port;
  }

  /** The first free one from there on, and round to there. */
  private static int free(int from) throws IOException {
    int ports = LAST - FIRST + 1;
    for (int i = 0; i < ports; i++) {
      int port = FIRST + (from - FIRST + i) % ports;
      if (isFree(port)) {
        return port;
      }
    }
    try (ServerSocket any = new ServerSocket(0, 1, loopback())) {
      return any.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(loopback(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** 127.0.0.1, whichever family the virtual machine prefers. */
  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }
}
