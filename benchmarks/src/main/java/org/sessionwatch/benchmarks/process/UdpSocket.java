package org.sessionwatch.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel tells of the UDP socket of a port ({@code proc(5)}). Java's sockets are of IPv6
 * even where they hear IPv4, so both tables are looked at.
 */
public final class UdpSocket {
  private static final int LOCAL = 1;
  private static final int QUEUES = 4;
  private static final int DROPS = 12;

  private final Path net;
  private final String portSuffix;

  /**
   * @param net {@code /proc/net}
   */
  public UdpSocket(Path net, int port) {
    this.net = net;
    this.portSuffix = ":%04X".formatted(port);
  }

  /** Bytes that wait in it, as the kernel accounts them; 0 where there is no such socket. */
  public long waitingBytes() {
    return sum(QUEUES);
  }

  /** Datagrams dropped since it was opened. */
  public long drops() {
    return sum(DROPS);
  }

  private long sum(int column) {
    try {
      return sum(net.resolve("udp6"), column) + sum(net.resolve("udp"), column);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long sum(Path table, int column) throws IOException {
    long sum = 0;
    for (String line : Files.readAllLines(table)) {
      if (!line.contains(portSuffix)) {
        continue;
      }
      String[] columns = line.trim().split("\\s+");
      if (columns[LOCAL].endsWith(portSuffix)) {
        sum +=
            column == QUEUES
                ? Long.parseLong(columns[QUEUES].substring(columns[QUEUES].indexOf(':') + 1), 16)
                : Long.parseLong(columns[column]);
      }
    }
    return sum;
  }
}
