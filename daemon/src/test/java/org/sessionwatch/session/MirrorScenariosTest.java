package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.session.CallScript.at;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sessionwatch.sip.SipMessage;

/** What mirrors do to a call: copies, swaps, gaps; and what a PBX or a restart adds. */
class MirrorScenariosTest {
  private static final String ASKS = "Supported: timer\nSession-Expires: 90;refresher=uac";
  private static final String GIVES = "Require: timer\nSession-Expires: 90;refresher=uac";

  @Test
  void retransmissions_are_one_attempt_and_the_first_2xx_stands() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(45, "UPDATE 2\n" + ASKS)
            .caller(45.5, "UPDATE 2\n" + ASKS)
            .callee(45.6, "200 UPDATE 2\n" + GIVES)
            .callee(46.1, "200 UPDATE 2\n" + GIVES)
            .callee(49, "200 UPDATE 2\n" + GIVES)
            .end(60);

    assertThat(call.onlyRefresh().requestedAt()).isEqualTo(at(45));
    assertThat(call.onlyRefresh().answeredAt()).isEqualTo(at(45.6));
    assertThat(call.timer().refreshedAt()).isEqualTo(at(45.6));
  }

  @Test
  void the_first_2xx_repeated_later_moves_nothing() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .callee(4, "200 INVITE 1\n" + GIVES)
            .callee(20, "200 INVITE 1\n" + GIVES)
            .until(52);

    assertThat(call.dialogs()).hasSize(1);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
  }

  @Test
  void a_2xx_mirrored_before_its_request_is_matched() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .callee(45, "200 UPDATE 2\n" + GIVES)
            .caller(45.3, "UPDATE 2\n" + ASKS)
            .end(60);

    assertThat(call.onlyRefresh().outcome()).isEqualTo(RefreshOutcome.REFRESHED);
    assertThat(call.onlyRefresh().confirmed()).isTrue();
  }

  @Test
  void the_first_2xx_mirrored_before_its_invite_is_matched() {
    CallScript call =
        new CallScript()
            .callee(0, "200 INVITE 1\n" + GIVES)
            .caller(0.2, "INVITE 1\n" + ASKS)
            .until(52);

    assertThat(call.dialogs()).hasSize(1);
    assertThat(call.dialog().establishedAt()).isEqualTo(at(0));
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
  }

  @Test
  void an_interval_that_only_one_hop_of_the_2xx_has_was_put_in_by_a_proxy() {
    CallScript call = new CallScript().established(Side.CALLEE);
    call.callee(45, "UPDATE 100\n" + ASKS)
        .caller(45.01, "200 UPDATE 100")
        .caller(45.02, "200 UPDATE 100\n" + GIVES)
        .until(60);

    assertThat(call.alerts()).isEmpty();
    assertThat(call.timer().state()).isEqualTo(TimerState.ACTIVE);
    assertThat(call.timer().refreshedAt()).isEqualTo(at(45.01));
  }

  @Test
  void a_mirror_that_starts_in_mid_call_knows_nothing_until_the_next_2xx() {
    CallScript call = new CallScript().callee(0, "UPDATE 100\n" + ASKS).until(2);
    assertThat(call.engine.openDialogs()).isEqualTo(1);

    call.caller(2.1, "200 UPDATE 100\n" + GIVES).until(54);
    assertThat(call.timer().state()).isEqualTo(TimerState.ACTIVE);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +53.1");
    assertThat(call.dialog().establishedAt()).isNull();
  }

  @Test
  void a_request_alone_is_no_proof_of_a_call() {
    CallScript call =
        new CallScript().callee(0, "UPDATE 100\nSupported: timer").callee(5, "BYE 101").end(50);

    assertThat(call.effects).isEmpty();
  }

  @Test
  void a_refresh_refused_in_a_call_heard_from_its_middle_is_told() {
    CallScript call =
        new CallScript()
            .callee(0, "UPDATE 100\n" + ASKS)
            .caller(0.1, "481 UPDATE 100")
            .callee(0.2, "BYE 101")
            .caller(0.3, "200 BYE 101")
            .until(50);

    assertThat(call.alerts()).containsExactly("REFRESH_REJECTED +0.1");
  }

  @Test
  void forks_are_dialogs_with_timers_of_their_own() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.tags("a-tag", "fork-tag")
        .callee(0.5, "200 INVITE 1\n" + GIVES)
        .caller(1, "BYE 2")
        .callee(1.1, "200 BYE 2")
        .until(52);

    assertThat(call.dialogs()).hasSize(2);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
  }

  @Test
  void many_ringing_forks_and_one_2xx_are_one_dialog() {
    CallScript call = new CallScript().caller(-5, "INVITE 1\n" + ASKS);
    for (String tag : List.of("r1", "r2", "r3")) {
      call.tags("a-tag", tag).callee(-4, "180 INVITE 1");
    }
    call.tags("a-tag", "b-tag").callee(0, "200 INVITE 1\n" + GIVES).until(5);

    assertThat(call.dialogs()).hasSize(1);
  }

  @Test
  void a_call_id_used_again_with_other_tags_is_a_new_dialog() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(10, "BYE 2").callee(10.1, "200 BYE 2").until(11);
    call.tags("c-tag", "d-tag")
        .caller(20, "INVITE 1\n" + ASKS)
        .callee(21, "200 INVITE 1\n" + GIVES)
        .until(73);

    assertThat(call.dialogs()).hasSize(2);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +72");
  }

  @Test
  void the_pbx_tells_of_an_end_that_the_mirror_lost() {
    CallScript call = new CallScript().established(Side.CALLER);
    Channel channel = new Channel("PJSIP/100-1", "17.1", "17.0");
    call.engine.linked("call-1@example.net", "pbx", channel, CallScript.us(1));
    call.engine.hungUp(
        "call-1@example.net",
        "PJSIP/100-1",
        new Hangup(16, "Normal Clearing", null),
        CallScript.us(40));
    call.until(100);

    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
    assertThat(call.dialog().endedAt()).isEqualTo(at(40));
    assertThat(call.dialog().channel()).isEqualTo(channel);
    assertThat(call.dialog().hangup()).isEqualTo(new Hangup(16, "Normal Clearing", null));
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void the_pbx_tells_of_a_drop_whose_bye_the_mirror_lost() {
    CallScript call = new CallScript().established(Side.CALLER);
    Hangup timedOut = new Hangup(18, "No user responding", "408");
    call.engine.hungUp("call-1@example.net", "PJSIP/100-1", timedOut, CallScript.us(60.01));
    call.until(100);

    assertThat(call.alerts())
        .containsExactly("REFRESH_LATE +51", "REFRESH_MISSED +60", "DROPPED_BY_TIMER +60.01");
    assertThat(call.dialog().endCertain()).isFalse();
  }

  @Test
  void the_pbx_may_know_the_channel_before_the_mirror_tells_of_the_call() {
    CallScript call = new CallScript();
    Channel channel = new Channel("PJSIP/100-1", "17.1", "17.0");
    call.engine.linked("call-1@example.net", "behind the proxy", channel, CallScript.us(-1));
    call.established(Side.CALLER).until(5);

    assertThat(call.dialog().channel()).isEqualTo(channel);
    // It belongs to the PBX whose mirror told of it first, not to the one that knew the channel.
    assertThat(call.dialog().pbx()).isEqualTo("pbx");
  }

  @Test
  void the_bye_wins_over_the_pbx_hanging_up_in_the_same_second() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.engine.hungUp(
        "call-1@example.net", "PJSIP/100-1", new Hangup(16, null, null), CallScript.us(30));
    call.caller(30.2, "BYE 2").callee(30.3, "200 BYE 2").until(40);

    assertThat(call.dialog().endedAt()).isEqualTo(at(30.2));
  }

  @Test
  void deadlines_go_on_after_a_restart_and_what_passed_meanwhile_is_unconfirmed() {
    CallScript before = new CallScript().established(Side.CALLER).until(40);
    OpenDialog written = new OpenDialog(before.dialog(), 0, 0, 0, List.of());

    CallScript after = new CallScript();
    after.engine.restore(written, CallScript.us(55));
    after.until(65);

    assertThat(after.alerts()).containsExactly("REFRESH_LATE +51", "REFRESH_MISSED +60");
    assertThat(after.alert(AlertKind.REFRESH_LATE).confirmed()).isFalse();
    assertThat(after.alert(AlertKind.REFRESH_MISSED).confirmed()).isFalse();
  }

  @Test
  void what_was_told_before_a_restart_is_not_told_again_but_is_cleared() {
    CallScript before = new CallScript().established(Side.CALLER).until(52);
    Alert late = before.alert(AlertKind.REFRESH_LATE);

    CallScript after = new CallScript();
    after.engine.restore(
        new OpenDialog(before.dialog(), 0, 0, 0, List.of(late)), CallScript.us(53));
    after.caller(54, "UPDATE 2\n" + ASKS).callee(54.1, "200 UPDATE 2\n" + GIVES).until(56);

    assertThat(after.effects).noneMatch(Effect.AlertRaised.class::isInstance);
    assertThat(after.effects).anyMatch(Effect.AlertCleared.class::isInstance);
    assertThat(after.onlyRefresh().seq()).isEqualTo(1);
  }

  @Test
  void messages_of_an_ended_call_that_still_come_make_no_new_one() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(10, "BYE 2")
        .callee(10.1, "200 BYE 2")
        .until(20)
        .callee(20, "200 INVITE 1\n" + GIVES)
        .until(25);

    assertThat(call.engine.openDialogs()).isZero();
    assertThat(call.dialogs()).hasSize(1);
    call.until(200);
    assertThat(call.engine.nextDeadlineUs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_stray_bye_or_ack_makes_no_call() {
    CallScript call = new CallScript().caller(0, "BYE 2").caller(0, "ACK 1").until(10);

    assertThat(call.effects).isEmpty();
    assertThat(call.engine.openDialogs()).isZero();
    assertThat(call.engine.nextDeadlineUs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void time_does_not_go_back() {
    CallScript call = new CallScript().established(Side.CALLER).until(52);
    SipMessage late = call.parse(Side.CALLER, "UPDATE 2\n" + ASKS);
    call.engine.message(late, "pbx", CallScript.us(10));
    call.callee(52.1, "200 UPDATE 2\n" + GIVES).until(54);

    assertThat(call.onlyRefresh().requestedAt()).isEqualTo(at(52));
  }
}
