package org.sessionwatch.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * One program of the lab, started by {@code lab/start}. It ends when its standard input closes, so
 * also when this JVM dies in whatever way. Used by one thread.
 */
final class LabProcess implements AutoCloseable {
  /** Five daemons unpack a PostgreSQL each at the same time; a busy machine is slow at that. */
  private static final Duration START = Duration.ofSeconds(150);

  private static final Duration STOP = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Path log;

  private LabProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts {@code lab/start run part...}; its output goes to the file NAME.log in {@code run}. */
  static LabProcess start(Path lab, Path run, String name, List<String> part) {
    List<String> command =
        new ArrayList<>(List.of(lab.resolve("start").toString(), run.toString()));
    command.addAll(part);
    Path log = run.resolve(name + ".log");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new LabProcess(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the program has printed {@code text}. */
  void awaitOutput(String text) {
    awaitThat("print " + text, () -> output().contains(text));
  }

  /** Waits until the program takes TCP connections at this port of an address on loopback. */
  void awaitPort(String address, int port) {
    awaitThat("listen at " + address + ":" + port, () -> connects(address, port));
  }

  private void awaitThat(String what, Callable<Boolean> isSo) {
    await(name + " to " + what)
        .atMost(START)
        .pollInterval(Duration.ofMillis(50))
        .failFast(name + " ended; see " + log, () -> !process.isAlive())
        .until(isSo);
  }

  private static boolean connects(String address, int port) {
    try (Socket socket = new Socket(address, port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** What the program has printed so far. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the program's own end and gives its exit status. */
  int awaitExit(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " still runs after " + atMost + "; see " + log);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + name, e);
    }
  }

  /** Has the program ended by SIGTERM, and by SIGKILL after 5 s; gives its exit status. */
  int stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return awaitExit(STOP);
  }

  @Override
  public void close() {
    stop();
  }
}
