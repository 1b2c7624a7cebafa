package org.sessionwatch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.store.TestDatabase.ask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sessionwatch.store.HistoryReader;
import org.sessionwatch.store.TestDatabase;

/**
 * How the server reads a history of two months for a report on one day: no week that the day's
 * calls cannot be in; of the refreshes, never a week from end to end; of the dialogs, those of the
 * weeks in which the day's calls can have begun, which are joined as a whole where that is
 * cheapest. Asterisk's CDR and CEL, of the same calls, are read by their indexes.
 *
 * <p>The history is that of {@code benchmarks/reports/history.sql}, with statistics, and big enough
 * that the planner has the choice.
 */
class ReportPlansTest {
  private static final String REFRESHES = "150000";
  private static final String DAYS = "56";
  private static final int WEEK_DAYS = 7;

  /** Of {@code report_period}: how long before the period its calls may have begun. */
  private static final int REACH_DAYS = 8;

  /** A partition of less is read at once: alerts are few. In kB. */
  private static final int SMALL_KB = 400;

  private static final Pattern PARTITION =
      Pattern.compile("\\b((?:dialog|refresh|alert)_p\\d{8})\\b");
  private static final Pattern SEQUENTIAL = Pattern.compile("Seq Scan on (\\w+)");

  @BeforeAll
  static void fill() throws SQLException, IOException {
    TestDatabase.emptyStore(Map.of()).close();
    String sql =
        Files.readString(Path.of("../benchmarks/reports/history.sql"))
            .lines()
            .filter(
                line ->
                    !line.startsWith("\\") && !line.startsWith("  \\") && !line.startsWith("--"))
            .collect(Collectors.joining("\n"))
            .replace(":'refreshes'", "'" + REFRESHES + "'")
            .replace(":'days'", "'" + DAYS + "'");
    List<String> statements = new ArrayList<>();
    for (String statement : sql.split(";\n")) {
      // One by one: VACUUM wants to be alone. The view is the session's.
      statements.add(statement.replace("CREATE TEMPORARY VIEW", "CREATE OR REPLACE VIEW"));
    }
    for (String statement : statements) {
      if (!statement.isBlank()) {
        ask(statement);
      }
    }
    ask("DROP VIEW made_call");
    ask("DROP TABLE IF EXISTS public.cdr, public.cel");
    ask(Files.readString(Path.of("../sql/asterisk.sql")));
    ask(
        "INSERT INTO public.cdr (calldate, channel, uniqueid, linkedid)"
            + " SELECT first_heard_at, channel, uniqueid, linkedid FROM sessionwatch.dialog"
            + " WHERE uniqueid IS NOT NULL");
    ask(
        "INSERT INTO public.cel (eventtime, eventtype, channame, uniqueid, linkedid)"
            + " SELECT first_heard_at, type, channel, uniqueid, linkedid FROM sessionwatch.dialog,"
            + " unnest(ARRAY['CHAN_START', 'ANSWER', 'HANGUP']) AS type WHERE uniqueid IS NOT NULL");
    ask("VACUUM (ANALYZE) public.cdr, public.cel");
  }

  @AfterAll
  static void clear() throws SQLException {
    ask("DROP TABLE IF EXISTS public.cdr, public.cel");
    // What the other tests find is small again.
    ask("TRUNCATE sessionwatch.alert, sessionwatch.refresh, sessionwatch.dialog CASCADE");
  }

  static Stream<Report> reports() {
    return Reports.all().stream();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void a_day_is_read_without_reading_the_history(Report report) throws SQLException {
    String plan = plan(report);
    boolean period = report.variables().contains("first_day");
    // Weeks begin on Mondays: the one of the first day begins up to six days before it.
    String oldest = week(today().minusDays(1 + REACH_DAYS + WEEK_DAYS));
    for (String table : found(SEQUENTIAL, plan)) {
      boolean joined = period && table.startsWith("dialog_p") && week(table).compareTo(oldest) > 0;
      assertThat(joined || kilobytes(table) < SMALL_KB)
          .as("%s is read from end to end in%n%s", table, plan)
          .isTrue();
    }
    if (period) {
      assertThat(found(PARTITION, plan))
          .as(plan)
          .isNotEmpty()
          .allSatisfy(partition -> assertThat(week(partition)).isGreaterThan(oldest));
    }
  }

  /** {@code 20261123} of {@code refresh_p20261123}, or of that date. */
  private static String week(Object partitionOrDate) {
    String text = partitionOrDate.toString().replace("-", "");
    return text.substring(text.length() - 8);
  }

  private static String plan(Report report) throws SQLException {
    LocalDate today = today();
    OffsetDateTime until = OffsetDateTime.of(today.atStartOfDay(), ZoneOffset.UTC);
    Map<String, Object> values =
        Map.of(
            "since", until.minusDays(1),
            "until", until,
            "first_day", today.minusDays(1 + REACH_DAYS),
            "last_day", today.plusDays(1),
            "pbx", "",
            "call", ask("SELECT max(uniqueid) FROM sessionwatch.dialog").get(0));
    return new HistoryReader(TestDatabase.settings())
        .read(
            handle -> {
              Query query =
                  handle.createQuery(
                      "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) "
                          + report.statement());
              query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
              return String.join("\n", query.bindMap(values).mapTo(String.class).list());
            });
  }

  private static LocalDate today() throws SQLException {
    return LocalDate.parse(ask("SELECT (now() AT TIME ZONE 'UTC')::date").get(0));
  }

  private static int kilobytes(String table) throws SQLException {
    List<String> sizes =
        ask(
            "SELECT pg_relation_size(oid) / 1024 FROM pg_class WHERE relname = '"
                + table
                + "'"
                + " AND relnamespace IN ('sessionwatch'::regnamespace, 'public'::regnamespace)");
    return sizes.isEmpty() ? 0 : Integer.parseInt(sizes.get(0));
  }

  private static List<String> found(Pattern pattern, String plan) {
    List<String> found = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(plan); matcher.find(); ) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
