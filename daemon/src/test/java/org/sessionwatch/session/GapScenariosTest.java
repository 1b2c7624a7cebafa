package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.session.CallScript.at;
import static org.sessionwatch.session.CallScript.us;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the mirror loses: how it shows, and what alerts are worth then. */
class GapScenariosTest {
  private static final String ASKS = "Supported: timer\nSession-Expires: 90;refresher=uac";
  private static final String GIVES =
      "Require: timer\nSupported: timer\nSession-Expires: 90;refresher=uac";
  private static final String NO_REFRESH =
      "\nReason: SIP;cause=408;text=\"No session refresh received.\"";

  private final CallScript call = new CallScript().established(Side.CALLER);

  private List<String> confirmed() {
    List<String> kinds = new ArrayList<>();
    for (Effect effect : call.effects) {
      if (effect instanceof Effect.AlertRaised raised && raised.alert().confirmed()) {
        kinds.add(raised.alert().kind().name());
      } else if (effect instanceof Effect.AlertConfirmed later) {
        kinds.add(later.alert().kind() + " later");
      }
    }
    return kinds;
  }

  private List<String> pbxAlerts() {
    List<String> lines = new ArrayList<>();
    for (Effect effect : call.effects) {
      if (effect instanceof Effect.PbxAlertRaised raised) {
        lines.add(raised.pbx() + " " + CallScript.offset(raised.alert().raisedAt()));
      } else if (effect instanceof Effect.PbxAlertCleared cleared) {
        lines.add(cleared.pbx() + " over: " + cleared.alert().detail());
        assertThat(cleared.alert().clearedAt()).isNotNull();
      }
    }
    return lines;
  }

  @Test
  void a_cseq_that_is_passed_over_shows_that_the_mirror_lost_a_request() {
    call.caller(30, "UPDATE 4\n" + ASKS).callee(30.1, "200 UPDATE 4\n" + GIVES).until(40);

    assertThat(call.alerts()).containsExactly("FEED_GAP +30");
    Alert gap = call.alert(AlertKind.FEED_GAP);
    assertThat(gap.severity()).isEqualTo(Severity.INFO);
    assertThat(gap.detail()).contains("2 requests of Caller sip:alice@example.net (CSeq 2 to 3)");
  }

  @Test
  void a_message_that_comes_within_the_second_is_not_lost() {
    call.caller(30, "UPDATE 3\n" + ASKS)
        .callee(30.1, "200 UPDATE 3\n" + GIVES)
        .caller(30.9, "INFO 2")
        .until(40);

    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void other_methods_use_up_numbers_too() {
    call.caller(10, "INFO 2")
        .caller(11, "NOTIFY 3")
        .caller(12, "MESSAGE 4")
        .caller(45, "UPDATE 5\n" + ASKS)
        .callee(45.1, "200 UPDATE 5\n" + GIVES)
        .until(50);

    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_prack_before_the_2xx_has_used_up_a_number() {
    CallScript ringing =
        new CallScript()
            .caller(-3, "INVITE 1\n" + ASKS)
            .callee(-2, "183 INVITE 1")
            .caller(-1.9, "PRACK 2")
            .callee(-1.8, "200 PRACK 2")
            .callee(0, "200 INVITE 1\n" + GIVES)
            .caller(0.1, "ACK 1")
            .caller(45, "UPDATE 3\n" + ASKS)
            .callee(45.1, "200 UPDATE 3\n" + GIVES)
            .until(50);

    assertThat(ringing.alerts()).isEmpty();
  }

  @Test
  void a_response_without_its_request_shows_that_the_mirror_lost_it() {
    call.callee(45.1, "200 UPDATE 2\n" + GIVES).until(50);

    assertThat(call.alerts()).containsExactly("FEED_GAP +45.1");
    assertThat(call.onlyRefresh().confirmed()).isFalse();
  }

  @Test
  void a_phone_that_skips_numbers_always_is_told_of_once_a_call() {
    for (int i = 1; i <= 20; i++) {
      call.caller(40 * i, "UPDATE " + 5 * i + "\n" + ASKS)
          .callee(40 * i + 0.1, "200 UPDATE " + 5 * i + "\n" + GIVES);
    }
    call.until(820);

    assertThat(call.alerts()).containsExactly("FEED_GAP +40");
  }

  @Test
  void a_silent_refresher_is_told_at_the_instant_but_not_called_certain() {
    call.until(70);

    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51", "REFRESH_MISSED +60");
    assertThat(confirmed()).isEmpty();
  }

  @Test
  void the_bye_that_names_the_timer_makes_the_missed_refresh_certain() {
    call.callee(60.001, "BYE 100" + NO_REFRESH).caller(60.1, "200 BYE 100").until(95);

    assertThat(call.alerts())
        .containsExactly("REFRESH_LATE +51", "REFRESH_MISSED +60", "DROPPED_BY_TIMER +60.001");
    assertThat(confirmed()).containsExactly("REFRESH_MISSED later", "DROPPED_BY_TIMER");
  }

  @Test
  void a_drop_at_another_instant_shows_that_a_refresh_was_lost_not_missed() {
    call.callee(105, "BYE 100" + NO_REFRESH).caller(105.1, "200 BYE 100").until(140);

    assertThat(confirmed()).containsExactly("DROPPED_BY_TIMER");
  }

  @Test
  void both_sides_next_numbers_prove_that_nothing_was_lost_in_between() {
    call.callee(20, "INFO 100")
        .caller(55, "UPDATE 2\n" + ASKS)
        .callee(55.1, "200 UPDATE 2\n" + GIVES)
        .until(70);
    assertThat(confirmed()).isEmpty();

    call.callee(75, "BYE 101").caller(75.1, "200 BYE 101").until(110);

    assertThat(confirmed()).isEmpty(); // the callee may have refreshed before its first number
  }

  @Test
  void numbers_known_from_before_the_interval_prove_it() {
    call.callee(20, "INFO 100")
        .caller(30, "UPDATE 2\n" + ASKS)
        .callee(30.1, "200 UPDATE 2\n" + GIVES)
        .caller(85, "UPDATE 3\n" + ASKS)
        .callee(85.1, "200 UPDATE 3\n" + GIVES)
        .callee(90, "INFO 101")
        .until(95);

    assertThat(call.alerts()).containsExactly("REFRESH_LATE +81.1 cleared +85.1");
    assertThat(confirmed()).containsExactly("REFRESH_LATE later");
  }

  @Test
  void a_number_that_is_missing_in_between_proves_nothing() {
    call.callee(20, "INFO 100")
        .caller(30, "UPDATE 2\n" + ASKS)
        .callee(30.1, "200 UPDATE 2\n" + GIVES)
        .caller(85, "UPDATE 3\n" + ASKS)
        .callee(85.1, "200 UPDATE 3\n" + GIVES)
        .callee(90, "INFO 102")
        .until(95);

    assertThat(confirmed()).containsExactly("FEED_GAP");
  }

  @Test
  void the_pbx_that_says_the_call_is_up_makes_it_certain_at_once() {
    CallScript up = new CallScript("call-1@example.net"::equals).established(Side.CALLER).until(70);

    assertThat(up.alert(AlertKind.REFRESH_LATE).confirmed()).isTrue();
    assertThat(up.alert(AlertKind.REFRESH_MISSED).confirmed()).isTrue();
  }

  @Test
  void not_so_when_the_feed_had_a_gap_and_the_text_says_it() {
    CallScript up = new CallScript("call-1@example.net"::equals).established(Side.CALLER);
    up.engine.gap(new FeedGap("pbx", GapCause.SOCKET, us(44), us(46), 3), us(47));
    up.until(52);

    Alert late = up.alert(AlertKind.REFRESH_LATE);
    assertThat(late.confirmed()).isFalse();
    assertThat(late.detail()).contains("The mirror lost messages in that time");
  }

  @Test
  void a_gap_of_before_the_last_refresh_or_of_another_pbx_is_none_of_its_business() {
    CallScript up = new CallScript("call-1@example.net"::equals).established(Side.CALLER);
    up.engine.gap(new FeedGap("pbx", GapCause.STREAM, us(-9), us(-2), 0), us(1));
    up.engine.gap(new FeedGap("other", GapCause.STREAM, us(10), us(20), 0), us(20));
    up.until(52);

    assertThat(up.alert(AlertKind.REFRESH_LATE).confirmed()).isTrue();
  }

  @Test
  void a_gap_of_no_known_feed_is_every_pbxs() {
    CallScript up = new CallScript("call-1@example.net"::equals).established(Side.CALLER);
    up.engine.gap(new FeedGap(null, GapCause.SILENCE, us(10), us(20), 0), us(20));
    up.until(52);

    assertThat(up.alert(AlertKind.REFRESH_LATE).confirmed()).isFalse();
  }

  @Test
  void a_gap_of_named_calls_is_theirs_alone() {
    FeedGap lost =
        new FeedGap("pbx", GapCause.QUEUE, us(40), us(41), 2, Set.of("call-1@example.net", "x"));
    CallScript up = new CallScript(id -> true).established(Side.CALLER);
    up.callId("call-2@example.net").tags("c-tag", "d-tag").established(Side.CALLER);
    up.engine.gap(lost, us(41));
    up.until(52);

    assertThat(up.alerts())
        .as("the PBX's own alert tells of the gap, not one for each of its calls")
        .containsExactly("REFRESH_LATE +51", "REFRESH_LATE +51.05");
    assertThat(
            up.effects.stream()
                .filter(Effect.AlertRaised.class::isInstance)
                .map(Effect.AlertRaised.class::cast)
                .filter(effect -> effect.alert().kind() == AlertKind.REFRESH_LATE)
                .map(effect -> effect.dialog().callId() + " " + effect.alert().confirmed()))
        .containsExactlyInAnyOrder("call-1@example.net false", "call-2@example.net true");
  }

  @Test
  void a_pbxs_gap_is_one_alert_while_it_lasts_with_its_count() {
    for (int second = 10; second < 40; second += 2) {
      FeedGap gap = new FeedGap("pbx", GapCause.SOCKET, us(second), us(second + 2), 7);
      call.engine.gap(gap, us(second + 2));
      call.engine.tellGap("pbx", gap, us(second + 2));
    }
    call.until(60);
    assertThat(pbxAlerts()).containsExactly("pbx +10");

    call.until(100);
    assertThat(pbxAlerts()).hasSize(2);
    assertThat(pbxAlerts().get(1)).startsWith("pbx over: About 105 mirrored messages were lost");
  }

  @Test
  void each_cause_has_an_alert_of_its_own_and_the_end_clears_them() {
    for (GapCause cause : GapCause.values()) {
      call.engine.tellGap("pbx", new FeedGap("pbx", cause, us(10), us(11), 0), us(11));
    }
    call.end(12);

    assertThat(pbxAlerts()).hasSize(8);
  }

  @Test
  void a_request_sent_again_until_the_end_shows_that_it_had_no_answer() {
    double[] copies = {45, 45.5, 46.5, 48.5, 52.5, 56.5, 60.5, 64.5, 68.5, 72.5, 76.5};
    for (double copy : copies) {
      call.caller(copy, "UPDATE 2\n" + ASKS);
    }
    call.until(80);

    assertThat(call.alert(AlertKind.REFRESH_UNANSWERED).confirmed()).isTrue();
    assertThat(call.alert(AlertKind.REFRESH_UNANSWERED).raisedAt()).isEqualTo(at(77));
  }

  @Test
  void a_request_heard_once_may_have_had_an_answer_that_was_lost() {
    call.caller(45, "UPDATE 2\n" + ASKS).until(80);

    assertThat(call.alert(AlertKind.REFRESH_UNANSWERED).confirmed()).isFalse();
  }

  @Test
  void a_challenge_that_was_lost_is_a_gap_and_no_missing_answer() {
    call.caller(45, "UPDATE 2\n" + ASKS)
        .caller(45.2, "UPDATE 3\n" + ASKS)
        .callee(45.3, "200 UPDATE 3\n" + GIVES)
        .until(80);

    assertThat(call.alerts()).containsExactly("FEED_GAP +77");
  }

  @Test
  void what_its_feed_tells_that_it_lost_is_no_alert_of_each_call() {
    call.engine.gap(new FeedGap("pbx", GapCause.SOCKET, us(28), us(29), 300), us(29));
    call.caller(30, "UPDATE 4\n" + ASKS)
        .callee(30.1, "200 UPDATE 4\n" + GIVES)
        .caller(70, "UPDATE 7\n" + ASKS)
        .callee(70.1, "200 UPDATE 7\n" + GIVES)
        .until(80);

    assertThat(call.alerts())
        .as("the second loss is after the gap")
        .containsExactly("FEED_GAP +70");
  }

  @Test
  void a_session_that_expires_after_a_gap_is_soon_forgotten_for_its_bye_was_probably_lost() {
    CallScript other = new CallScript().established(Side.CALLER);
    call.engine.gap(new FeedGap(null, GapCause.SOCKET, us(20), us(21), 300), us(21));

    call.until(139);
    assertThat(call.alerts())
        .containsExactly("REFRESH_LATE +51", "REFRESH_MISSED +60", "SESSION_EXPIRED +90");
    assertThat(call.engine.openDialogs()).isEqualTo(1);
    call.until(141);
    assertThat(call.engine.openDialogs()).isZero();
    assertThat(call.effects).last().isInstanceOf(Effect.Forgotten.class);
    other.until(3_600);
    assertThat(other.engine.openDialogs()).isEqualTo(1);
  }

  @Test
  void not_so_where_the_pbx_says_that_the_call_is_up_or_a_refresh_came_after_all() {
    CallScript up = new CallScript("call-1@example.net"::equals).established(Side.CALLER);
    for (CallScript each : List.of(up, call)) {
      each.engine.gap(new FeedGap(null, GapCause.SOCKET, us(20), us(21), 300), us(21));
    }
    call.until(100).caller(100, "UPDATE 2\n" + ASKS).callee(100.1, "200 UPDATE 2\n" + GIVES);
    up.until(3_600);
    call.until(3_600);

    assertThat(up.engine.openDialogs()).isEqualTo(1);
    assertThat(call.engine.openDialogs()).isEqualTo(1);
  }

  @Test
  void an_invite_whose_answer_was_probably_lost_is_soon_forgotten_any_other_rings_on() {
    CallScript rings = new CallScript().caller(0, "INVITE 1\n" + ASKS);
    CallScript lost = new CallScript().caller(0, "INVITE 1\n" + ASKS);
    lost.engine.gap(new FeedGap(null, GapCause.SOCKET, us(20), us(21), 300), us(21));

    lost.until(119);
    assertThat(lost.engine.calls()).isEqualTo(1);
    lost.until(121);
    assertThat(lost.engine.calls()).isZero();
    rings.until(899);
    assertThat(rings.engine.calls()).isEqualTo(1);
    rings.callee(899, "200 INVITE 1\n" + GIVES).until(900);
    assertThat(rings.engine.openDialogs()).isEqualTo(1);
    assertThat(rings.effects.get(0)).isInstanceOf(Effect.Established.class);
  }

  @Test
  void a_call_that_rang_on_in_a_gap_is_watched_from_its_first_refresh_at_the_latest() {
    CallScript late = new CallScript().caller(0, "INVITE 1\n" + ASKS);
    late.engine.gap(new FeedGap(null, GapCause.SOCKET, us(20), us(21), 300), us(21));
    late.until(125)
        .callee(130, "200 INVITE 1\n" + GIVES)
        .caller(130.1, "ACK 1")
        .caller(175, "UPDATE 2\n" + ASKS)
        .callee(175.1, "200 UPDATE 2\n" + GIVES)
        .until(180);

    assertThat(late.engine.openDialogs()).isEqualTo(1);
    assertThat(late.alerts())
        .as("nothing but that the call is not whole")
        .containsExactly("FEED_GAP +130");
  }
}
