package org.sessionwatch.benchmarks;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.benchmarks.process.DaemonUnderTest;
import org.sessionwatch.benchmarks.process.Postgres;

/**
 * What all rows share: the options, one PostgreSQL, the way to start a daemon, and what rows told
 * each other.
 */
public final class Bench implements AutoCloseable {
  /** What daemon and peers ask the kernel for. */
  public static final int BUFFER_BYTES = 8 << 20;

  /** From so much memory on, in kB, the launcher chooses another collector. */
  private static final long FARM_KB = 8_000_000;

  /** The launcher's options for memory, so that peers and parts run under the same one. */
  public static final List<String> DAEMON_JVM =
      Stream.concat(
              (Machine.memoryKb() >= FARM_KB
                      ? List.of(
                          "-XX:+UseG1GC",
                          "-XX:MaxGCPauseMillis=20",
                          "-XX:GCTimeRatio=6",
                          "-XX:G1PeriodicGCInterval=30000",
                          "-XX:MaxTenuringThreshold=0",
                          "-XX:InitiatingHeapOccupancyPercent=70",
                          "-XX:+UnlockExperimentalVMOptions",
                          "-XX:G1NewSizePercent=1",
                          "-XX:G1ConcRefinementServiceIntervalMillis=3000")
                      : List.of("-XX:+UseSerialGC"))
                  .stream(),
              Stream.of(
                  "-XX:InitialHeapSize=32m",
                  "-XX:MinHeapSize=8m",
                  "-XX:MinHeapFreeRatio=20",
                  "-XX:MaxHeapFreeRatio=40",
                  "-XX:MetaspaceSize=48m",
                  "-XX:+IgnoreUnrecognizedVMOptions",
                  "-XX:TrimNativeHeapInterval=30000",
                  "-XX:+UnlockDiagnosticVMOptions",
                  "-XX:AsyncDeflationInterval=5000"))
          .toList();

  private final Options options;
  private @Nullable Postgres postgres;
  private int lastCall;
  private double udpRate;
  private @Nullable Outcome pauses;
  private final Map<Integer, String> holds = new HashMap<>();

  Bench(Options options) {
    this.options = options;
  }

  public Options options() {
    return options;
  }

  /** Where files may be put. */
  public Path work() {
    return options.work();
  }

  /** A directory of its own below {@link #work}. */
  public Path directory(String name) throws IOException {
    return Files.createDirectories(work().resolve(name));
  }

  /** The one server, started when it is first asked for. */
  public Postgres postgres() throws IOException {
    if (postgres == null) {
      postgres = Postgres.start(directory("postgres"));
    }
    return postgres;
  }

  /** The launcher of the source tree, which builds when it has to. */
  public Path launcher() {
    return options.home().resolve("sessionwatch");
  }

  /** A daemon on an empty history. */
  public DaemonUnderTest daemon(int port, String hep, List<String> jvm) throws Exception {
    postgres().forget();
    return DaemonUnderTest.start(
        launcher(), directory("daemon"), postgres().settings(), port, hep, jvm);
  }

  /** A UDP and TCP port of this host that nobody has now. */
  public static int freePort() throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /**
   * Half of what a socket holds that asked for {@link #BUFFER_BYTES}, as the kernel accounts it.
   */
  public static long halfOfQueue() throws IOException {
    try (DatagramSocket socket = new DatagramSocket((InetSocketAddress) null)) {
      socket.setReceiveBufferSize(BUFFER_BYTES);
      // The kernel doubles what was asked for its own books, and Java tells that figure or half of
      // it; half of the half is on the safe side.
      return socket.getReceiveBufferSize() / 2;
    }
  }

  /** Numbers for so many calls that no feed had yet. */
  public int calls(int count) {
    int first = lastCall;
    lastCall += count;
    return first;
  }

  /** Row 3 compares with what row 1 found, in messages a second; 0 when that was not measured. */
  public double udpRate() {
    return udpRate;
  }

  public void udpRate(double rate) {
    udpRate = rate;
  }

  /** Row 11 is measured on the way of row 2; null when that was not measured. */
  public @Nullable Outcome pauses() {
    return pauses;
  }

  public void pauses(Outcome outcome) {
    pauses = outcome;
  }

  /** Takes note of what was measured of a row that says what holds it; the last note stays. */
  public void holds(int row, String measured) {
    holds.put(row, measured);
  }

  /** The note; empty where there is none. */
  String holds(int row) {
    return holds.getOrDefault(row, "");
  }

  /** Tells on standard error where the run stands. */
  public void say(String format, Object... arguments) {
    System.err.println("    " + format.formatted(arguments));
  }

  /** Waits for the machine to come to rest between two measurements. */
  public static void rest(long millis) {
    LockSupport.parkNanos(millis * 1_000_000);
  }

  @Override
  public void close() {
    if (postgres != null) {
      postgres.close();
    }
  }
}
