package org.sessionwatch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sessionwatch.store.TestDatabase;

/** The SQL that the documentation tells a DBA to try runs as it stands there. */
class DocumentedSqlTest {
  /** Blocks of sql/README.md; indented statements elsewhere. */
  private static final Pattern BLOCK = Pattern.compile("(?s)```sql\n(.*?)```");

  private static final Pattern INDENTED = Pattern.compile("(?ms)^    (SELECT\\b.*?;)");

  @BeforeAll
  static void makeTables() throws SQLException, IOException {
    TestDatabase.emptyStore(Map.of()).close();
    TestDatabase.ask("DROP TABLE IF EXISTS public.cdr, public.cel");
    TestDatabase.ask(Files.readString(Path.of("../sql/asterisk.sql")));
  }

  @AfterAll
  static void dropTables() throws SQLException {
    TestDatabase.ask("DROP TABLE IF EXISTS public.cdr, public.cel");
  }

  static Stream<String> statements() throws IOException {
    List<String> statements = new ArrayList<>();
    String sql = Files.readString(Path.of("../sql/README.md"));
    // What makes roles and databases is RolesContract's.
    Matcher block = BLOCK.matcher(sql.substring(0, sql.indexOf("## A server of your own")));
    while (block.find()) {
      for (String statement : block.group(1).split(";[^\n]*\n")) {
        statements.add(statement.strip());
      }
    }
    for (String file : List.of("../README.md", "../docs/reports/README.md")) {
      Matcher indented = INDENTED.matcher(Files.readString(Path.of(file)));
      while (indented.find()) {
        statements.add(indented.group(1));
      }
    }
    assertThat(statements).hasSizeGreaterThan(14);
    return statements.stream();
  }

  @ParameterizedTest
  @MethodSource("statements")
  void a_statement_runs(String statement) {
    assertThatCode(
            () -> TestDatabase.ask("BEGIN; " + statement.replaceFirst(";$", "") + "; ROLLBACK"))
        .as(statement)
        .doesNotThrowAnyException();
  }
}
