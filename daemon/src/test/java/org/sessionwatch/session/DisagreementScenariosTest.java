package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.session.CallScript.at;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories on which this engine and a reading of the whole call once disagreed. */
class DisagreementScenariosTest {
  private static final String ASKS = "Supported: timer\nSession-Expires: 90;refresher=uac";
  private static final String GIVES = "Require: timer\nSession-Expires: 90;refresher=uac";

  @Test
  void a_challenge_mirrored_before_its_bye_keeps_the_call_up() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(10.2, "401 BYE 100").callee(10.3, "BYE 100").until(52);
    assertThat(call.dialog().end()).isNull();
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
  }

  @Test
  void a_challenge_mirrored_after_the_next_bye_does_not_undo_the_bye_that_was_accepted() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(10, "BYE 2").caller(10.2, "BYE 3");
    call.callee(10.3, "407 BYE 2").callee(10.4, "200 BYE 3").until(200);
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
    assertThat(call.dialog().endedAt()).isEqualTo(at(10.2));
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void repetitions_of_a_challenged_bye_do_not_undo_the_accepted_one() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(10, "BYE 2").callee(10.05, "407 BYE 2").caller(10.5, "BYE 2");
    call.caller(10.51, "BYE 3").callee(10.52, "407 BYE 2").callee(10.6, "200 BYE 3");
    call.caller(11.5, "BYE 2").callee(11.55, "407 BYE 2").until(200);
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
    assertThat(call.dialog().endedAt()).isEqualTo(at(10.51));
  }

  @Test
  void a_repeated_bye_that_a_refresh_has_overruled_ends_nothing() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(20, "BYE 100").caller(20.05, "481 BYE 100");
    call.caller(21.5, "UPDATE 2\n" + ASKS).callee(21.55, "200 UPDATE 2\n" + GIVES);
    call.callee(22, "BYE 100").caller(22.05, "481 BYE 100").until(75);
    assertThat(call.dialog().end()).isNull();
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +72.55");
  }

  @Test
  void a_repeated_refresh_from_before_the_bye_does_not_take_the_call_up_again() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(45, "UPDATE 2\n" + ASKS).callee(45.05, "481 UPDATE 2");
    call.caller(46.4, "BYE 3").callee(46.45, "481 BYE 3");
    call.caller(47.6, "UPDATE 2\n" + ASKS).callee(47.65, "481 UPDATE 2").until(200);
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
    assertThat(call.alerts()).containsExactly("REFRESH_REJECTED +45.05");
  }

  @Test
  void a_challenge_mirrored_after_the_retry_leaves_one_refresh() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(45, "UPDATE 2\n" + ASKS).caller(45.2, "UPDATE 3\n" + ASKS);
    call.callee(45.25, "200 UPDATE 3\n" + GIVES).callee(45.7, "401 UPDATE 2").until(97);
    assertThat(call.refreshes()).hasSize(1);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +96.25");
  }

  @Test
  void what_is_in_force_after_a_refusal_is_what_was_before_it() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(45, "UPDATE 2\n" + ASKS).callee(45.05, "500 UPDATE 2");
    call.caller(45.1, "UPDATE 3\nSupported: timer\nSession-Expires: 300;refresher=uas");
    call.callee(45.15, "200 UPDATE 3\nSession-Expires: 300;refresher=uas").until(50);
    Refresh refused = call.refreshes().get(0);
    assertThat(List.of(refused.intervalS(), refused.refresher()))
        .isEqualTo(List.of(90, Side.CALLER));
  }

  @Test
  void optional_is_never_alerted() {
    CallScript call = new CallScript().established(ASKS, "Supported: timer");
    call.caller(45, "UPDATE 2\n" + ASKS).callee(45.05, "500 UPDATE 2").until(200);
    assertThat(call.timer().state()).isEqualTo(TimerState.OPTIONAL);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void the_invites_2xx_wins_over_an_early_update_of_the_same_second() {
    CallScript call = new CallScript().caller(-5, "INVITE 1\n" + ASKS).callee(-4.9, "183 INVITE 1");
    call.caller(-0.6, "UPDATE 2\nSupported: timer\nSession-Expires: 120;refresher=uac");
    call.callee(-0.5, "200 UPDATE 2\nRequire: timer\nSession-Expires: 120;refresher=uac");
    call.callee(0, "200 INVITE 1\n" + GIVES).caller(0.1, "ACK 1").until(52);
    assertThat(call.timer().intervalS()).isEqualTo(90);
    assertThat(call.refreshes()).isEmpty();
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
  }

  @Test
  void an_early_update_whose_copies_come_late_is_not_unanswered() {
    CallScript call = new CallScript().caller(-5, "INVITE 1\n" + ASKS).callee(-4.9, "183 INVITE 1");
    call.caller(-1.1, "UPDATE 2\nSupported: timer\nSession-Expires: 120;refresher=uac");
    call.callee(-1.05, "200 UPDATE 2\nRequire: timer\nSession-Expires: 120;refresher=uac");
    call.caller(-0.4, "UPDATE 2\nSupported: timer\nSession-Expires: 120;refresher=uac");
    call.callee(0, "200 INVITE 1\n" + GIVES);
    call.caller(0.2, "UPDATE 2\nSupported: timer\nSession-Expires: 120;refresher=uac").until(48);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_bye_answered_481_is_no_drop_while_refreshes_go_on() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(59.4, "BYE 100").caller(59.45, "481 BYE 100");
    call.caller(60.8, "UPDATE 2\n" + ASKS).callee(60.85, "200 UPDATE 2\n" + GIVES).until(70);
    assertThat(call.dialog().end()).isNull();
    assertThat(call.alerts()).noneMatch(alert -> alert.startsWith("DROPPED"));
  }

  @Test
  void late_comes_true_while_a_481_to_a_bye_is_in_doubt() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(49.9, "BYE 100").caller(49.95, "481 BYE 100");
    call.caller(51.6, "UPDATE 2\n" + ASKS).callee(51.65, "200 UPDATE 2\n" + GIVES).until(60);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51 cleared +51.65");
  }

  @Test
  void a_refresh_that_crossed_the_bye_is_told_however_they_were_mirrored() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(45.01, "BYE 100").caller(45.06, "200 BYE 100");
    call.caller(45.3, "UPDATE 2\n" + ASKS).callee(45.35, "481 UPDATE 2").until(100);
    assertThat(call.refreshes()).hasSize(1);
    assertThat(call.alerts()).isEmpty();
  }
}
