package org.sessionwatch.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.process.Child;
import org.sessionwatch.benchmarks.process.GcLog;
import org.sessionwatch.benchmarks.process.Jvm;
import org.sessionwatch.benchmarks.process.ProcessTree;

/** The bare MINA sink as a process. */
public final class SinkUnderTest implements AutoCloseable {
  private static final Pattern HEARD = Pattern.compile("heard (\\d+)");

  private final Child child;
  private final Path gcLog;

  private SinkUnderTest(Child child, Path gcLog) {
    this.child = child;
    this.gcLog = gcLog;
  }

  /** Starts one on the port, with the daemon's options for its JVM. */
  public static SinkUnderTest start(Path directory, int port) throws IOException {
    Path gcLog = directory.resolve("gc.log");
    Files.deleteIfExists(gcLog);
    List<String> options = new ArrayList<>(Bench.DAEMON_JVM);
    options.add(GcLog.option(gcLog));
    Child child =
        Child.start(
            directory.resolve("sink.log"),
            Jvm.command(
                options,
                MinaSink.class,
                Integer.toString(port),
                Integer.toString(Bench.BUFFER_BYTES)));
    child.awaitPrinted("ready", Duration.ofSeconds(30));
    return new SinkUnderTest(child, gcLog);
  }

  public long pid() {
    return child.pid();
  }

  public Path gcLog() {
    return gcLog;
  }

  /** CPU seconds until now. */
  public double cpuSeconds() {
    return ProcessTree.cpuSeconds(child.pid());
  }

  /** Ends it; how many datagrams it heard. */
  public long end() {
    child.endInput();
    String printed = child.awaitEnd(Duration.ofSeconds(10));
    Matcher heard = HEARD.matcher(printed);
    if (!heard.find()) {
      throw new IllegalStateException("the sink did not say what it heard:\n" + printed);
    }
    return Long.parseLong(heard.group(1));
  }

  @Override
  public void close() {
    child.close();
  }
}
