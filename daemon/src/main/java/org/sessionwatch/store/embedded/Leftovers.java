package org.sessionwatch.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sessionwatch.store.StoreException;
import org.sessionwatch.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a daemon that was killed left behind: its server, which goes on without it, or that server's
 * lock file. The caller holds the {@link StateLock}, so no other daemon can be using the server.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final Layout layout;
  private final Path server;
  private final ServerAccount account;

  Leftovers(Layout layout, Path server, ServerAccount account) {
    this.layout = layout;
    this.server = server;
    this.account = account;
  }

  /**
   * Stops a server left over, and removes a lock file that would block the next.
   *
   * @param lastPort the port of the last run
   */
  void clear(int lastPort) throws IOException, InterruptedException {
    Path lockFile = layout.data().resolve("postmaster.pid");
    if (!Files.exists(lockFile)) {
      return;
    }
    long pid = pid(lockFile);
    List<String> arguments = arguments(pid);
    if (arguments.contains(layout.data().toString())) {
      stop(pid);
    }
    awaitChildren(lastPort);
    // PostgreSQL takes any live process with this id for its own. Here it is some other program
    // that
    // was given the id since, and the server's own processes are all gone.
    if (!arguments.isEmpty() && Files.exists(lockFile)) {
      LOG.info("Removing {}: process {} is not PostgreSQL", lockFile, pid);
      Files.delete(lockFile);
    }
  }

  private static long pid(Path lockFile) throws IOException {
    String first = Files.readString(lockFile).lines().findFirst().orElse("").strip();
    return first.matches("[0-9]{1,18}") ? Long.parseLong(first) : 0;
  }

  private void stop(long pid) throws IOException {
    LOG.warn("Stopping the embedded PostgreSQL (process {}) that the last run left behind", pid);
    Command.Result result =
        Command.run(
            account.command(
                List.of(
                    server.resolve("bin/pg_ctl").toString(),
                    "stop",
                    "--pgdata=" + layout.data(),
                    "--mode=fast",
                    "--timeout=" + STOP_TIMEOUT.toSeconds())),
            layout.base(),
            "",
            STOP_TIMEOUT.plusSeconds(1));
    if (!result.ok()) {
      throw new StoreException(
          Kind.EMBEDDED,
          ("cannot stop the embedded PostgreSQL that the last run left behind (%s): end the"
                  + " process %d")
              .formatted(result.lastWord(), pid));
    }
  }

  /** The processes of a server that was killed end by themselves, but not all at once. */
  private static void awaitChildren(int lastPort) throws InterruptedException {
    String title = "postgres: " + Configuration.clusterName(lastPort) + ":";
    List<ProcessHandle> children =
        ProcessHandle.allProcesses()
            .filter(process -> title(process.pid()).startsWith(title))
            .toList();
    CompletableFuture<?> all =
        CompletableFuture.allOf(
            children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new));
    try {
      all.get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new StoreException(
          Kind.EMBEDDED,
          "processes of the last embedded PostgreSQL still run: end the process %d"
              .formatted(children.get(0).pid()),
          e);
    }
  }

  private static String title(long pid) {
    return String.join(" ", arguments(pid));
  }

  /** The process's command line; empty when there is none of that id. */
  private static List<String> arguments(long pid) {
    try {
      return Arrays.asList(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"));
    } catch (IOException e) {
      return List.of();
    }
  }
}
