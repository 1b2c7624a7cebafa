package org.sessionwatch.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.store.StoreException;

class EmbeddedDatabaseTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  // Kept between test runs; one data directory for all these tests.
  private static final Path STATE = Path.of("target/embedded-state").toAbsolutePath();

  private static final Path BASE = STATE.resolve("postgres");

  @BeforeAll
  static void forgetTheLastRun() throws IOException {
    Layout.delete(STATE.resolve("postgres/data"));
    Files.deleteIfExists(STATE.resolve("postgres/pgpass"));
    Files.deleteIfExists(STATE.resolve("postgres/port"));
  }

  @Test
  void keeps_rows_and_port_across_restarts() throws SQLException {
    DatabaseSettings first;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(STATE)) {
      first = database.settings();
      ask(first, "CREATE TABLE kept_stopped AS SELECT 42 AS answer");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(STATE)) {
      assertThat(database.settings()).isEqualTo(first);
      assertThat(ask(database.settings(), "SELECT answer FROM kept_stopped")).isEqualTo("42");
    }
  }

  @Test
  void moves_to_another_port_when_its_own_is_taken() throws IOException, SQLException {
    int port;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(STATE)) {
      port = port(database);
    }
    try (ServerSocket taken = new ServerSocket()) {
      taken.setReuseAddress(true);
      taken.bind(new InetSocketAddress("127.0.0.1", port));
      try (EmbeddedDatabase database = EmbeddedDatabase.start(STATE)) {
        assertThat(port(database)).isNotEqualTo(port);
        assertThat(ask(database.settings(), "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void lets_in_only_those_who_know_the_password() throws IOException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(STATE)) {
      String url = database.settings().url();
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> DriverManager.getConnection(url, "sessionwatch", "guessed").close())
          .withMessageContaining("password authentication failed");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> DriverManager.getConnection(url, "postgres", "").close());
      assertThat(Files.getPosixFilePermissions(BASE.resolve("pgpass")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(database.psql())
          .contains("passfile=" + BASE.toRealPath().resolve("pgpass"))
          .doesNotContain(Objects.requireNonNull(database.settings().password()).value());
    }
  }

  @Test
  void gives_a_new_password_when_the_file_is_lost() throws IOException, SQLException {
    EmbeddedDatabase.start(STATE).close();
    Files.delete(BASE.resolve("pgpass"));
    try (EmbeddedDatabase database = EmbeddedDatabase.start(STATE)) {
      assertThat(ask(database.settings(), "SELECT current_user")).isEqualTo("sessionwatch");
    }
  }

  @Test
  void refuses_a_state_directory_in_use_in_one_line() {
    EmbeddedDatabase first = EmbeddedDatabase.start(STATE);
    try {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> EmbeddedDatabase.start(STATE))
          .withMessageContaining(STATE.toString())
          .withMessageContaining("process " + ProcessHandle.current().pid())
          .withMessageContaining("stop that one");
    } finally {
      first.close();
    }
  }

  @Test
  void refuses_a_data_directory_of_another_major_version_in_one_line() throws IOException {
    EmbeddedDatabase.start(STATE).close();
    Path version = BASE.resolve("data/PG_VERSION");
    String right = Files.readString(version);
    Files.writeString(version, "17\n");
    try {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> EmbeddedDatabase.start(STATE))
          .withMessageContaining("is of PostgreSQL 17 and this release brings 18");
    } finally {
      Files.writeString(version, right);
    }
  }

  @Test
  void starts_again_when_the_server_is_killed() throws IOException, SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(STATE)) {
      ask(database.settings(), "CREATE TABLE kept_killed AS SELECT 42 AS answer");
      long killed = postmaster();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> ask(database.settings(), "SELECT answer FROM kept_killed").equals("42"));
      assertThat(postmaster()).isNotEqualTo(killed);
    }
  }

  @Test
  void starts_over_the_lock_file_that_a_crash_left_for_a_process_of_another_program()
      throws IOException, SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(STATE)) {
      assertThat(port(database)).isPositive();
    }
    Path lockFile = BASE.resolve("data/postmaster.pid");
    Files.writeString(
        lockFile,
        ProcessHandle.current().pid() + "\n" + BASE.resolve("data") + "\n1\n1\n\n\n1 1\n");
    Files.setOwner(lockFile, Files.getOwner(BASE.resolve("data")));
    try (EmbeddedDatabase database = EmbeddedDatabase.start(STATE)) {
      assertThat(ask(database.settings(), "SELECT 1")).isEqualTo("1");
    }
  }

  private long postmaster() throws IOException {
    return Long.parseLong(
        Files.readString(BASE.resolve("data/postmaster.pid")).lines().findFirst().orElseThrow());
  }

  private static int port(EmbeddedDatabase database) {
    return Integer.parseInt(database.settings().url().replaceAll(".*:([0-9]+)/.*", "$1"));
  }

  static String ask(DatabaseSettings settings, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                settings.url(),
                settings.user(),
                Objects.requireNonNull(settings.password()).value());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }
}
