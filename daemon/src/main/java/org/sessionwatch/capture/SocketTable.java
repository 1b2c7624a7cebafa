package org.sessionwatch.capture;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernel tells of this host's UDP sockets: {@code /proc/net/udp} and {@code udp6}
 * (proc_pid_net(5)). Java's sockets are of IPv6 even where they hear IPv4.
 */
public final class SocketTable {
  private static final int LOCAL_ADDRESS = 1;
  private static final int QUEUES = 4;
  private static final int DROPS = 12;

  private final List<Path> tables;

  /**
   * How a socket is.
   *
   * @param drops datagrams that it dropped since it was opened, mostly because its buffer was full
   * @param waitingBytes of memory that the datagrams take which were not received yet
   */
  public record State(long drops, long waitingBytes) {
    private State with(State other) {
      return new State(drops + other.drops, waitingBytes + other.waitingBytes);
    }
  }

  /**
   * A table.
   *
   * @param net {@code /proc/net}
   */
  public SocketTable(Path net) {
    this.tables = List.of(net.resolve("udp6"), net.resolve("udp"));
  }

  /**
   * How each socket is.
   *
   * @param wanted local addresses and ports; a socket that is not there is not in the answer
   * @throws IOException when the kernel does not tell
   */
  public Map<InetSocketAddress, State> states(List<InetSocketAddress> wanted) throws IOException {
    Map<InetSocketAddress, State> states = new HashMap<>();
    List<Wanted> all = wanted.stream().map(Wanted::of).toList();
    for (Path table : tables) {
      // IPv6 can be switched off; and the kernel goes through all its sockets for each table.
      if (states.size() < wanted.size() && Files.exists(table)) {
        read(table, all, states);
      }
    }
    return states;
  }

  /**
   * A socket that is looked for.
   *
   * @param port as its line shows it: a PBX has thousands of sockets, of which few lines are taken
   *     apart
   */
  private record Wanted(InetSocketAddress address, String port) {
    static Wanted of(InetSocketAddress address) {
      return new Wanted(address, ":%04X ".formatted(address.getPort()));
    }
  }

  private static void read(Path table, List<Wanted> wanted, Map<InetSocketAddress, State> states)
      throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
      lines.readLine(); // the headings
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        for (Wanted socket : wanted) {
          if (line.contains(socket.port)) {
            read(line, socket.address, states);
          }
        }
      }
    }
  }

  private static void read(
      String line, InetSocketAddress address, Map<InetSocketAddress, State> states) {
    String[] columns = line.strip().split(" +");
    if (columns.length > DROPS && isAt(columns[LOCAL_ADDRESS], address)) {
      states.merge(address, state(columns), State::with);
    }
  }

  /** The queues are those of sending and receiving, in hexadecimal. */
  private static State state(String[] columns) {
    String queues = columns[QUEUES];
    long waiting = Long.parseLong(queues, queues.indexOf(':') + 1, queues.length(), 16);
    return new State(Long.parseLong(columns[DROPS]), waiting);
  }

  /** Compares the ports first: of all sockets of a PBX, few have ours. */
  private static boolean isAt(String hexadecimal, InetSocketAddress address) {
    int colon = hexadecimal.indexOf(':');
    if (Integer.parseInt(hexadecimal, colon + 1, hexadecimal.length(), 16) != address.getPort()) {
      return false;
    }
    InetAddress bound = address(hexadecimal.substring(0, colon));
    InetAddress expected = address.getAddress();
    return bound.equals(expected) || (bound.isAnyLocalAddress() && expected.isAnyLocalAddress());
  }

  /**
   * 32-bit words in the machine's byte order, which is little-endian on all that Java 17 knows
   * here.
   */
  private static InetAddress address(String hexadecimal) {
    byte[] bytes = new byte[hexadecimal.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int inWord = (i & ~3) | (3 - (i & 3));
      bytes[inWord] = (byte) Integer.parseInt(hexadecimal, 2 * i, 2 * i + 2, 16);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address of the kernel: " + hexadecimal, e);
    }
  }
}
