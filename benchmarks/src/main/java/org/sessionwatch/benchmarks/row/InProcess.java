package org.sessionwatch.benchmarks.row;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.process.Child;
import org.sessionwatch.benchmarks.process.Jvm;

/**
 * Runs a main class of this package in a JVM of its own, with the daemon's options, and reads the
 * figures that it prints: lines {@code name=number}.
 */
final class InProcess {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private InProcess() {}

  /** One that runs. */
  record Started(Child child) implements AutoCloseable {
    /** Waits for its end and reads what it printed. */
    Figures figures() {
      return Figures.read(child.awaitEnd(LONGEST));
    }

    @Override
    public void close() {
      child.close();
    }
  }

  static Started start(Bench bench, Class<?> main, List<String> options, String... arguments) {
    List<String> all = new ArrayList<>(Bench.DAEMON_JVM);
    all.addAll(options);
    return new Started(
        Child.start(bench.work().resolve("in-process.log"), Jvm.command(all, main, arguments)));
  }

  static Figures run(Bench bench, Class<?> main, List<String> options, String... arguments) {
    try (Started started = start(bench, main, options, arguments)) {
      return started.figures();
    }
  }
}
