package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedSqlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "SELECT :one, :two2 FROM t WHERE a = :one",
        "SELECT a::integer, CAST(:b AS text)::text[], :c",
        "SELECT ':no' || ':nor ''this'' :one', \":column\", :yes",
        "UPDATE t SET a=:a,b=:b WHERE c = :c"
      })
  void finds_what_JDBI_finds(String sql) throws SQLException {
    ParsedSql expected = byJdbi(sql);
    NamedSql found = NamedSql.of(sql);
    assertThat(found.sql()).isEqualTo(expected.getSql());
    assertThat(found.names()).isEqualTo(expected.getParameters().getParameterNames());
  }

  @Test
  void of_this_rooms_statements_too() throws SQLException {
    for (String sql :
        List.of(
            Statements.UPSERT_FEED,
            Statements.UPSERT_PBX,
            Statements.UPSERT_ALERT,
            Statements.KNOWN_FEEDS,
            Statements.MAINTAIN)) {
      finds_what_JDBI_finds(sql);
    }
  }

  /** SQLite stands in for a database, which is asked nothing: statements are parsed with one. */
  private static ParsedSql byJdbi(String sql) throws SQLException {
    SqlParser jdbis = new ColonPrefixSqlParser();
    AtomicReference<ParsedSql> parsed = new AtomicReference<>();
    try (Handle handle = Jdbi.open("jdbc:sqlite::memory:")) {
      handle
          .getConfig(SqlStatements.class)
          .setSqlParser(
              new SqlParser() {
                @Override
                public ParsedSql parse(String any, StatementContext context) {
                  parsed.set(jdbis.parse(sql, context));
                  return jdbis.parse("SELECT 1", context);
                }

                @Override
                public String nameParameter(String name, StatementContext context) {
                  return jdbis.nameParameter(name, context);
                }
              });
      handle.execute("SELECT 1");
    }
    return Objects.requireNonNull(parsed.get());
  }
}
