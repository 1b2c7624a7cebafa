package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;

/** What the tests that break a real server look at before and afterwards. */
final class Faults {
  private Faults() {}

  static void empty(RealServer server) throws SQLException {
    server.ask(
        "TRUNCATE sessionwatch.dialog, sessionwatch.refresh, sessionwatch.alert, sessionwatch.dialog_key");
  }

  /** All rows of the history, as lines like those of {@link Traffic#expected}. */
  static TreeSet<String> rows(RealServer server) throws SQLException {
    TreeSet<String> rows = new TreeSet<>();
    int count = 0;
    for (String question : Traffic.QUESTIONS) {
      List<String> answer = server.ask(question);
      rows.addAll(answer);
      count += answer.size();
    }
    assertThat(rows).hasSize(count);
    return rows;
  }
}
