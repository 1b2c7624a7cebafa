package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.report.Format;
import org.sessionwatch.report.Report;
import org.sessionwatch.report.ReportRequest;
import org.sessionwatch.report.ReportRun;
import org.sessionwatch.report.Reports;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EndCause;

/**
 * What {@code roles.sql} lets an owner who is no superuser, a writer and a reader do, on every
 * release of PostgreSQL.
 */
abstract class RolesContract {
  private static final Duration YEAR = Duration.ofDays(365);
  private static final int SOON_MS = 5_000;
  private static final Instant NOW = Calls.START;

  abstract RealServer server();

  /** As sql/README.md has it for a server of one's own, and roles.sql for the rest. */
  @BeforeEach
  void makeRoles() throws SQLException {
    server().ask("DROP SCHEMA IF EXISTS sessionwatch CASCADE");
    server().ask("DROP TABLE IF EXISTS public.cdr, public.cel");
    for (String role : List.of("swdaemon", "swreports", "asterisk")) {
      server().ask("DROP ROLE IF EXISTS " + role);
    }
    server()
        .ask(
            "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sessionwatch') THEN"
                + " CREATE ROLE sessionwatch LOGIN CREATEROLE; END IF; END $$");
    server().ask("ALTER DATABASE sessionwatch OWNER TO sessionwatch");
  }

  /** Roles are the server's, and these own privileges. */
  @AfterEach
  void dropPrivileges() throws SQLException {
    server().ask("DROP SCHEMA IF EXISTS sessionwatch CASCADE");
  }

  private void migrate() {
    try (HistoryStore owner = new HistoryStore(as("sessionwatch"), Map.of())) {
      owner.migrate();
    }
  }

  /** By the schema's owner, and again by a superuser. */
  private void giveRights() throws Exception {
    String roles = Files.readString(Path.of("../sql/roles.sql"));
    run("sessionwatch", roles);
    server().ask(roles);
    server().ask("CREATE ROLE swdaemon LOGIN IN ROLE sessionwatch_writer");
    server().ask("CREATE ROLE swreports LOGIN IN ROLE sessionwatch_reader");
  }

  @Test
  void a_writer_does_what_the_daemon_does_but_no_ddl() throws Exception {
    migrate();
    giveRights();
    server().ask("DROP TABLE sessionwatch.refresh_p" + mondayInAWeek());
    try (HistoryStore writer = new HistoryStore(as("swdaemon"), Map.of("pbx9", PbxKind.KAMAILIO))) {
      assertThat(writer.migrate()).isZero();
      writer.write(call("c1"));
      writer.write(call("c1"));
      writer.writeFeeds(List.of());
      writer.writeStatuses(List.of());
      assertThat(writer.feeds("pbx9")).isEmpty();
      assertThat(writer.maintain(YEAR, "week")).contains("made refresh_p" + mondayInAWeek());
      writer.write(call("after"));
      assertThat(writer.openDialogs()).isEmpty();
    }
    assertThat(server().ask("SELECT count(*) FROM sessionwatch.dialog")).containsExactly("2");
    refused("swdaemon", "CREATE TABLE sessionwatch.mine ()", "permission denied for schema");
    refused("swdaemon", "ALTER TABLE sessionwatch.refresh ADD mine text", "must be owner");
    refused("swdaemon", "ALTER TABLE sessionwatch.alert DISABLE TRIGGER ALL", "must be owner");
    refused("swdaemon", "DROP TABLE sessionwatch.alert_default", "must be owner");
    refused("swdaemon", "CREATE INDEX ON sessionwatch.refresh (cseq)", "must be owner");
    refused("swdaemon", "TRUNCATE sessionwatch.refresh", "permission denied for table");
    refused("swdaemon", "DELETE FROM sessionwatch.refresh", "permission denied for table");
    refused("swdaemon", "UPDATE sessionwatch.flyway_schema_history SET success = false", "denied");
  }

  @Test
  void a_writer_is_told_who_has_to_migrate() throws Exception {
    migrate();
    giveRights();
    server()
        .ask(
            "DELETE FROM sessionwatch.flyway_schema_history WHERE installed_rank ="
                + " (SELECT max(installed_rank) FROM sessionwatch.flyway_schema_history)");
    try (HistoryStore writer = new HistoryStore(as("swdaemon"), Map.of())) {
      StoreException refused = catchThrowableOfType(StoreException.class, writer::migrate);
      assertThat(refused.kind()).isEqualTo(StoreException.Kind.WRONG_SCHEMA);
      assertThat(refused)
          .hasMessageContaining("1 migrations, which role \"swdaemon\" may not make");
    }
  }

  @Test
  void a_reader_runs_every_report_and_view_and_hears_alerts_but_changes_nothing() throws Exception {
    migrate();
    giveRights();
    run("sessionwatch", Files.readString(Path.of("../sql/asterisk.sql")));
    try (HistoryStore writer = new HistoryStore(as("swdaemon"), Map.of("pbx1", PbxKind.ASTERISK));
        Connection reader = server().connect("swreports");
        Statement statement = reader.createStatement()) {
      statement.execute("LISTEN sessionwatch_alert");
      writer.write(call("c1"));
      assertThat(reader.unwrap(PGConnection.class).getNotifications(SOON_MS)).hasSize(1);
      for (String view : namesOf("v")) {
        statement.execute("SELECT * FROM sessionwatch." + view);
      }
      for (String table : namesOf("r")) {
        statement.execute("SELECT * FROM sessionwatch." + table + " LIMIT 1");
        refused("swreports", "DELETE FROM sessionwatch." + table, "permission denied");
        refused("swreports", "INSERT INTO sessionwatch." + table + " DEFAULT VALUES", "denied");
      }
    }
    runEveryReport("swreports");
    refused("swreports", "UPDATE sessionwatch.dialog SET caller = 'me'", "permission denied");
    refused("swreports", "SELECT sessionwatch.maintain('1 day')", "permission denied");
    refused("swreports", "CREATE TABLE sessionwatch.mine ()", "permission denied for schema");
    refused("swreports", "DROP VIEW sessionwatch.calls_at_risk", "must be owner");
  }

  @Test
  void an_owner_brings_an_earlier_schema_up_to_date_with_its_rows_and_roles() throws Exception {
    Flyway.configure()
        .dataSource(server().settings().url(), "sessionwatch", "")
        .locations("classpath:sql")
        .schemas("sessionwatch")
        .target("2")
        .load()
        .migrate();
    run("sessionwatch", Files.readString(Path.of("src/test/resources/sql/filled-v2.sql")));
    List<String> before = counts();
    // The roles came with V3's maintain(), so the writer and the reader have seen no later table.
    Flyway.configure()
        .dataSource(server().settings().url(), "sessionwatch", "")
        .locations("classpath:sql")
        .schemas("sessionwatch")
        .target("6")
        .load()
        .migrate();
    giveRights();
    migrate();
    assertThat(counts()).isEqualTo(before);
    runEveryReportThatNeedsNoAsterisk("swreports");
    try (HistoryStore writer = new HistoryStore(as("swdaemon"), Map.of("pbx1", PbxKind.ASTERISK))) {
      assertThat(writer.migrate()).isZero();
      writer.write(call("after the update"));
      writer.maintain(null, "week");
      assertThat(writer.feeds("any")).isEmpty();
    }
  }

  @Test
  void asterisk_adds_its_records_and_a_reader_joins_them() throws Exception {
    migrate();
    giveRights();
    run("sessionwatch", Files.readString(Path.of("../sql/asterisk.sql")));
    run("sessionwatch", Files.readString(Path.of("../sql/asterisk.sql"))); // again
    server().ask("CREATE ROLE asterisk LOGIN");
    server().ask("ALTER ROLE asterisk SET timezone = 'UTC'");
    server().ask("GRANT INSERT ON public.cdr, public.cel TO asterisk");
    run("asterisk", "INSERT INTO cdr (calldate, uniqueid) VALUES ('2026-11-22 10:00:00', '1.1')");
    run("asterisk", "INSERT INTO cel (eventtime, linkedid) VALUES ('2026-11-22 10:00:00', '1.1')");
    refused("asterisk", "SELECT * FROM sessionwatch.dialog", "permission denied");
    refused("asterisk", "DELETE FROM public.cdr", "permission denied");
    assertThat(server().ask("SELECT calldate = '2026-11-22 10:00:00Z' FROM public.cdr").get(0))
        .isEqualTo("t");
    try (HistoryStore writer = new HistoryStore(as("swdaemon"), Map.of("pbx1", PbxKind.ASTERISK))) {
      writer.write(call("c1"));
    }
    runEveryReport("swreports");
  }

  private static List<Effect> call(String callId) {
    Dialog dialog = Calls.dialog(callId);
    return List.of(
        new Effect.Refreshed(dialog, Calls.refreshed(1, 7, 45_000, 12)),
        new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000)),
        new Effect.Ended(Calls.ended(dialog, NOW.plusSeconds(90), EndCause.BYE)));
  }

  private void runEveryReport(String role) throws Exception {
    for (Report report : Reports.all()) {
      run(role, report);
    }
  }

  private void runEveryReportThatNeedsNoAsterisk(String role) throws Exception {
    for (Report report : Reports.all()) {
      if (!report.name().endsWith("-cdr") && !report.name().endsWith("-cel")) {
        run(role, report);
      }
    }
  }

  private void run(String role, Report report) throws Exception {
    String call =
        report.limits().contains("call")
            ? server().ask("SELECT min(call_id) FROM sessionwatch.dialog").get(0)
            : null;
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    new ReportRun(new HistoryReader(as(role)), ZoneOffset.UTC)
        .write(new ReportRequest(report, null, null, null, call).checked(), Format.CSV, 0, nowhere);
  }

  private DatabaseSettings as(String role) {
    return server().settings(server().port(), role);
  }

  private List<String> counts() throws SQLException {
    return server()
        .ask(
            "SELECT (SELECT count(*) FROM sessionwatch.dialog),"
                + " (SELECT count(*) FROM sessionwatch.refresh),"
                + " (SELECT count(*) FROM sessionwatch.alert),"
                + " (SELECT count(*) FROM sessionwatch.call_reliability)");
  }

  /** Of tables (r) the partitions, too. */
  private List<String> namesOf(String kind) throws SQLException {
    return server()
        .ask(
            "SELECT relname FROM pg_class WHERE relnamespace = 'sessionwatch'::regnamespace"
                + " AND relkind = '"
                + kind
                + "' ORDER BY 1");
  }

  private String mondayInAWeek() throws SQLException {
    return server()
        .ask(
            "SELECT to_char(date_trunc('week', now() AT TIME ZONE 'UTC') + interval '7 days', 'YYYYMMDD')")
        .get(0);
  }

  private void run(String role, String sql) throws SQLException {
    try (Connection connection = server().connect(role);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private void refused(String role, String sql, String why) {
    assertThatThrownBy(() -> run(role, sql)).as(sql).hasMessageContaining(why);
  }
}
