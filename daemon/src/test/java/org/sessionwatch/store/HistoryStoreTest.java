package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.sessionwatch.store.Calls.START;
import static org.sessionwatch.store.TestDatabase.ask;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EndCause;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.OpenDialog;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerState;
import org.sessionwatch.session.TimerStatus;

class HistoryStoreTest {
  private static final Channel CHANNEL = new Channel("PJSIP/100-00000001", "1763.2", "1763.1");

  private HistoryStore store;

  @BeforeEach
  void open() throws SQLException {
    store = TestDatabase.emptyStore(Map.of("pbx1", PbxKind.ASTERISK));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void migrates_once() {
    assertThat(store.migrate()).isZero();
  }

  @Test
  void keeps_an_established_dialog_whole() {
    Dialog dialog = Calls.withChannel(Calls.dialog("c1"), CHANNEL);
    store.write(List.of(new Effect.Established(dialog)));
    assertThat(store.openDialogs()).containsExactly(new OpenDialog(dialog, 0, 0, 0, List.of()));
  }

  @Test
  void keeps_a_dialog_of_which_little_is_known() {
    Dialog dialog = Calls.unknown("c1");
    store.write(List.of(new Effect.Established(dialog)));
    assertThat(store.openDialogs()).containsExactly(new OpenDialog(dialog, 0, 0, 0, List.of()));
  }

  @Test
  void keeps_the_last_state_of_each_dialog_and_refresh() throws SQLException {
    Dialog dialog = Calls.dialog("c1");
    Dialog later = Calls.dialog("c1", START.plusMillis(45_003));
    store.write(
        List.of(
            new Effect.Established(dialog),
            new Effect.Refreshed(dialog, Calls.pending(1, 7, Side.CALLER, 45_000)),
            new Effect.Refreshed(later, Calls.refreshed(1, 7, 45_000, 12)),
            new Effect.Changed(Calls.withChannel(later, CHANNEL))));
    assertThat(
            ask(
                "SELECT seq, method, cseq, requested_by, status, outcome, punctuality, lateness_ms,"
                    + " interval_s, refresher, confirmed, answered_at - requested_at,"
                    + " requested_at - due_at FROM sessionwatch.refresh"))
        .containsExactly(
            "1|UPDATE|7|caller|200|refreshed|on_time|12|90|caller|t|00:00:00.003|00:00:00.012");
    assertThat(store.openDialogs())
        .containsExactly(
            new OpenDialog(Calls.withChannel(later, CHANNEL), 1, 7, 0, Side.CALLER, 7, List.of()));
  }

  @Test
  void a_refresh_moves_the_deadline_of_a_dialog_that_is_otherwise_as_it_was() throws SQLException {
    Dialog later = Calls.dialog("c1", START.plusMillis(45_003));
    store.write(List.of(new Effect.Established(Calls.dialog("c1"))));
    store.write(List.of(new Effect.Refreshed(later, Calls.refreshed(1, 7, 45_000, 12))));
    assertThat(store.openDialogs())
        .containsExactly(new OpenDialog(later, 1, 7, 0, Side.CALLER, 7, List.of()));
  }

  @Test
  void a_refresh_takes_nothing_back_that_another_daemon_told_and_an_end_needs_no_row()
      throws SQLException {
    Dialog dialog = Calls.dialog("c1");
    Dialog later = Calls.dialog("c1", START.plusMillis(45_003));
    store.write(List.of(new Effect.Established(dialog)));
    try (HistoryStore other = new HistoryStore(TestDatabase.settings(), Map.of())) {
      other.write(
          List.of(
              new Effect.Ended(Calls.ended(dialog, START.plusSeconds(40), EndCause.BYE)),
              new Effect.Established(Calls.dialog("c2"))));
    }
    Effect refreshed = new Effect.Refreshed(later, Calls.refreshed(1, 7, 45_000, 12));
    store.write(List.of(refreshed));
    assertThat(ask("SELECT end_cause FROM sessionwatch.dialog WHERE call_id = 'c1'"))
        .containsExactly("bye");
    ask("DELETE FROM sessionwatch.refresh");
    ask("DELETE FROM sessionwatch.dialog");
    ask("DELETE FROM sessionwatch.dialog_key");
    store.write(List.of(refreshed));
    store.write(List.of(new Effect.Ended(Calls.ended(later, START.plusSeconds(60), EndCause.BYE))));
    assertThat(
            ask(
                "SELECT end_cause, refreshed_at = ended_at - interval '14.997 s' FROM sessionwatch.dialog"))
        .containsExactly("bye|t");
  }

  @Test
  void keeps_how_a_dialog_ended() throws SQLException {
    Dialog dialog = Calls.withChannel(Calls.dialog("c1"), CHANNEL);
    Dialog ended = Calls.ended(dialog, START.plusSeconds(60), EndCause.DROPPED_BY_TIMER);
    Hangup hangup = new Hangup(18, "No user responding", "408");
    store.write(List.of(new Effect.Established(dialog), new Effect.Ended(ended)));
    store.write(
        List.of(
            new Effect.Changed(Calls.withHangup(ended, hangup, "No session refresh received."))));
    assertThat(
            ask(
                "SELECT p.name, p.kind, d.end_cause, d.end_certain, d.end_reason, d.channel,"
                    + " d.uniqueid, d.linkedid, d.hangup_cause, d.hangup_cause_text,"
                    + " d.hangup_tech_cause, extract(epoch FROM ended_at - established_at)::int"
                    + " FROM sessionwatch.dialog d JOIN sessionwatch.pbx p USING (pbx_id)"))
        .containsExactly(
            "pbx1|asterisk|dropped_by_timer|t|No session refresh received.|PJSIP/100-00000001|"
                + "1763.2|1763.1|18|No user responding|408|60");
    assertThat(store.openDialogs()).isEmpty();
  }

  @Test
  void does_not_go_on_with_a_dialog_that_was_forgotten() throws SQLException {
    Dialog dialog = Calls.dialog("c1");
    store.write(List.of(new Effect.Established(dialog), new Effect.Forgotten(dialog)));
    assertThat(store.openDialogs()).isEmpty();
    assertThat(ask("SELECT forgotten, ended_at FROM sessionwatch.dialog"))
        .containsExactly("t|null");
  }

  @Test
  void takes_an_end_back_only_when_the_call_is_said_to_go_on() throws SQLException {
    Dialog open = Calls.dialog("c1");
    Dialog ended = Calls.ended(open, START.plusSeconds(10), EndCause.BYE);
    store.write(List.of(new Effect.Established(open), new Effect.Ended(ended)));
    store.write(List.of(new Effect.Changed(open)));
    assertThat(store.openDialogs()).isEmpty();

    store.write(List.of(new Effect.Reopened(open), new Effect.Changed(open)));
    assertThat(store.openDialogs()).hasSize(1);
    assertThat(ask("SELECT ended_at, end_cause FROM sessionwatch.dialog"))
        .containsExactly("null|null");
  }

  @Test
  void goes_on_with_the_alerts_that_still_matter() {
    Dialog dialog = Calls.dialog("c1", START.plusSeconds(45));
    Alert old = Calls.alert(dialog, AlertKind.REFRESH_UNANSWERED, 0);
    Alert rule = Calls.alert(dialog, AlertKind.BAD_NEGOTIATION, 0);
    Alert over = Calls.alert(dialog, AlertKind.REFRESH_LATE, 30_000);
    Alert holds = Calls.alert(dialog, AlertKind.REFRESH_MISSED, 40_000);
    Alert recent = Calls.alert(dialog, AlertKind.REFRESH_REJECTED, 90_000);
    Alert elsewhere = Calls.alert(Calls.unknown("c2"), AlertKind.BAD_NEGOTIATION, 1_000);
    store.write(
        List.of(
            new Effect.AlertRaised(dialog, old),
            new Effect.AlertRaised(dialog, rule),
            new Effect.AlertRaised(dialog, over),
            new Effect.AlertRaised(dialog, holds),
            new Effect.AlertCleared(dialog, Calls.cleared(over, START.plusSeconds(45))),
            new Effect.AlertRaised(dialog, recent),
            new Effect.AlertRaised(Calls.unknown("c2"), elsewhere)));
    assertThat(store.openDialogs())
        .containsExactly(
            new OpenDialog(dialog, 0, 0, 0, List.of(rule, holds, recent)),
            new OpenDialog(Calls.unknown("c2"), 0, 0, 0, List.of(elsewhere)));
  }

  @Test
  void counts_the_refreshes_of_each_side() {
    Dialog dialog = Calls.dialog("c1", START.plusMillis(45_003));
    store.write(
        List.of(
            new Effect.Refreshed(dialog, Calls.refreshed(1, 5, 45_000, 0)),
            new Effect.Refreshed(dialog, Calls.rejected(2, 901, Side.CALLEE, 50_000, 500)),
            new Effect.Refreshed(dialog, Calls.pending(3, 9, Side.CALLER, 90_000))));
    assertThat(store.openDialogs())
        .containsExactly(new OpenDialog(dialog, 3, 9, 901, Side.CALLER, 5, List.of()));
  }

  @Test
  void changes_nothing_when_everything_is_written_twice() throws SQLException {
    List<Effect> effects = wholeCall();
    store.write(effects);
    List<String> once = everything();
    store.write(effects);
    assertThat(everything()).isEqualTo(once);
    effects.forEach(effect -> store.write(List.of(effect)));
    assertThat(everything()).isEqualTo(once).hasSizeGreaterThan(4);
  }

  @Test
  void never_takes_back_an_end_an_answer_or_a_clearing() throws SQLException {
    List<Effect> effects = wholeCall();
    store.write(effects);
    List<String> ended = everything();
    Dialog dialog = Calls.dialog("c1");
    store.write(
        List.of(
            new Effect.Refreshed(dialog, Calls.pending(1, 7, Side.CALLER, 52_000)),
            new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000)),
            new Effect.Established(dialog)));
    assertThat(everything()).isEqualTo(ended);
  }

  @Test
  void keeps_what_a_later_writer_does_not_know() throws SQLException {
    Dialog dialog = Calls.withChannel(Calls.dialog("c1"), CHANNEL);
    Party silent = new Party("a-c1", "sip:100@10.0.0.1:5060", null, null, null);
    store.write(List.of(new Effect.Established(dialog)));
    store.write(
        List.of(
            new Effect.Changed(Calls.withParties(Calls.dialog("c1"), silent, dialog.callee()))));
    assertThat(
            ask(
                "SELECT channel, uniqueid, linkedid, caller_user_agent, caller_supports_timer"
                    + " FROM sessionwatch.dialog"))
        .containsExactly("PJSIP/100-00000001|1763.2|1763.1|Phone A 1.2|t");
  }

  @Test
  void takes_any_text_from_the_wire() throws SQLException {
    // As long as a datagram, and nothing that could be compressed.
    String longCallId =
        new Random(1)
            .ints(65_000, '!', '~')
            .mapToObj(Character::toString)
            .reduce("", String::concat);
    Dialog nul = Calls.unknown("a\0b");
    store.write(
        List.of(
            new Effect.Established(Calls.dialog(longCallId)),
            new Effect.Established(nul),
            new Effect.AlertRaised(nul, Calls.alert(nul, AlertKind.REFRESH_LATE, 1))));
    assertThat(ask("SELECT length(call_id) FROM sessionwatch.dialog ORDER BY 1"))
        .containsExactly("3", "65000");
    assertThat(
            ask(
                "SELECT count(*) FROM sessionwatch.dialog WHERE call_id = '"
                    + longCallId.replace("'", "''")
                    + "'"))
        .containsExactly("1");
  }

  @Test
  void writes_all_or_nothing_and_says_whose_fault_it_is() throws SQLException {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(
            () ->
                store.write(
                    List.of(new Effect.Established(Calls.dialog("good")), badEffect("bad"))))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.REFUSED_ROW))
        .withMessageContaining("interval_s");
    assertThat(ask("SELECT * FROM sessionwatch.dialog")).isEmpty();
  }

  @Test
  void enters_configured_pbxs_and_those_only_heard_of() throws SQLException {
    store.write(List.of(new Effect.Established(Calls.unknown("c1"))));
    assertThat(ask("SELECT name, kind FROM sessionwatch.pbx ORDER BY name"))
        .containsExactly("pbx1|asterisk", "pbx2|other");
    try (HistoryStore configured =
        new HistoryStore(TestDatabase.settings(), Map.of("pbx2", PbxKind.KAMAILIO))) {
      configured.migrate();
    }
    store.write(List.of(new Effect.Established(Calls.unknown("c1"))));
    assertThat(ask("SELECT name, kind FROM sessionwatch.pbx ORDER BY name"))
        .containsExactly("pbx1|asterisk", "pbx2|kamailio");
  }

  @Test
  void keeps_how_feeds_are() throws SQLException {
    FeedRow feed =
        new FeedRow(
            "host 127.0.0.1:9060",
            "192.0.2.1",
            4_294_967_295L,
            "pbx1",
            START,
            START.plusSeconds(9),
            7,
            1,
            2,
            5,
            3,
            -1.5,
            Duration.ofMillis(1_250),
            true);
    FeedRow nameless =
        new FeedRow(
            "host 127.0.0.1:9060",
            "::1",
            0,
            null,
            START,
            START,
            1,
            0,
            0,
            0,
            0,
            null,
            Duration.ZERO,
            false);
    store.writeFeeds(List.of(feed, nameless));
    store.writeFeeds(List.of(feed));
    assertThat(
            ask(
                "SELECT address, capture_id, node_name, silent, longest_pause, messages, malformed, gaps,"
                    + " clock_ahead_ms FROM sessionwatch.feed ORDER BY address DESC"))
        .containsExactly(
            "::1|0||f|00:00:00|1|0|0|null", "192.0.2.1|4294967295|pbx1|t|00:00:01.25|7|5|3|-1.5");
    ask("UPDATE sessionwatch.feed SET last_heard_at = now() RETURNING 1");
    assertThat(store.feeds("host 127.0.0.1:9061")).as("another daemon's").isEmpty();
    assertThat(store.feeds("host 127.0.0.1:9060"))
        .extracting(FeedRow::nodeName, FeedRow::longestPause, FeedRow::silent)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("pbx1", Duration.ofMillis(1_250), true),
            org.assertj.core.groups.Tuple.tuple(null, Duration.ZERO, false));
  }

  @Test
  void keeps_the_newest_answer_of_a_pbx() throws SQLException {
    PbxStatus up = new PbxStatus("pbx1", true, START, START.plusSeconds(5), 1.25, true, null);
    PbxStatus down =
        new PbxStatus("pbx1", false, START.plusSeconds(9), START.plusSeconds(9), null, true, null);
    store.writeStatuses(List.of(up));
    store.writeStatuses(List.of(down));
    store.writeStatuses(List.of(up));
    assertThat(
            ask(
                "SELECT name, up, round_trip_ms, supports_timer, allows_update, checked_at = since"
                    + " FROM sessionwatch.pbx_status JOIN sessionwatch.pbx USING (pbx_id)"))
        .containsExactly("pbx1|f|null|t|null|t");
  }

  /** Negative seconds: nothing that the engine would tell. */
  static Effect badEffect(String callId) {
    return new Effect.Established(
        Calls.withTimer(
            Calls.dialog(callId), new TimerStatus(TimerState.ACTIVE, -1, Side.CALLER, 90, START)));
  }

  /** Late, cleared by its refresh, and hung up. */
  private static List<Effect> wholeCall() {
    Instant refreshedAt = START.plusSeconds(52);
    Dialog dialog = Calls.dialog("c1");
    Dialog refreshed = Calls.withChannel(Calls.dialog("c1", refreshedAt), CHANNEL);
    Alert late = Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000);
    List<Effect> effects = new ArrayList<>();
    effects.add(new Effect.Established(dialog));
    effects.add(new Effect.AlertRaised(dialog, late));
    effects.add(new Effect.Refreshed(dialog, Calls.pending(1, 7, Side.CALLER, 52_000)));
    effects.add(new Effect.Refreshed(refreshed, Calls.refreshed(1, 7, 52_000, 7_000)));
    effects.add(new Effect.AlertCleared(refreshed, Calls.cleared(late, refreshedAt)));
    effects.add(new Effect.Changed(refreshed));
    effects.add(new Effect.Ended(Calls.ended(refreshed, START.plusSeconds(70), EndCause.BYE)));
    return effects;
  }

  private static List<String> everything() throws SQLException {
    List<String> rows = new ArrayList<>();
    for (String table : List.of("pbx", "pbx_status", "feed", "dialog", "refresh", "alert")) {
      rows.add(table);
      rows.addAll(ask("SELECT * FROM sessionwatch." + table + " ORDER BY 1, 2"));
    }
    return rows;
  }
}
