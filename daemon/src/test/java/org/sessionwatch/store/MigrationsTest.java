package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sessionwatch.store.TestDatabase.ask;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  @Test
  void all_of_the_migrations_are_named() throws IOException, URISyntaxException {
    Path one =
        Path.of(
            Objects.requireNonNull(
                    Migrations.class.getClassLoader().getResource("sql/V1__tables.sql"))
                .toURI());
    try (Stream<Path> files = Files.list(Objects.requireNonNull(one.getParent()))) {
      List<String> names =
          files.map(file -> file.getFileName().toString()).filter(n -> n.startsWith("V")).toList();
      assertThat(Migrations.FILES).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void the_checksums_are_flyways() throws SQLException {
    try (HistoryStore store = TestDatabase.emptyStore(Map.of());
        Connection connection = TestDatabase.connect()) {
      assertThat(Migrations.areDone(connection)).isTrue();
      assertThat(store.migrate()).isZero();
    }
  }

  @Test
  void a_history_that_differs_is_not_done_and_flyway_tells_why() throws SQLException {
    try (HistoryStore store = TestDatabase.emptyStore(Map.of());
        Connection connection = TestDatabase.connect()) {
      String history = "sessionwatch.flyway_schema_history";
      for (String change :
          List.of("checksum = checksum + 1", "success = false", "version = '9.1'")) {
        connection.setAutoCommit(false);
        connection
            .createStatement()
            .execute("UPDATE " + history + " SET " + change + " WHERE version = '9'");
        assertThat(Migrations.areDone(connection)).as(change).isFalse();
        connection.rollback();
      }
      ask("UPDATE " + history + " SET checksum = checksum + 1 WHERE version = '9'");
      try {
        assertThatThrownBy(store::migrate).hasMessageContaining("made by another release");
      } finally {
        ask("UPDATE " + history + " SET checksum = checksum - 1 WHERE version = '9'");
      }
    }
  }
}
