package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EndCause;
import org.sessionwatch.session.OpenDialog;

/** What holds of the divided history on every release of PostgreSQL. */
abstract class PartitionsContract {
  private static final Duration YEAR = Duration.ofDays(365);

  abstract RealServer server();

  private HistoryStore store;

  @BeforeEach
  void migrate() throws SQLException {
    server().ask("DROP SCHEMA IF EXISTS sessionwatch CASCADE");
    store = new HistoryStore(server().settings(), Map.of("pbx1", PbxKind.ASTERISK));
    store.migrate();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void makes_partitions_two_weeks_ahead_and_only_once() throws SQLException {
    assertThat(store.maintain(null, "week")).isEmpty();
    assertThat(
            ask(
                "SELECT of_table, bool_or(begins <= current_date), bool_or(ends > current_date + 13)"
                    + " FROM sessionwatch.partitions WHERE of_table IN ('dialog', 'refresh', 'alert')"
                    + " GROUP BY 1 ORDER BY 1"))
        .containsExactly("alert|t|t", "dialog|t|t", "refresh|t|t");
  }

  @Test
  void writes_into_the_partition_of_the_day_it_was_first_heard_on() throws SQLException {
    Instant now =
        Instant.parse(
            ask("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T12:00:00Z\"')").get(0));
    store.write(wholeCall("c1", now));
    assertThat(where()).containsExactly("alert_p|t", "dialog_p|t", "refresh_p|t");
  }

  @Test
  void has_a_place_for_the_past_and_the_far_future() throws SQLException {
    store.write(wholeCall("console", Instant.parse("1970-01-01T00:00:00.001Z")));
    store.write(wholeCall("old", Instant.parse("2019-06-03T08:00:00Z")));
    store.write(wholeCall("later", Instant.parse("2150-01-01T08:00:00Z")));
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog_default")).containsExactly("3");
    assertThat(store.maintain(null, "month"))
        .contains("made dialog_p19700101", "made refresh_p20190601", "made alert_p20190601");
    assertThat(ask("SELECT call_id FROM sessionwatch.dialog_default")).containsExactly("later");
    for (String table : List.of("dialog", "refresh", "alert")) {
      assertThat(ask("SELECT count(*) FROM sessionwatch." + table)).containsExactly("3");
    }
    // The rows are found where they went to, whatever is told of them later.
    store.write(wholeCall("old", Instant.parse("2019-06-03T08:00:00Z")));
    assertThat(ask("SELECT count(*) FROM sessionwatch.refresh")).containsExactly("3");
  }

  @Test
  void drops_what_is_older_than_is_to_be_kept() throws SQLException {
    store.write(wholeCall("old", Instant.parse("2019-06-03T08:00:00Z")));
    store.maintain(null, "week");
    store.write(wholeCall("older", Instant.parse("2018-06-03T08:00:00Z")));
    store.write(wholeCall("later", Instant.parse("2150-01-01T08:00:00Z")));
    assertThat(store.maintain(YEAR, "week"))
        .contains(
            "dropped dialog_p20190603", "dropped refresh_p20190603", "dropped alert_p20190603")
        .contains("deleted 1 rows dialog_default");
    assertThat(ask("SELECT call_id FROM sessionwatch.dialog")).containsExactly("later");
    assertThat(ask("SELECT count(*) FROM sessionwatch.refresh")).containsExactly("1");
    assertThat(ask("SELECT count(*) FROM sessionwatch.alert")).containsExactly("1");
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog_key")).containsExactly("0");
  }

  @Test
  void changes_its_width_without_a_hole_or_an_overlap() throws SQLException {
    for (String width : List.of("day", "month", "week")) {
      maintain("keep => NULL, width => '" + width + "', ahead => '9 days', today => '2040-02-14'");
      maintain("keep => NULL, width => '" + width + "', ahead => '3 days', today => '2040-02-05'");
    }
    assertThat(
            ask(
                "SELECT d::date FROM generate_series('2040-02-05'::date, '2040-02-23', '1 day') d"
                    + " WHERE (SELECT count(*) FROM sessionwatch.partitions p WHERE p.of_table = 'refresh'"
                    + " AND d >= p.begins AND d < p.ends) <> 1"
                    + " AND NOT d::date BETWEEN '2040-02-09' AND '2040-02-13'"))
        .isEmpty();
  }

  @Test
  void refuses_what_makes_no_sense() {
    assertThatThrownBy(() -> maintain("keep => '3 hours'"))
        .hasMessageContaining("keep is 03:00:00");
    assertThatThrownBy(() -> maintain("width => 'year'")).hasMessageContaining("width is year");
  }

  @Test
  void two_daemons_that_hear_a_call_around_midnight_write_one() throws SQLException {
    Dialog before = heardAt(Calls.dialog("c1"), Instant.parse("2026-11-22T23:59:59.999Z"));
    Dialog after = heardAt(Calls.dialog("c1"), Instant.parse("2026-11-23T00:00:00.001Z"));
    try (HistoryStore other = new HistoryStore(server().settings(), Map.of())) {
      store.write(List.of(new Effect.Refreshed(after, Calls.refreshed(1, 7, 45_000, 12))));
      other.write(
          List.of(
              new Effect.Refreshed(before, Calls.refreshed(1, 7, 45_001, 13)),
              new Effect.AlertRaised(before, Calls.alert(before, AlertKind.REFRESH_LATE, 1))));
      store.write(
          List.of(new Effect.AlertRaised(after, Calls.alert(after, AlertKind.REFRESH_LATE, 1))));
    }
    for (String table : List.of("dialog", "refresh", "alert")) {
      assertThat(ask("SELECT count(*), min(heard_on) FROM sessionwatch." + table))
          .containsExactly("1|2026-11-23");
    }
  }

  @Test
  void reads_only_the_weeks_that_a_question_is_limited_to() throws SQLException {
    for (String week : List.of("2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26")) {
      store.write(wholeCall(week, Instant.parse(week + "T08:00:00Z")));
    }
    store.maintain(null, "week");
    List<String> plan =
        ask(
            "EXPLAIN SELECT * FROM sessionwatch.call_reliability"
                + " WHERE heard_on >= '2026-10-12' AND heard_on < '2026-10-19'");
    assertThat(plan.toString()).contains("dialog_p20261012").doesNotContain("dialog_p20261005");
    assertThat(plan.toString()).doesNotContain("Seq Scan on refresh");
  }

  @Test
  void moves_every_row_of_the_earlier_schema() throws Exception {
    server().ask("DROP SCHEMA sessionwatch CASCADE");
    server().ask("CREATE SCHEMA sessionwatch");
    for (String version : List.of("V1__tables", "V2__reliability")) {
      server().ask(Files.readString(Path.of("../sql/" + version + ".sql")));
    }
    server().ask(Files.readString(Path.of("src/test/resources/sql/filled-v2.sql")));
    List<List<String>> before = new ArrayList<>();
    for (String question : EVERYTHING_OF_V2) {
      before.add(ask(question));
      assertThat(before.get(before.size() - 1)).hasSizeGreaterThan(100);
    }
    List<Path> later = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("../sql"), "V*.sql")) {
      files.forEach(later::add);
    }
    later.removeIf(file -> version(file) < 3);
    later.sort(Comparator.comparing(PartitionsContract::version));
    for (Path file : later) {
      server().ask(Files.readString(file));
    }
    for (int i = 0; i < EVERYTHING_OF_V2.size(); i++) {
      assertThat(ask(EVERYTHING_OF_V2.get(i))).isEqualTo(before.get(i));
    }
    List<OpenDialog> open = store.openDialogs();
    assertThat(open)
        .hasSize(
            Integer.parseInt(
                ask("SELECT count(*) FROM sessionwatch.dialog WHERE ended_at IS NULL AND NOT forgotten")
                    .get(0)));
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog_default")).containsExactly("0");
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog_key"))
        .containsExactly("" + open.size());
    // What is told of them later finds its row.
    store.write(
        open.stream()
            .<Effect>map(
                dialog ->
                    new Effect.Ended(
                        Calls.ended(dialog.dialog(), Calls.START.plusSeconds(9), EndCause.BYE)))
            .toList());
    assertThat(store.openDialogs()).isEmpty();
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog"))
        .containsExactly("" + before.get(0).size());
  }

  private static int version(Path migration) {
    String name = migration.getFileName().toString();
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  /** By column names, since V3 puts them in another order. */
  private static final List<String> EVERYTHING_OF_V2 =
      List.of(
          "SELECT to_jsonb(d) - 'heard_on' - 'revision' - 'dropped_at' FROM sessionwatch.dialog d ORDER BY dialog_id",
          "SELECT to_jsonb(r) - 'heard_on' FROM sessionwatch.refresh r ORDER BY dialog_id, requested_by, cseq",
          "SELECT to_jsonb(a) - 'heard_on' FROM sessionwatch.alert a ORDER BY alert_id",
          "SELECT to_jsonb(c) - 'heard_on' FROM sessionwatch.call_reliability c ORDER BY dialog_id");

  private List<String> ask(String sql) throws SQLException {
    return server().ask(sql);
  }

  private void maintain(String arguments) throws SQLException {
    ask("SELECT * FROM sessionwatch.maintain(" + arguments + ")");
  }

  /** Tables that hold the one call, without the date in their names; whether its rows agree. */
  private List<String> where() throws SQLException {
    List<String> tables = new ArrayList<>();
    for (String table : List.of("alert", "dialog", "refresh")) {
      tables.addAll(
          ask(
              "SELECT regexp_replace(c.relname, '\\d+$', ''), t.heard_on = (now() AT TIME ZONE 'UTC')::date"
                  + " FROM sessionwatch."
                  + table
                  + " t JOIN pg_class c ON c.oid = t.tableoid"));
    }
    return tables;
  }

  private static List<Effect> wholeCall(String callId, Instant heardAt) {
    Dialog dialog = heardAt(Calls.dialog(callId), heardAt);
    return List.of(
        new Effect.Refreshed(dialog, Calls.refreshed(1, 7, 45_000, 12)),
        new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000)),
        new Effect.Ended(Calls.ended(dialog, heardAt.plusSeconds(90), EndCause.BYE)));
  }

  private static Dialog heardAt(Dialog d, Instant at) {
    return new Dialog(
        d.dialogId(),
        d.callId(),
        d.pbx(),
        d.caller(),
        d.callee(),
        at,
        d.establishedAt(),
        d.endedAt(),
        d.end(),
        d.endCertain(),
        d.timer(),
        d.channel(),
        d.hangup(),
        d.endReason());
  }
}
