package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.store.TestDatabase.ask;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.session.Effect;

/** On a server that compiles statements (JIT) unless it is told otherwise, as Debian's does. */
class InterpretedTest {
  private HistoryStore store;

  /** What the writer's and the daemon's other connections have set, as they write. */
  @BeforeEach
  void open() throws SQLException {
    store = TestDatabase.emptyStore(Map.of());
    ask("ALTER ROLE CURRENT_USER SET jit = on");
    ask("CREATE TABLE sessionwatch.seen (of_table text, jit text)");
    ask(
        """
        CREATE FUNCTION sessionwatch.see() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN INSERT INTO sessionwatch.seen VALUES (TG_TABLE_NAME, current_setting(''jit'')); RETURN NULL; END'
        """);
    for (String table : List.of("dialog", "pbx_status")) {
      ask(
          "CREATE TRIGGER see AFTER INSERT ON sessionwatch.%s FOR EACH STATEMENT EXECUTE FUNCTION sessionwatch.see()"
              .formatted(table));
    }
  }

  @AfterEach
  void close() throws SQLException {
    store.close();
    ask("ALTER ROLE CURRENT_USER RESET jit");
    ask("DROP FUNCTION sessionwatch.see CASCADE");
    ask("DROP TABLE sessionwatch.seen");
  }

  @Test
  void no_connection_of_ours_lets_it() throws SQLException {
    assertThat(ask("SHOW jit")).containsExactly("on");
    // Its connections are new: they come with the role's setting.
    try (HistoryStore writer = new HistoryStore(TestDatabase.settings(), Map.of())) {
      writer.write(List.of(new Effect.Established(Calls.dialog("call 1"))));
      writer.writeStatuses(
          List.of(new PbxStatus("pbx1", true, Calls.START, Calls.START, 1.0, true, true)));
      assertThat(writer.maintain(Duration.ofDays(400), "week")).isNotNull();
    }
    assertThat(ask("SELECT of_table, jit FROM sessionwatch.seen ORDER BY 1"))
        .containsExactly("dialog|off", "pbx_status|off");
    String report =
        new HistoryReader(TestDatabase.settings())
            .read(handle -> handle.createQuery("SHOW jit").mapTo(String.class).one());
    assertThat(report).isEqualTo("off");
  }
}
