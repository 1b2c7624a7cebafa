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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.store.StoreException;

class EmbeddedDatabaseTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  // Unpacked once for all these tests; each has a data directory of its own.
  private final Path state = Path.of("target/embedded-state").toAbsolutePath();
  private final Path base = state.resolve("postgres");

  @BeforeEach
  @AfterEach
  void forget() throws IOException {
    Layout.delete(base.resolve("data"));
    Layout.delete(base.resolve("data.new"));
    Files.deleteIfExists(base.resolve("pgpass"));
    Files.deleteIfExists(base.resolve("port"));
  }

  @Test
  void keeps_rows_and_port_across_restarts() throws SQLException {
    DatabaseSettings first;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(state)) {
      first = database.settings();
      ask(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(state)) {
      assertThat(database.settings()).isEqualTo(first);
      assertThat(ask(database.settings(), "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void moves_to_another_port_when_its_own_is_taken() throws IOException, SQLException {
    int port;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(state)) {
      port = port(database);
    }
    try (ServerSocket taken = new ServerSocket()) {
      taken.setReuseAddress(true);
      taken.bind(new InetSocketAddress("127.0.0.1", port));
      try (EmbeddedDatabase database = EmbeddedDatabase.start(state)) {
        assertThat(port(database)).isNotEqualTo(port);
        assertThat(ask(database.settings(), "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void lets_in_only_those_who_know_the_password() throws IOException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(state)) {
      String url = database.settings().url();
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> DriverManager.getConnection(url, "sessionwatch", "guessed").close())
          .withMessageContaining("password authentication failed");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> DriverManager.getConnection(url, "postgres", "").close());
      assertThat(Files.getPosixFilePermissions(base.resolve("pgpass")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(database.psql())
          .contains("passfile=" + base.toRealPath().resolve("pgpass"))
          .doesNotContain(Objects.requireNonNull(database.settings().password()).value());
    }
  }

  @Test
  void gives_a_new_password_when_the_file_is_lost() throws IOException, SQLException {
    EmbeddedDatabase.start(state).close();
    Files.delete(base.resolve("pgpass"));
    try (EmbeddedDatabase database = EmbeddedDatabase.start(state)) {
      assertThat(ask(database.settings(), "SELECT current_user")).isEqualTo("sessionwatch");
    }
  }

  @Test
  void refuses_a_state_directory_in_use_in_one_line() {
    EmbeddedDatabase first = EmbeddedDatabase.start(state);
    try {
      assertThatExceptionOfType(StoreException.class)
          .isThrownBy(() -> EmbeddedDatabase.start(state))
          .withMessageContaining(state.toString())
          .withMessageContaining("process " + ProcessHandle.current().pid())
          .withMessageContaining("stop that one");
    } finally {
      first.close();
    }
  }

  @Test
  void refuses_a_data_directory_of_another_major_version_in_one_line() throws IOException {
    EmbeddedDatabase.start(state).close();
    Path version = base.resolve("data/PG_VERSION");
    Files.writeString(version, "17\n");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> EmbeddedDatabase.start(state))
        .withMessageContaining("is of PostgreSQL 17 and this release brings 18");
  }

  @Test
  void starts_again_when_the_server_is_killed() throws IOException, SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(state)) {
      ask(database.settings(), "CREATE TABLE kept AS SELECT 42 AS answer");
      long killed = postmaster();
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> ask(database.settings(), "SELECT answer FROM kept").equals("42"));
      assertThat(postmaster()).isNotEqualTo(killed);
    }
  }

  @Test
  void starts_over_the_lock_file_that_a_crash_left_for_a_process_of_another_program()
      throws IOException, SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(state)) {
      assertThat(port(database)).isPositive();
    }
    Path lockFile = base.resolve("data/postmaster.pid");
    Files.writeString(
        lockFile,
        ProcessHandle.current().pid() + "\n" + base.resolve("data") + "\n1\n1\n\n\n1 1\n");
    Files.setOwner(lockFile, Files.getOwner(base.resolve("data")));
    try (EmbeddedDatabase database = EmbeddedDatabase.start(state)) {
      assertThat(ask(database.settings(), "SELECT 1")).isEqualTo("1");
    }
  }

  private long postmaster() throws IOException {
    return Long.parseLong(
        Files.readString(base.resolve("data/postmaster.pid")).lines().findFirst().orElseThrow());
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
