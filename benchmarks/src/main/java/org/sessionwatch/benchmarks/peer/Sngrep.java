package org.sessionwatch.benchmarks.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.feed.CaptureFile;
import org.sessionwatch.benchmarks.process.Child;
import org.sessionwatch.benchmarks.process.ProcessTree;

/**
 * sngrep without its screen, reading calls from a pipe that stays open: so it still holds them all
 * when its memory is looked at, and at rest.
 */
public final class Sngrep {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final long POLL_MS = 500;

  private Sngrep() {}

  /** Its resident memory with so many calls in it, when nothing more has come for a while. */
  public static long residentBytes(Bench bench, int calls) throws IOException {
    Path directory = bench.directory("sngrep");
    Path capture = directory.resolve("calls.pcap");
    CaptureFile.ofCalls(capture, calls);
    Path pipe = directory.resolve("calls.pipe");
    Files.deleteIfExists(pipe);
    Child.start(directory.resolve("mkfifo.log"), List.of("mkfifo", pipe.toString()))
        .awaitEnd(LONGEST);
    try (Child child = start(bench, directory, calls);
        OutputStream out = Files.newOutputStream(pipe)) {
      Files.copy(capture, out);
      out.flush();
      return atRest();
    } finally {
      Files.deleteIfExists(capture);
    }
  }

  private static Child start(Bench bench, Path directory, int calls) {
    return Child.start(
        directory.resolve("sngrep.log"),
        List.of(
            bench.options().home().resolve("lab/inside").toString(),
            bench.options().peers(),
            directory.toString(),
            "sngrep",
            "-N",
            "-q",
            "-l",
            Integer.toString(2 * calls),
            "-I",
            "/lab/calls.pipe"));
  }

  /** The same at three looks one after the other. */
  private static long atRest() {
    long end = System.nanoTime() + LONGEST.toNanos();
    long bytes = 0;
    int same = 0;
    while (same < 3 && System.nanoTime() < end) {
      Bench.rest(POLL_MS);
      long now = ProcessTree.residentBytes(pid());
      same = now == bytes && now > 0 ? same + 1 : 0;
      bytes = now;
    }
    if (same < 3) {
      throw new IllegalStateException("sngrep does not come to rest");
    }
    return bytes;
  }

  private static long pid() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("/sngrep"))
        .mapToLong(ProcessHandle::pid)
        .findFirst()
        .orElse(0);
  }
}
