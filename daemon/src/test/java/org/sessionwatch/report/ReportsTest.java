package org.sessionwatch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sessionwatch.store.TestDatabase.ask;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.store.TestDatabase;

/**
 * Each report over a small history, against what is worked out by hand from it. The calls begin at
 * 10:00, 10:10 and so on; the seventh on the next day.
 */
class ReportsTest {
  private static final String SINCE = "2026-11-22";
  private static final String UNTIL = "2026-11-24";
  private static final String ALICE = "sip:alice@10.0.0.1:5060";
  private static final String BOB = "sip:bob@10.0.0.2;transport=tcp";

  @BeforeAll
  static void write() throws SQLException {
    TestDatabase.emptyStore(Map.of("pbx1", PbxKind.ASTERISK, "pbx2", PbxKind.OTHER)).close();
    // On time twice, once late; over the trunk provider1.
    Rows.call("good", 0, "pbx1", ALICE, BOB)
        .with("channel = 'PJSIP/provider1-0000000a', uniqueid = '1.1', linkedid = '1.1'")
        .refresh(1, "caller", 45.0, "refreshed", 200, 20, "caller")
        .refresh(2, "caller", 90.1, "refreshed", 200, 80, "caller")
        .refresh(3, "caller", 144.0, "refreshed", 200, 8_880, "caller")
        .ended(150, "bye");
    // Bob refuses Alice's only refresh; the timer drops the call.
    Rows.call("refused", 600, "pbx1", ALICE, BOB)
        .with("channel = 'PJSIP/provider1-0000000b', uniqueid = '1.2', linkedid = '1.1'")
        .refresh(1, "caller", 45.5, "rejected", 500, 500, "caller")
        .alert("REFRESH_REJECTED", "warning", 45.5)
        .alert("REFRESH_LATE", "warning", 51)
        .alert("REFRESH_MISSED", "critical", 60)
        .alert("DROPPED_BY_TIMER", "critical", 60)
        .with("end_reason = 'No session refresh received.'")
        .ended(60, "dropped_by_timer");
    // Nobody asks; dropped, probably.
    Rows.call("silent", 1200, "pbx1", ALICE, BOB)
        .with("caller_user_agent = 'Yealink SIP-T46U 108.86.0.45', end_certain = false")
        .alert("REFRESH_LATE", "warning", 51)
        .alert("REFRESH_MISSED", "critical", 60)
        .alert("DROPPED_BY_TIMER", "critical", 60)
        .ended(60, "dropped_by_timer");
    // The duty goes from the caller to the callee, unasked; then both refresh.
    Rows.call("flip", 1800, "pbx2", "sip:carol@x", "sip:dave@y")
        .refresh(1, "caller", 45, "refreshed", 200, 0, "caller")
        .refresh(2, "caller", 90.02, "refreshed", 200, 0, "callee")
        .alert("REFRESHER_CHANGED", "warning", 90.04)
        .refresh(3, "callee", 135.04, "refreshed", 200, 0, "callee")
        .with("refresher = 'callee'")
        .alert("WRONG_SIDE_REFRESH", "info", 180)
        .ended(200, "bye");
    // No timer although the policy wants one; a hold re-INVITE.
    Rows.call("none", 2400, "pbx2", "sip:carol@x", "sip:dave@y")
        .with(
            "timer_state = 'none', interval_s = NULL, refresher = NULL, callee_supports_timer = false")
        .alert("TIMER_NOT_NEGOTIATED", "warning", 0.5)
        .ended(300, "bye");
    // Up, and late since its only refresh, which was early (a hold).
    Rows.call("at risk", 3000, "pbx1", "sip:alice@10.0.0.1", BOB)
        .refresh(1, "callee", 10, "refreshed", 200, -35_000, "caller")
        .alert("REFRESH_LATE", "warning", 61.02);
    Rows.call("next day", 86_400, "pbx1", ALICE, BOB)
        .refresh(1, "caller", 45, "refreshed", 200, 0, "caller")
        .ended(60, "bye");
  }

  @AfterAll
  static void removeCdr() throws SQLException {
    ask("DROP TABLE IF EXISTS public.cdr, public.cel");
  }

  private static List<String> rows(String report) throws ReportException {
    return Written.rows(report, SINCE, UNTIL);
  }

  @Test
  void reliability_by_day_counts_what_happened_on_the_day() throws ReportException {
    assertThat(rows("reliability-by-day"))
        .containsExactly(
            "2026-11-22,pbx1,4,4,4,3,1,1,2,2,50.00,8880",
            "2026-11-22,pbx2,2,1,3,3,0,0,0,0,100.00,0",
            "2026-11-23,pbx1,1,1,1,1,0,0,0,0,100.00,0");
  }

  @Test
  void reliability_by_pbx_puts_the_one_that_drops_first() throws ReportException {
    assertThat(rows("reliability-by-pbx"))
        .containsExactly("pbx1,5,5,5,4,1,1,2,2,57.14,8880", "pbx2,2,1,3,3,0,0,0,0,100.00,0");
  }

  @Test
  void reliability_by_trunk_goes_by_the_channel_and_else_by_the_hosts() throws ReportException {
    assertThat(rows("reliability-by-trunk"))
        .containsExactly(
            "pbx1,provider1,2,2,3,2,1,1,1,1,50.00,8880",
            "pbx1,10.0.0.1,3,3,2,2,0,0,1,1,66.67,0",
            "pbx1,10.0.0.2,3,3,2,2,0,0,1,1,66.67,0",
            "pbx2,x,2,1,3,3,0,0,0,0,100.00,0",
            "pbx2,y,2,1,3,3,0,0,0,0,100.00,0");
  }

  @Test
  void reliability_by_endpoint_takes_one_address_for_one_whatever_its_port()
      throws ReportException {
    assertThat(rows("reliability-by-endpoint"))
        .containsExactly(
            "alice@10.0.0.1,Yealink SIP-T46U 108.86.0.45,5,5,4,3,1,2,0,2,8880",
            "bob@10.0.0.2,Phone B,5,0,1,1,0,0,1,0,-35000",
            "carol@x,Phone A,2,0,2,2,0,0,0,0,0",
            "dave@y,Phone B,2,1,1,1,0,0,0,0,0");
  }

  @Test
  void reliability_by_user_agent_tells_who_refreshes_badly_and_who_refuses()
      throws ReportException {
    assertThat(rows("reliability-by-user-agent"))
        .containsExactly(
            "Phone A,6,4,6,5,1,1,0,1,8880",
            "Yealink SIP-T46U 108.86.0.45,1,1,0,0,0,1,0,1,",
            "Phone B,7,1,2,2,0,0,1,0,0");
  }

  @Test
  void reliability_by_firmware_takes_user_agents_apart() throws ReportException {
    assertThat(rows("reliability-by-firmware"))
        .containsExactly(
            ",Phone A,,6,4,6,5,1,1,0,1,8880",
            "Yealink,SIP-T46U,108.86.0.45,1,1,0,0,0,1,0,1,",
            ",Phone B,,7,1,2,2,0,0,1,0,0");
  }

  @Test
  void drops_name_the_silent_side_and_how_long_before_the_alert_came() throws ReportException {
    assertThat(rows("drops"))
        .containsExactly(
            "2026-11-22T10:21:00.000000Z,pbx1,"
                + ALICE
                + ","
                + BOB
                + ",caller,Yealink SIP-T46U 108.86.0.45,90,60.0,2026-11-22T10:20:00.000000Z,,"
                + "2026-11-22T10:20:51.000000Z,9.0,false,silent",
            "2026-11-22T10:11:00.000000Z,pbx1,"
                + ALICE
                + ","
                + BOB
                + ",caller,Phone A,90,60.0,2026-11-22T10:10:00.000000Z,"
                + "UPDATE by the caller: rejected 500,2026-11-22T10:10:45.500000Z,14.5,true,refused");
  }

  @Test
  void lateness_is_of_those_that_waited_for_their_deadline() throws ReportException {
    assertThat(rows("lateness"))
        .containsExactly(
            ",,8,1,0,0,8880,8880,8880",
            "pbx1,,5,1,0,80,8880,8880,8880",
            "pbx1,Phone A,5,0,0,80,8880,8880,8880",
            "pbx1,Phone B,0,1,,,,,",
            "pbx2,,3,0,0,0,0,0,0",
            "pbx2,Phone A,2,0,0,0,0,0,0",
            "pbx2,Phone B,1,0,0,0,0,0,0");
  }

  @Test
  void never_refreshed_are_those_who_asked_in_none_of_their_calls() throws ReportException {
    assertThat(rows("never-refreshed"))
        .containsExactly(
            "pbx1,alice@10.0.0.1,Yealink SIP-T46U 108.86.0.45,1,1,0,2026-11-22T10:20:00.000000Z");
  }

  @Test
  void role_flips_tell_whether_they_were_asked_for() throws ReportException {
    assertThat(rows("role-flips"))
        .containsExactly(
            "2026-11-22T10:31:30.040000Z,pbx2,sip:carol@x,sip:dave@y,caller,callee,UPDATE,caller,"
                + "false,Phone B,flip");
  }

  @Test
  void double_refreshers_are_both_sides_near_the_deadline() throws ReportException {
    assertThat(rows("double-refreshers"))
        .containsExactly(
            "2026-11-22T10:32:15.040000Z,pbx2,sip:carol@x,sip:dave@y,Phone A,Phone B,callee,2,1,0,"
                + "true,flip");
  }

  @Test
  void timer_policy_puts_what_is_not_as_it_should_be_first() throws ReportException {
    assertThat(rows("timer-policy"))
        .containsExactly(
            "\"the endpoint's policy wants a timer, the call has none\",1,pbx2,x,true,false,,none,,90,,1,0,0",
            "\"the endpoint's policy wants a timer, the call has none\",1,pbx2,y,true,false,,none,,90,,1,0,0",
            "as it should be,3,pbx1,10.0.0.1,true,true,,active,90,90,caller,0,0,0",
            "as it should be,3,pbx1,10.0.0.2,true,true,,active,90,90,caller,0,0,0",
            "as it should be,2,pbx1,provider1,true,true,,active,90,90,caller,0,0,0",
            "as it should be,1,pbx2,x,true,true,,active,90,90,callee,0,0,0",
            "as it should be,1,pbx2,y,true,true,,active,90,90,callee,0,0,0");
  }

  @Test
  void at_risk_is_up_and_alerted_since_its_last_refresh() throws ReportException {
    List<String> rows = Written.csv("at-risk", null, null, "pbx1", null).lines().skip(1).toList();
    assertThat(rows)
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .matches(
                        "-\\d+,2026-11-22T10:51:10.020000Z,2026-11-22T10:51:40.020000Z,pbx1,"
                            + "sip:alice@10.0.0.1,sip:bob@10.0.0.2;transport=tcp,caller,Phone A,90,"
                            + "REFRESH_LATE,true,,at risk"));
    assertThat(Written.csv("at-risk", null, null, "pbx2", null).lines()).hasSize(1);
  }

  @Test
  void a_call_is_found_by_each_of_its_names_and_told_with_all_its_legs()
      throws ReportException, SQLException {
    String dialogId = ask("SELECT md5('refused')::uuid").get(0);
    String told = Written.csv("call", null, null, null, "refused");
    assertThat(told.lines().skip(1))
        .contains(
            "2026-11-22T10:00:45.000000Z,1,refresh,caller,"
                + "\"UPDATE: refreshed 200, on time (+0.020 s); now 90 s by the caller\",good",
            "2026-11-22T10:10:51.000000Z,2,ALERT REFRESH_LATE,,warning: the detail,refused",
            "2026-11-22T10:11:00.000000Z,2,end,,dropped by timer: No session refresh received.,"
                + "refused")
        .hasSize(3 + 3 + 2 + 1 + 4 + 1);
    assertThat(Written.csv("call", null, null, null, "1.1")).isEqualTo(told);
    assertThat(Written.csv("call", null, null, null, "1.2")).isEqualTo(told);
    assertThat(Written.csv("call", null, null, null, dialogId)).isEqualTo(told);
  }

  @Test
  void the_period_begins_with_since_and_ends_before_until() throws ReportException {
    assertThat(Written.rows("reliability-by-pbx", "2026-11-22T10:00:45Z", "2026-11-22 10:01:30.1"))
        .containsExactly("pbx1,0,0,1,1,0,0,0,0,100.00,20");
    assertThat(Written.rows("drops", "2026-11-22T10:11:00Z", "2026-11-22T11:21:00+01:00"))
        .hasSize(1);
  }

  @Test
  void what_asterisk_knows_is_joined_where_its_tables_are() throws ReportException, SQLException {
    ask("DROP TABLE IF EXISTS public.cdr, public.cel");
    assertThatThrownBy(() -> rows("drops-cdr"))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("\"cdr\" does not exist")
        .hasMessageContaining("sql/reports/drops-cdr.sql");
    ask("CREATE TABLE public.cdr (start timestamptz, uniqueid text)");
    assertThatThrownBy(() -> rows("drops-cdr"))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining(
            "c.dstchannel does not exist; sql/reports/drops-cdr.sql says what it needs");
    ask("DROP TABLE public.cdr");
    ask(
        "CREATE TABLE public.cdr (calldate timestamptz, src text, dst text, billsec integer,"
            + " disposition text, uniqueid text, dstchannel text)");
    ask(
        "INSERT INTO public.cdr VALUES"
            + " ('2026-11-22 10:10:00Z', '100', '200', 60, 'ANSWERED', '1.2', '')");
    assertThat(rows("drops-cdr"))
        .containsExactly(
            "2026-11-22T10:21:00.000000Z,pbx1,,,,,,caller,Yealink SIP-T46U 108.86.0.45,,,silent",
            "2026-11-22T10:11:00.000000Z,pbx1,100,200,2026-11-22T10:10:00.000000Z,60,ANSWERED,"
                + "caller,Phone A,PJSIP/provider1-0000000b,1.2,refused");
    ask(
        "CREATE TABLE public.cel (eventtime timestamptz, eventtype text, channame text,"
            + " appname text, linkedid text)");
    ask(
        "INSERT INTO public.cel VALUES"
            + " ('2026-11-22 10:09:59Z', 'CHAN_START', 'PJSIP/provider1-0000000b', 'Dial', '1.1')");
    assertThat(Written.csv("call-cel", null, null, null, "refused").lines())
        .contains(
            "2026-11-22T10:09:59.000000Z,cel,CHAN_START,PJSIP/provider1-0000000b,Dial",
            "2026-11-22T10:10:45.500000Z,refresh,rejected,PJSIP/provider1-0000000b,"
                + "\"UPDATE by the caller, on time\"")
        .hasSize(1 + 1 + 3 + 1 + 1 + 4 + 1);
    // Known, though not to Asterisk: that is no mistake, there is only nothing to tell.
    assertThat(Written.csv("call-cel", null, null, null, "silent").lines()).hasSize(1);
  }

  @Test
  void a_wrong_time_period_or_pbx_is_told_with_what_would_do() {
    assertThatThrownBy(() -> Written.rows("drops", "last week", UNTIL))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("not a time: \"last week\". A time is ");
    assertThatThrownBy(() -> Written.rows("drops", UNTIL, SINCE))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("the period is empty: since \"2026-11-24\"");
    assertThatThrownBy(() -> Written.csv("drops", SINCE, UNTIL, "pbx3", null))
        .isInstanceOf(ReportException.class)
        .hasMessage("no PBX is named \"pbx3\". Known: pbx1, pbx2.");
  }

  @Test
  void a_value_is_never_part_of_the_statement() throws ReportException {
    assertThatThrownBy(() -> Written.csv("drops", SINCE, UNTIL, "' OR true --", null))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("no PBX is named \"' OR true --\"");
    assertThatThrownBy(() -> Written.csv("call", null, null, null, "' OR '1' = '1"))
        .isInstanceOf(ReportException.class)
        .hasMessageEndingWith("\"' OR '1' = '1\"");
  }

  @Test
  void a_call_that_is_not_known_is_a_mistake_that_names_it() {
    assertThatThrownBy(() -> Written.csv("call", null, null, null, "nobody@10.0.0.1"))
        .isInstanceOf(ReportException.class)
        .hasMessage("no call has the Call-ID, dialog_id, uniqueid or linkedid \"nobody@10.0.0.1\"");
  }
}
