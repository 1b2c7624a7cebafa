package org.sessionwatch.store.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the server's main process, in a session of its own: a Ctrl-C on the daemon's terminal
 * does not reach it, so that the daemon can still write what it has.
 */
final class Postmaster {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
  private static final int KEPT_LINES = 50;
  private static final long POLL_MS = 20;
  private static final int STATUS_LINE = 7;

  /** What a process's exit code is above, when a signal ended it. */
  private static final int SIGNAL_EXIT = 128;

  private final Layout layout;
  private final Process process;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;

  private Postmaster(Layout layout, Process process) {
    this.layout = layout;
    this.process = process;
  }

  /** Starts the server with the configuration in the layout; it is not ready yet. */
  static Postmaster launch(Layout layout, Path server, ServerAccount account) throws IOException {
    List<String> command =
        List.of(
            "setsid",
            server.resolve("bin/postgres").toString(),
            "-D",
            layout.data().toString(),
            "-c",
            "config_file=" + layout.configuration());
    Process process =
        Command.prepare(account.command(command), layout.base())
            .redirectInput(new File("/dev/null"))
            .start();
    Postmaster postmaster = new Postmaster(layout, process);
    Thread reader = new Thread(postmaster::readOutput, "embedded-postgres-output");
    reader.setDaemon(true);
    reader.start();
    return postmaster;
  }

  /**
   * Waits until it takes connections.
   *
   * @return false when it ended instead, or is not ready in time
   */
  boolean awaitReady(Duration timeout) throws InterruptedException, IOException {
    for (long waitedMs = 0; waitedMs < timeout.toMillis(); waitedMs += POLL_MS) {
      if (isReady()) {
        return true;
      }
      if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
        ended.await();
        return false;
      }
    }
    return false;
  }

  /** The lock file's last line tells how far the start has come. */
  private boolean isReady() throws IOException {
    Path file = layout.data().resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return false;
    }
    List<String> lines = Files.readAllLines(file);
    return lines.size() > STATUS_LINE
        && lines.get(0).equals(Long.toString(process.pid()))
        && lines.get(STATUS_LINE).strip().equals("ready");
  }

  /** Waits until it and all processes it started are gone. */
  void awaitEnd() throws InterruptedException {
    ended.await();
    process.waitFor();
  }

  /** The process id of the server's main process. */
  long pid() {
    return process.pid();
  }

  /** How it ended, in words. May be called when it has. */
  String end() {
    int exit = process.exitValue();
    return exit > SIGNAL_EXIT
        ? "killed by signal " + (exit - SIGNAL_EXIT)
        : "exit code %d, %s".formatted(exit, lastWord());
  }

  /** The line it printed that says what went wrong. */
  String lastWord() {
    synchronized (lastLines) {
      return Command.lastWord(List.copyOf(lastLines));
    }
  }

  /**
   * Ends it: at first in good order with a checkpoint, then, when that takes longer than half of
   * the time, as a crash would, which the next start repairs.
   *
   * @return whether it ended
   */
  boolean stop(Path server, ServerAccount account, Duration timeout) throws InterruptedException {
    stopping = true;
    long halfMs = timeout.toMillis() / 2;
    return signal("fast", server, account, halfMs) || signal("immediate", server, account, halfMs);
  }

  private boolean signal(String mode, Path server, ServerAccount account, long waitMs)
      throws InterruptedException {
    List<String> command =
        List.of(
            server.resolve("bin/pg_ctl").toString(),
            "stop",
            "--pgdata=" + layout.data(),
            "--mode=" + mode,
            "--no-wait");
    try {
      Command.run(account.command(command), layout.base(), "", Duration.ofMillis(waitMs));
    } catch (IOException e) {
      LOG.debug("Cannot signal the server", e);
    }
    return process.waitFor(waitMs, TimeUnit.MILLISECONDS);
  }

  /** Runs until nobody holds the pipe's other end any more: the server is gone altogether. */
  private void readOutput() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        keep(line);
        log(line);
      }
    } catch (IOException e) {
      LOG.debug("Output ended", e);
    } finally {
      ended.countDown();
    }
  }

  private void keep(String line) {
    synchronized (lastLines) {
      lastLines.addLast(line);
      if (lastLines.size() > KEPT_LINES) {
        lastLines.removeFirst();
      }
    }
  }

  private void log(String line) {
    if (!stopping && line.matches("(WARNING|PANIC): .*")) {
      LOG.warn("PostgreSQL: {}", line);
    } else {
      LOG.debug("PostgreSQL: {}", line);
    }
  }
}
