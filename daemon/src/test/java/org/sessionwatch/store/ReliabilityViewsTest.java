package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.store.Calls.START;
import static org.sessionwatch.store.TestDatabase.ask;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EndCause;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerState;
import org.sessionwatch.session.TimerStatus;

/**
 * A small history: a good call and one with a late refresh over the trunk provider1, a call of
 * which Phone B dropped out, a call at risk, and one without a timer, heard in mid-call on another
 * PBX.
 */
class ReliabilityViewsTest {
  private static HistoryStore store;

  @BeforeAll
  static void write() throws SQLException {
    store = TestDatabase.emptyStore(Map.of("pbx1", PbxKind.ASTERISK));
    good();
    late();
    dropped();
    atRisk();
    store.write(List.of(new Effect.Established(Calls.unknown("unknown"))));
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static void good() {
    Dialog dialog =
        onTrunk(Calls.dialog("good", START.plusSeconds(90)), "PJSIP/provider1-0000000a");
    store.write(
        List.of(
            new Effect.Refreshed(dialog, Calls.refreshed(1, 2, 45_000, 5)),
            new Effect.Refreshed(dialog, Calls.refreshed(2, 3, 90_000, -40)),
            new Effect.Ended(Calls.ended(dialog, START.plusSeconds(100), EndCause.BYE))));
  }

  private static void late() {
    Dialog dialog =
        onTrunk(Calls.dialog("late", START.plusSeconds(54)), "PJSIP/provider1-0000000b");
    var late = Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000);
    store.write(
        List.of(
            new Effect.AlertRaised(dialog, late),
            new Effect.Refreshed(dialog, Calls.refreshed(1, 2, 54_000, 9_000)),
            new Effect.AlertCleared(dialog, Calls.cleared(late, START.plusSeconds(54))),
            new Effect.Ended(Calls.ended(dialog, START.plusSeconds(60), EndCause.BYE))));
  }

  /** The callee, a Phone B, was to refresh; the caller's own attempt was rejected by it. */
  private static void dropped() {
    Dialog plain = Calls.dialog("dropped");
    Party phoneB = new Party(plain.callee().tag(), "sip:200@pbx.example", "Phone B", true, false);
    TimerStatus timer = new TimerStatus(TimerState.ACTIVE, 90, Side.CALLEE, 90, START);
    Dialog dialog = Calls.withTimer(Calls.withParties(plain, plain.caller(), phoneB), timer);
    Dialog ended = Calls.ended(dialog, START.plusSeconds(60), EndCause.DROPPED_BY_TIMER);
    store.write(
        List.of(
            new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000)),
            new Effect.Refreshed(dialog, Calls.rejected(1, 8, Side.CALLER, 52_000, 500)),
            new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_MISSED, 60_000)),
            new Effect.AlertRaised(ended, Calls.alert(ended, AlertKind.DROPPED_BY_TIMER, 60_000)),
            new Effect.Ended(
                Calls.withHangup(
                    ended, new Hangup(18, null, "408"), "No session refresh received."))));
  }

  /** Late before its last refresh, and again since; and one that was late but is fine now. */
  private static void atRisk() {
    Instant refreshedAt = START.plusSeconds(54);
    Dialog dialog = Calls.dialog("at risk", refreshedAt);
    Dialog fine = Calls.dialog("fine again", START.plusSeconds(52));
    store.write(
        List.of(
            new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_REJECTED, 45_000)),
            new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_LATE, 105_000)),
            new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_MISSED, 114_000)),
            new Effect.AlertRaised(fine, Calls.alert(fine, AlertKind.REFRESH_REJECTED, 45_000))));
  }

  private static Dialog onTrunk(Dialog dialog, String channel) {
    return Calls.withChannel(dialog, new Channel(channel, "1.1", "1.1"));
  }

  @Test
  void call_reliability_has_a_row_a_call() throws SQLException {
    assertThat(
            ask(
                "SELECT call_id, refreshes, on_time, late, failed, missed, worst_lateness_ms,"
                    + " alerts, dropped_by_timer FROM sessionwatch.call_reliability ORDER BY call_id"))
        .containsExactly(
            "at risk|0|0|0|0|1|null|3|f",
            "dropped|0|0|0|1|1|0|3|t",
            "fine again|0|0|0|0|0|null|1|f",
            "good|2|2|0|0|0|5|0|f",
            "late|1|0|1|0|0|9000|1|f",
            "unknown|0|0|0|0|0|null|0|f");
  }

  @Test
  void reliability_daily_has_a_row_a_day_and_pbx() throws SQLException {
    assertThat(
            ask(
                "SELECT day, pbx, calls, calls_with_timer, refreshes, on_time, late, failed,"
                    + " missed, worst_lateness_ms, dropped_by_timer, on_time_percent"
                    + " FROM sessionwatch.reliability_daily ORDER BY day, pbx"))
        .containsExactly(
            "2026-11-22|pbx1|5|5|3|2|1|1|2|9000|1|50.00",
            "2026-11-22|pbx2|1|0|0|0|0|0|0|null|0|null");
  }

  @Test
  void reliability_by_user_agent_tells_who_refreshes_badly_and_who_refuses() throws SQLException {
    assertThat(
            ask(
                "SELECT user_agent, calls, calls_as_refresher, refreshes, on_time, late, missed,"
                    + " worst_lateness_ms, refused, dropped_by_timer"
                    + " FROM sessionwatch.reliability_by_user_agent ORDER BY user_agent"))
        .containsExactly(
            "Asterisk PBX 22.10.1|4|0|0|0|0|0|null|0|0",
            "Phone A 1.2|5|4|3|2|1|1|9000|0|0",
            "Phone B|1|1|0|0|0|1|null|1|1",
            "null|2|0|0|0|0|0|null|0|0");
  }

  @Test
  void reliability_by_trunk_goes_by_the_channel_and_else_by_the_hosts() throws SQLException {
    assertThat(
            ask(
                "SELECT pbx, trunk, calls, refreshes, late, missed, dropped_by_timer"
                    + " FROM sessionwatch.reliability_by_trunk ORDER BY pbx, trunk"))
        .containsExactly(
            "pbx1|10.0.0.1|3|0|0|2|1",
            "pbx1|pbx.example|3|0|0|2|1",
            "pbx1|provider1|2|3|1|0|0",
            "pbx2|x|1|0|0|0|0",
            "pbx2|y|1|0|0|0|0");
  }

  @Test
  void calls_at_risk_are_those_with_an_alert_since_their_last_refresh() throws SQLException {
    assertThat(
            ask(
                "SELECT call_id, refresher, refresher_user_agent, alerts, due_at - refreshed_at,"
                    + " at_risk_at - refreshed_at, expires_at - refreshed_at,"
                    + " at_risk_since - refreshed_at FROM sessionwatch.calls_at_risk"))
        .containsExactly(
            "at risk|caller|Phone A 1.2|{REFRESH_LATE,REFRESH_MISSED}|"
                + "00:00:45|00:01:00|00:01:30|00:00:51");
  }

  @Test
  void dropped_by_timer_names_who_should_have_refreshed() throws SQLException {
    assertThat(
            ask(
                "SELECT pbx, call_id, lasted, certain, end_reason, refresher, refresher_user_agent,"
                    + " last_outcome, last_status, hangup_cause, hangup_tech_cause"
                    + " FROM sessionwatch.dropped_by_timer"))
        .containsExactly(
            "pbx1|dropped|00:01:00|t|No session refresh received.|callee|Phone B|"
                + "rejected|500|18|408");
  }

  @Test
  void every_table_view_and_column_is_explained() throws SQLException {
    assertThat(
            ask(
                "SELECT c.relname, a.attname FROM pg_class c"
                    + " LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
                    + " WHERE c.relnamespace = 'sessionwatch'::regnamespace"
                    + " AND c.relkind IN ('r', 'v') AND c.relname NOT LIKE 'flyway%'"
                    + " AND NOT c.relispartition"
                    + " AND (col_description(c.oid, a.attnum) IS NULL"
                    + " OR obj_description(c.oid, 'pg_class') IS NULL)"))
        .isEmpty();
  }
}
