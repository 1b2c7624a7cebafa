package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.sessionwatch.store.TestDatabase.ask;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.config.Secret;
import org.sessionwatch.session.Effect;
import org.sessionwatch.store.StoreException.Kind;

/** Each mistake gives one line that names server, database or role, and what to do. */
class StoreErrorsTest {
  private final DatabaseSettings good = TestDatabase.settings();
  private final String hostAndPort = good.url().replaceAll(".*//(.*)/.*", "$1");

  @Test
  void wrong_password() {
    assertError(
        migrating(new DatabaseSettings(good.url(), "sessionwatch", new Secret("guessed"))),
        Kind.NOT_LET_IN,
        "PostgreSQL at "
            + hostAndPort
            + "/sessionwatch refuses the password of role \"sessionwatch\"",
        "check [database] user and password");
  }

  @Test
  void server_not_running() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    assertError(
        migrating(at("jdbc:postgresql://127.0.0.1:" + port + "/calls")),
        Kind.UNREACHABLE,
        "cannot reach PostgreSQL at 127.0.0.1:" + port + "/calls (Connection refused)",
        "check that it runs");
  }

  @Test
  void host_name_not_known() {
    SQLException thrown =
        new SQLException(
            "The connection attempt failed.", "08001", new UnknownHostException("db.example"));
    assertError(
        new DatabaseErrors(new Database(at("postgresql://db.example/calls"))).of(thrown),
        Kind.UNREACHABLE,
        "PostgreSQL at db.example:5432/calls: the host name is not known",
        "check [database] url");
  }

  @Test
  void database_missing() {
    assertError(
        migrating(at("jdbc:postgresql://" + hostAndPort + "/calls")),
        Kind.NO_DATABASE,
        "PostgreSQL at " + hostAndPort + " has no database \"calls\"",
        "createdb -O sessionwatch calls");
  }

  @Test
  void privilege_missing() throws SQLException {
    ask("DROP SCHEMA IF EXISTS sessionwatch CASCADE");
    ask("REVOKE CREATE ON DATABASE sessionwatch FROM sessionwatch");
    try {
      assertError(
          migrating(good),
          Kind.NOT_ALLOWED,
          "role \"sessionwatch\" lacks a privilege in " + hostAndPort + "/sessionwatch",
          "ALTER DATABASE \"sessionwatch\" OWNER TO \"sessionwatch\"");
    } finally {
      ask("GRANT CREATE ON DATABASE sessionwatch TO sessionwatch");
    }
  }

  @Test
  void server_read_only() {
    SQLException thrown =
        new SQLException("ERROR: cannot execute INSERT in a read-only transaction", "25006");
    assertError(
        new DatabaseErrors(new Database(good)).of(thrown),
        Kind.NOT_ALLOWED,
        hostAndPort + "/sessionwatch is read-only",
        "name the primary");
  }

  @Test
  void schema_not_made_yet() throws SQLException {
    ask("DROP SCHEMA IF EXISTS sessionwatch CASCADE");
    try (HistoryStore store = new HistoryStore(good, Map.of())) {
      assertError(
          catchThrowableOfType(
              StoreException.class,
              () -> store.write(List.of(new Effect.Established(Calls.dialog("c1"))))),
          Kind.WRONG_SCHEMA,
          "the schema sessionwatch in " + hostAndPort + "/sessionwatch is not of this release",
          "run sessionwatch migrate");
    }
  }

  @Test
  void schema_of_a_newer_release() throws SQLException {
    TestDatabase.emptyStore(Map.of()).close();
    ask(
        "UPDATE sessionwatch.flyway_schema_history SET version = '999', script = 'V999__later.sql'"
            + " WHERE version = '2'");
    assertError(
        migrating(good),
        Kind.WRONG_SCHEMA,
        "the schema sessionwatch in " + hostAndPort + "/sessionwatch was made by another release",
        "run the newest");
  }

  @Test
  void url_not_readable() {
    assertError(
        migrating(at("jdbc:postgresql://db1:here/calls")),
        Kind.BAD_URL,
        "[database] url cannot be read",
        "write jdbc:postgresql://HOST:PORT/DATABASE");
  }

  @Test
  void url_without_jdbc_and_role_in_it() {
    try (HistoryStore store =
        new HistoryStore(
            new DatabaseSettings("postgresql://db1:5433,db2/calls?user=watcher", null, null),
            Map.of("pbx1", PbxKind.OTHER))) {
      assertThat(store.psql())
          .isEqualTo("psql \"host=db1,db2 port=5433,5432 user=watcher dbname=calls\"");
    }
  }

  private DatabaseSettings at(String url) {
    return new DatabaseSettings(url, good.user(), good.password());
  }

  private static StoreException migrating(DatabaseSettings settings) {
    return catchThrowableOfType(
        StoreException.class,
        () -> {
          try (HistoryStore store = new HistoryStore(settings, Map.of())) {
            store.migrate();
          }
        });
  }

  private static void assertError(StoreException error, Kind kind, String names, String advises) {
    assertThat(error.getMessage())
        .contains(names)
        .contains(advises)
        .doesNotContain("\n")
        .doesNotContain("guessed");
    assertThat(error.kind()).isEqualTo(kind);
  }
}
