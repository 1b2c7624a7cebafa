package org.sessionwatch.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.store.embedded.EmbeddedDatabase;

/**
 * The daemon's own PostgreSQL, kept apart from the daemon so that it can be looked into and its CPU
 * counted; the same server, with the same settings, serves the peers.
 */
public final class Postgres implements AutoCloseable {
  /** All tables of history, whatever they are; partitions go with what they are part of. */
  private static final String HISTORY_TABLES =
      "SELECT string_agg('sessionwatch.' || relname, ', ') FROM pg_class"
          + " WHERE relnamespace = to_regnamespace('sessionwatch') AND relkind IN ('r', 'p')"
          + " AND NOT relispartition AND relname NOT LIKE 'flyway%' AND relname NOT LIKE 'pbx%'";

  private final EmbeddedDatabase server;
  private final long pid;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Postgres(EmbeddedDatabase server, long pid) {
    this.server = server;
    this.pid = pid;
  }

  /** Starts one in the directory. */
  public static Postgres start(Path directory) {
    EmbeddedDatabase server = EmbeddedDatabase.start(directory);
    Postgres postgres = new Postgres(server, postmaster(directory));
    // A run that is ended by a signal must not leave it behind.
    Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
    return postgres;
  }

  private static long postmaster(Path directory) {
    try (var files = Files.walk(directory, 4)) {
      Path file =
          files
              .filter(path -> path.endsWith("postmaster.pid"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no postmaster.pid in " + directory));
      return Long.parseLong(Files.readAllLines(file).get(0).trim());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Where it is. */
  public DatabaseSettings settings() {
    return server.settings();
  }

  /** The port it hears on. */
  public String port() {
    String url = settings().url();
    return url.substring(url.lastIndexOf(':') + 1, url.lastIndexOf('/'));
  }

  /** CPU seconds of all its processes until now. */
  public double cpuSeconds() {
    return ProcessTree.cpuSeconds(pid);
  }

  /** A connection; the caller closes it. */
  public Connection connect() throws SQLException {
    DatabaseSettings settings = settings();
    return DriverManager.getConnection(settings.url(), settings.user(), password());
  }

  /** The password of the role that the URL names. */
  public String password() {
    var password = settings().password();
    return password == null ? "" : password.value();
  }

  /** Runs statements. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The number that a query gives. */
  public long number(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Forgets all history, as if nothing had ever been heard; the schema and the PBXs stay. */
  public void forget() throws SQLException {
    try (Connection connection = connect()) {
      forget(connection);
    }
  }

  /** Likewise, by the connection. */
  public static void forget(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(HISTORY_TABLES)) {
      found.next();
      String tables = found.getString(1);
      if (tables != null) {
        statement.execute("TRUNCATE " + tables + " CASCADE");
      }
    }
  }

  /** The text that a query gives; empty for NULL. */
  public String text(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      String text = result.getString(1);
      return text == null ? "" : text;
    }
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      server.close();
    }
  }
}
