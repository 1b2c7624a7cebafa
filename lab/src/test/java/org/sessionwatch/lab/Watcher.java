package org.sessionwatch.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The daemon as its users run it, with a configuration and an embedded database of its own. It can
 * be ended and started again. Used by one thread.
 */
final class Watcher implements AutoCloseable {
  /** It listens, and has reached both PBXs. */
  static final List<String> BOTH_REACHED =
      List.of("Hearing HEP on", " is connected: ", "PBX asterisk", "PBX kamailio");

  /** It listens. */
  static final List<String> LISTENING = List.of("Hearing HEP on");

  /** The command line that the daemon prints for whoever wants to look into the database. */
  private static final Pattern PSQL =
      Pattern.compile(
          "psql \"host=(\\S+) port=(\\d+) user=(\\S+) dbname=(\\S+) passfile=([^\"]+)\"");

  private final Path lab;
  private final Path run;
  private final String name;
  private final List<String> part;
  private final List<String> ready;
  private final List<LabProcess> runs = new ArrayList<>();

  /**
   * How a run ended.
   *
   * @param asked when SIGTERM was sent
   * @param status the exit status
   * @param took from then until it was gone
   */
  record End(Instant asked, int status, Duration took) {}

  /**
   * Starts it.
   *
   * @param part what lab/start takes
   * @param ready what it has printed when it is at work
   */
  Watcher(Path lab, Path run, String name, List<String> part, List<String> ready) {
    this.lab = lab;
    this.run = run;
    this.name = name;
    this.part = part;
    this.ready = ready;
    start();
  }

  /** Starts it, for the first time or again; {@link #awaitReady} waits until it is at work. */
  void start() {
    runs.add(LabProcess.start(lab, run, name + "-" + (runs.size() + 1), part));
  }

  void awaitReady() {
    ready.forEach(current()::awaitOutput);
  }

  /** Ends it by SIGTERM. */
  End stop() {
    Instant asked = Instant.now();
    int status = current().stop();
    return new End(asked, status, Duration.between(asked, Instant.now()));
  }

  /** What the run with this number, from 1, has written to its journal. */
  Journal journal(int number) {
    return Journal.of(runs.get(number - 1).output());
  }

  private LabProcess current() {
    return runs.get(runs.size() - 1);
  }

  /** Lines of a run's settings that say where its database is and how to get in. */
  String databaseSettings() {
    Matcher psql = psql();
    return """
        DATABASE_PORT=%s
        DATABASE_USER=%s
        DATABASE_NAME=%s
        DATABASE_PASSWORD=%s
        """
        .formatted(psql.group(2), psql.group(3), psql.group(4), password(Path.of(psql.group(5))));
  }

  private Matcher psql() {
    Matcher psql = PSQL.matcher(current().output());
    if (!psql.find()) {
      throw new AssertionError(name + " does not say how to look into its database; see " + run);
    }
    return psql;
  }

  /** Connects to its database as its log says one can. */
  Connection connect() throws SQLException {
    Matcher psql = psql();
    String url =
        "jdbc:postgresql://%s:%s/%s".formatted(psql.group(1), psql.group(2), psql.group(4));
    return DriverManager.getConnection(url, psql.group(3), password(Path.of(psql.group(5))));
  }

  /** A password file's line is host:port:database:user:password. */
  private static String password(Path file) {
    try {
      String line = Files.readString(file).strip();
      return line.substring(line.lastIndexOf(':') + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it where it still runs, and removes its database; what it logged stays. */
  @Override
  public void close() throws IOException {
    current().close();
    Path state = run.resolve(name).resolve("state");
    if (Files.exists(state)) {
      remove(state);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
