package org.sessionwatch.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program that was started for a measurement, and ends with it, whatever happens. */
public final class Child implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final Process process;
  private final Path output;

  private Child(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a program; its standard output and error go to {@code output}.
   *
   * @param options more of its environment, name and value by turns
   */
  public static Child start(Path output, List<String> command, String... options) {
    ProcessBuilder builder = new ProcessBuilder(command);
    for (int i = 0; i < options.length; i += 2) {
      builder.environment().put(options[i], options[i + 1]);
    }
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    try {
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(process)));
      return new Child(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed until now. */
  public String printed() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has printed the text. */
  public void awaitPrinted(String text, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!printed().contains(text)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException(
            "\""
                + text
                + "\" did not come from "
                + process.info().command().orElse("it")
                + ":\n"
                + printed());
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /**
   * Waits for its end; what it printed is returned, and another exit status than 0 is a failure.
   */
  public String awaitEnd(Duration atMost) {
    int status = awaitStatus(atMost);
    if (status != 0) {
      throw new IllegalStateException("exit status " + status + ":\n" + printed());
    }
    return printed();
  }

  /** Waits for its end and gives its exit status. */
  public int awaitStatus(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("it does not end:\n" + printed());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /** Closes its standard input, which tells the peers to end. */
  public void endInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it by SIGTERM and waits; what it printed is returned. */
  public String end(Duration atMost) {
    process.destroy();
    try {
      process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return printed();
  }

  @Override
  public void close() {
    kill(process);
  }
}
