package org.sessionwatch.store;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.postgresql.PGConnection;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.config.Secret;
import org.sessionwatch.store.embedded.EmbeddedDatabase;

/**
 * One embedded PostgreSQL for all tests of a virtual machine, started when the first asks for it.
 * Its state directory is kept between test runs.
 *
 * <p>To run the tests on another release: {@code -Dsessionwatch.test.url=jdbc:postgresql://...}, an
 * empty database of a role {@code sessionwatch} that needs no password. The test that kills the
 * server needs the embedded one.
 */
public final class TestDatabase {
  private static final Path STATE = Path.of("target/test-state").toAbsolutePath();
  private static final DatabaseSettings SETTINGS = start();

  /** Every row of every table, which takes a tenth of the time that making the tables anew does. */
  private static final String EMPTY =
      """
      DO $$
      DECLARE
        one record;
      BEGIN
        FOR one IN
          SELECT relname FROM pg_class
           WHERE relnamespace = 'sessionwatch'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
             AND relname <> 'flyway_schema_history'
           ORDER BY relname = 'pbx', relname = 'dialog'
        LOOP
          EXECUTE format('DELETE FROM sessionwatch.%I', one.relname);
        END LOOP;
        ALTER TABLE sessionwatch.pbx ALTER COLUMN pbx_id RESTART;
      END $$
      """;

  private TestDatabase() {}

  private static DatabaseSettings start() {
    String url = System.getProperty("sessionwatch.test.url");
    if (url != null) {
      return new DatabaseSettings(url, "sessionwatch", new Secret("not asked for"));
    }
    EmbeddedDatabase server = EmbeddedDatabase.start(STATE);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "test-database"));
    return server.settings();
  }

  /** Where it is. */
  public static DatabaseSettings settings() {
    return SETTINGS;
  }

  /** Its state directory. */
  static Path state() {
    return STATE;
  }

  /** A store in a schema without a row, made anew where it is not as it should be. */
  public static HistoryStore emptyStore(Map<String, PbxKind> kinds) throws SQLException {
    HistoryStore store = new HistoryStore(settings(), kinds);
    try {
      ask(EMPTY);
      store.migrate();
    } catch (SQLException | StoreException e) {
      ask("DROP SCHEMA IF EXISTS sessionwatch CASCADE");
      store.migrate();
    }
    return store;
  }

  /** The process id of the server. */
  static long pid() throws IOException {
    Path file = STATE.resolve("postgres/data/postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).get(0));
  }

  static Connection connect() throws SQLException {
    DatabaseSettings settings = settings();
    String password = Objects.requireNonNull(settings.password()).value();
    return DriverManager.getConnection(settings.url(), settings.user(), password);
  }

  /** Runs a statement; of a query, its rows, with the columns divided by a bar. */
  public static List<String> ask(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      List<String> rows = new ArrayList<>();
      if (statement.execute(sql)) {
        ResultSet result = statement.getResultSet();
        while (result.next()) {
          rows.add(row(result));
        }
      }
      return rows;
    }
  }

  /** Adds the lines of a CSV file to a table that has its columns. */
  public static void load(String table, Path file) throws SQLException, IOException {
    try (Connection connection = connect();
        Reader lines = Files.newBufferedReader(file)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + table + " FROM STDIN (FORMAT csv, HEADER)", lines);
    }
  }

  private static String row(ResultSet result) throws SQLException {
    StringBuilder row = new StringBuilder();
    for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
      row.append(column == 1 ? "" : "|").append(result.getString(column));
    }
    return row.toString();
  }
}
