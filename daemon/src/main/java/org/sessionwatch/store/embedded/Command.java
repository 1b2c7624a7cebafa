package org.sessionwatch.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One of the server's or the system's programs, run to its end. */
final class Command {
  /**
   * How it ended.
   *
   * @param exit its exit code
   * @param output what it printed, both streams
   */
  record Result(int exit, String output) {
    boolean ok() {
      return exit == 0;
    }

    /** The line that says what went wrong: the last that names an error, else the last. */
    String lastWord() {
      return Command.lastWord(output.lines().toList());
    }
  }

  private Command() {}

  /**
   * A process to be started in the given directory, in the C locale and without libpq's settings.
   */
  static ProcessBuilder prepare(List<String> command, Path directory) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
    return builder;
  }

  /**
   * Runs a program to its end, or kills it after the time-out.
   *
   * @throws IOException when it cannot be started or took too long
   */
  static Result run(List<String> command, Path directory, String input, Duration timeout)
      throws IOException {
    Path output = Files.createTempFile("sessionwatch-", ".out");
    try {
      Process process = prepare(command, directory).redirectOutput(output.toFile()).start();
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new IOException("no end after " + timeout.toSeconds() + " s: " + command);
      }
      return new Result(process.exitValue(), Files.readString(output));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted: " + command, e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** The last of the lines that names an error, else the last line. */
  static String lastWord(List<String> lines) {
    String word = "it said nothing";
    boolean error = false;
    for (String line : lines) {
      boolean isError = line.matches("(?s).*(FATAL|PANIC|error):.*");
      if (!line.isBlank() && (isError || !error)) {
        word = line.strip();
        error = isError;
      }
    }
    return word;
  }
}
