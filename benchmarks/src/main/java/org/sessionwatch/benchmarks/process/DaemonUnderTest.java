package org.sessionwatch.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sessionwatch.benchmarks.feed.CallFeed;
import org.sessionwatch.config.DatabaseSettings;

/** {@code sessionwatch run} as users run it, with everything on. */
public final class DaemonUnderTest implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(20);
  private static final Pattern ENDED =
      Pattern.compile(
          "Ended; .*?(\\d+) messages heard, (\\d+) malformed, (\\d+) lost(?: \\(by the kernel (\\d+))?");

  private final Child child;
  private final Path gcLog;
  private final int port;
  private final double readySeconds;

  private DaemonUnderTest(Child child, Path gcLog, int port, double readySeconds) {
    this.child = child;
    this.port = port;
    this.gcLog = gcLog;
    this.readySeconds = readySeconds;
  }

  /**
   * What it said at its end.
   *
   * @param heard SIP messages
   * @param lost messages and effects that found no place in a queue of the daemon; what the kernel
   *     dropped was never heard
   */
  public record Ended(long heard, long malformed, long lost) {}

  /**
   * Starts one and waits until it hears.
   *
   * @param launcher the program to run: the source tree's or an installed one
   * @param directory of its own, for its configuration and logs
   * @param database its PostgreSQL
   * @param port where it hears HEP over UDP
   * @param hep more lines for the section [hep]
   * @param options for its JVM
   */
  public static DaemonUnderTest start(
      Path launcher,
      Path directory,
      DatabaseSettings database,
      int port,
      String hep,
      List<String> options)
      throws IOException {
    Files.createDirectories(directory);
    Path gcLog = directory.resolve("gc.log");
    Files.deleteIfExists(gcLog);
    Path configuration = directory.resolve("sessionwatch.toml");
    Files.writeString(configuration, configuration(directory, database, port, hep));
    String jvm = String.join(" ", options) + " " + GcLog.option(gcLog);
    long before = System.nanoTime();
    Child child =
        Child.start(
            directory.resolve("daemon.log"),
            List.of(launcher.toString(), "run", "-c", configuration.toString()),
            "SESSIONWATCH_JAVA_OPTS",
            jvm);
    try {
      child.awaitPrinted("Hearing HEP on", START);
    } catch (RuntimeException e) {
      child.close();
      throw e;
    }
    return new DaemonUnderTest(child, gcLog, port, (System.nanoTime() - before) / 1e9);
  }

  private static String configuration(
      Path directory, DatabaseSettings database, int port, String hep) {
    var password = database.password();
    return """
        [hep]
        listen = "127.0.0.1:%d"
        %s

        [[pbx]]
        name = "farm"
        kind = "kamailio"
        capture_ids = [%d]

        [database]
        url = "%s"
        user = "%s"
        password = "%s"

        [state]
        directory = "%s"
        """
        .formatted(
            port,
            hep,
            CallFeed.CAPTURE_ID,
            database.url().replace("jdbc:", ""),
            database.user(),
            password == null ? "" : password.value(),
            directory.resolve("state"));
  }

  public long pid() {
    return child.pid();
  }

  /** Where it hears HEP over UDP. */
  public int port() {
    return port;
  }

  public Path gcLog() {
    return gcLog;
  }

  /** From the launcher's start until it hears, in seconds, to 20 ms. */
  public double readySeconds() {
    return readySeconds;
  }

  /** CPU seconds of the daemon's process until now, without PostgreSQL. */
  public double cpuSeconds() {
    return ProcessTree.cpuSeconds(pid());
  }

  /** What it has logged until now. */
  public String log() {
    return child.printed();
  }

  /** Ends it as systemd would. */
  public Ended end() {
    String log = child.end(END);
    Matcher ended = ENDED.matcher(log);
    if (!ended.find()) {
      throw new IllegalStateException("the daemon did not say how it ended:\n" + tail(log));
    }
    String kernel = ended.group(4);
    return new Ended(
        Long.parseLong(ended.group(1)),
        Long.parseLong(ended.group(2)),
        Long.parseLong(ended.group(3)) - (kernel == null ? 0 : Long.parseLong(kernel)));
  }

  private static String tail(String log) {
    return log.substring(Math.max(0, log.length() - 2_000));
  }

  @Override
  public void close() {
    child.close();
  }
}
