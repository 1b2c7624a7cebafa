package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a mirror tells too early or too late by less than a second: the verdict is that of the order
 * in which things were sent.
 */
class OvertakingScenariosTest {
  private static final String ASKS = "Supported: timer\nSession-Expires: 90;refresher=uac";
  private static final String GIVES = "Require: timer\nSession-Expires: 90;refresher=uac";

  @Test
  void who_hangs_up_for_want_of_an_answer_may_be_mirrored_before_the_time_is_up() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(45, "UPDATE 2\n" + ASKS).caller(76.6, "BYE 3").callee(76.7, "200 BYE 3").until(80);
    assertThat(call.alerts()).contains("REFRESH_UNANSWERED +77");
  }

  @Test
  void a_refused_request_sent_again_after_its_retry_was_answered_asks_for_nothing() {
    String refused = "UPDATE 2\nSupported: timer\nSession-Expires: 90";
    CallScript call =
        new CallScript().established("Supported: timer\nSession-Expires: 90", "Supported: timer");
    call.caller(45, refused).callee(45.1, "422 UPDATE 2\nMin-SE: 180");
    call.caller(45.4, "UPDATE 3\nSupported: timer\nSession-Expires: 180\nMin-SE: 180");
    call.callee(45.5, "200 UPDATE 3\nSupported: timer").caller(45.6, refused).until(50);
    assertThat(call.timer().state()).isEqualTo(TimerState.OPTIONAL);
    assertThat(call.timer().intervalS()).isEqualTo(180);
  }

  @Test
  void a_refusal_just_before_the_other_sides_bye_is_told_unless_it_is_a_481() {
    for (int status : new int[] {481, 500}) {
      CallScript call = new CallScript().established(Side.CALLER);
      call.caller(45, "UPDATE 2\n" + ASKS).callee(45.1, status + " UPDATE 2");
      call.callee(45.9, "BYE 100").caller(46, "200 BYE 100").until(60);
      List<String> told = status == 481 ? List.of() : List.of("REFRESH_REJECTED +45.1");
      assertThat(call.alerts()).isEqualTo(told);
    }
  }

  @Test
  void a_491_mirrored_after_a_2xx_that_turned_the_timer_off_is_no_trouble() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(45, "UPDATE 100\nSupported: timer").caller(45.1, "UPDATE 2\nSupported: timer");
    call.callee(45.2, "200 UPDATE 2\nSupported: timer").caller(45.3, "491 UPDATE 100").until(60);
    assertThat(call.alerts()).containsExactly("TIMER_TURNED_OFF +45.2");
  }

  @Test
  void a_challenge_mirrored_a_second_after_the_retry_is_one_attempt_with_it() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(45, "INVITE 2\n" + ASKS).caller(45.5, "ACK 2");
    call.caller(46.02, "INVITE 3\n" + ASKS).callee(46.05, "407 INVITE 2");
    call.callee(46.3, "200 INVITE 3\n" + GIVES).caller(46.4, "ACK 3").until(60);
    assertThat(call.alerts()).isEmpty();
    assertThat(call.onlyRefresh().cseq()).isEqualTo(2);
  }

  @Test
  void a_refused_refresh_of_which_only_its_ack_is_heard_in_time_was_asked_in_time() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(50.8, "ACK 2").caller(51.2, "INVITE 3\n" + ASKS);
    call.callee(51.3, "200 INVITE 3\n" + GIVES).callee(51.4, "407 INVITE 2");
    call.caller(51.5, "INVITE 2\n" + ASKS).caller(51.6, "ACK 3").until(60);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_stray_interval_is_told_though_its_invite_comes_later() {
    CallScript call = new CallScript().tags("a", "ringing");
    call.callee(-0.5, "183 INVITE 1\nSession-Expires: 90;refresher=uac");
    call.caller(-0.2, "INVITE 1\n" + ASKS);
    call.tags("a", "b").callee(0, "200 INVITE 1\nSupported: timer\n" + GIVES).until(5);
    assertThat(call.alerts()).containsExactly("BAD_NEGOTIATION -0.5");
  }

  @Test
  void a_422_mirrored_after_the_retry_shows_the_loop() {
    CallScript call = new CallScript().tries(2).tags("a", "x");
    call.caller(-0.9, "INVITE 1\nSupported: timer\nSession-Expires: 90");
    call.caller(-0.4, "INVITE 2\nSupported: timer\nSession-Expires: 100");
    call.callee(-0.2, "422 INVITE 1\nMin-SE: 120");
    call.tags("a", "b").callee(0, "200 INVITE 2\nSession-Expires: 100;refresher=uas").until(5);
    assertThat(call.alerts()).containsExactly("INTERVAL_TOO_SMALL_LOOP -0.4");
  }

  @Test
  void a_422_mirrored_before_the_request_that_it_refuses_shows_none() {
    CallScript call = new CallScript().tries(3).tags("a", "x");
    call.caller(-2, "INVITE 1\nSupported: timer\nSession-Expires: 90");
    call.callee(-1.9, "422 INVITE 1\nMin-SE: 120");
    call.callee(-1.2, "422 INVITE 2\nMin-SE: 180");
    call.caller(-1, "INVITE 2\nSupported: timer\nSession-Expires: 120\nMin-SE: 120");
    call.caller(-0.5, "INVITE 3\nSupported: timer\nSession-Expires: 180\nMin-SE: 180");
    call.tags("a", "b").callee(0, "200 INVITE 3\nSession-Expires: 180;refresher=uas").until(5);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_request_mirrored_after_the_2xx_of_its_retry_met_the_timer_before() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(45.1, "200 UPDATE 3\n" + GIVES).callee(45.3, "401 UPDATE 2");
    call.caller(45.5, "UPDATE 2\n" + ASKS).caller(45.7, "UPDATE 3\n" + ASKS).until(50);
    assertThat(call.refreshes()).hasSize(1);
    assertThat(call.refreshes().get(0).punctuality()).isEqualTo(Punctuality.ON_TIME);
  }

  @Test
  void a_refusal_mirrored_after_the_next_2xx_does_not_excuse_the_next_refresh() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(45, "UPDATE 2\n" + ASKS).caller(45.3, "UPDATE 3\n" + ASKS);
    call.callee(45.4, "200 UPDATE 3\n" + GIVES).callee(45.8, "500 UPDATE 2").until(99);
    assertThat(call.alerts()).containsExactly("REFRESH_REJECTED +45.8", "REFRESH_LATE +96.4");
  }

  @Test
  void an_ack_mirrored_before_its_re_invite_is_an_ack() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(20, "ACK 2").caller(20.1, "INVITE 2\n" + ASKS);
    call.callee(20.2, "200 INVITE 2\n" + GIVES);
    call.callee(52.1, "BYE 100").caller(52.2, "200 BYE 100").until(60);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void an_ack_mirrored_before_its_2xx_shows_when_the_interval_began_at_the_latest() {
    CallScript call = new CallScript().caller(-0.5, "INVITE 1\n" + ASKS);
    call.caller(-0.25, "ACK 1").callee(0.5, "200 INVITE 1\nSupported: timer\n" + GIVES).until(52);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +50.75");
  }

  @Test
  void what_follows_a_request_shows_that_it_was_sent() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(50.8, "100 INVITE 2").caller(51.2, "INVITE 2\n" + ASKS);
    call.callee(51.4, "200 INVITE 2\n" + GIVES).caller(51.5, "ACK 2").until(55);
    assertThat(call.alerts()).isEmpty();
    assertThat(call.refreshes().get(0).punctuality()).isEqualTo(Punctuality.ON_TIME);
  }

  @Test
  void a_bye_was_sent_before_its_answer() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(50.8, "200 BYE 2").caller(51.2, "BYE 2").until(60);
    assertThat(call.alerts()).isEmpty();
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
  }

  @Test
  void an_answered_bye_ends_the_call_though_the_mirror_lost_it() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(40, "200 BYE 2").until(200);
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_threshold_between_a_challenged_bye_and_the_next_is_told_when_the_challenge_is_late() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(50.9, "BYE 100").callee(51.3, "BYE 101").caller(51.7, "401 BYE 100");
    call.caller(51.8, "200 BYE 101").until(60);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
  }

  @Test
  void a_bye_that_looks_like_a_drop_is_not_judged_before_its_challenge_can_have_come() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(60.1, "BYE 100").caller(61.15, "401 BYE 100").until(75);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51", "REFRESH_MISSED +60");
    assertThat(call.dialog().end()).isNull();
  }

  @Test
  void a_2xx_after_a_481_shows_at_once_that_the_call_goes_on() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(10, "BYE 100").caller(10.1, "481 BYE 100");
    call.callee(10.7, "200 UPDATE 2\n" + GIVES).caller(11, "UPDATE 2\n" + ASKS).until(63);
    assertThat(call.dialog().end()).isNull();
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +61.7");
  }

  @Test
  void a_refresh_asked_after_the_threshold_does_not_excuse_it_though_a_481_hid_both() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(50.4, "BYE 100").caller(50.6, "481 BYE 100");
    call.caller(51.2, "UPDATE 2\n" + ASKS).callee(51.8, "200 UPDATE 2\n" + GIVES).until(60);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51 cleared +51.8");
    assertThat(call.onlyRefresh().punctuality()).isEqualTo(Punctuality.LATE);
  }

  @Test
  void one_asked_before_the_threshold_does() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(50.4, "BYE 100").caller(50.6, "481 BYE 100");
    call.caller(50.9, "UPDATE 2\n" + ASKS).callee(51.8, "200 UPDATE 2\n" + GIVES).until(60);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_request_mirrored_after_the_next_of_its_side_was_sent_before_it() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(38.9, "UPDATE 3\n" + ASKS).caller(39.2, "UPDATE 2\n" + ASKS);
    call.callee(39.3, "500 UPDATE 2").callee(39.5, "200 UPDATE 3\n" + GIVES).until(50);
    assertThat(call.refreshes()).hasSize(2);
    assertThat(call.refreshes())
        .allSatisfy(one -> assertThat(one.punctuality()).isEqualTo(Punctuality.EARLY));
  }

  @Test
  void turned_off_twice_within_a_second_is_told_once() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(45, "UPDATE 2").callee(45.3, "200 UPDATE 2");
    call.caller(46, "UPDATE 3").callee(46.1, "200 UPDATE 3").until(200);
    assertThat(call.alerts()).containsExactly("TIMER_TURNED_OFF +45.3");
    assertThat(call.timer().state()).isEqualTo(TimerState.OFF);
    assertThat(call.refreshes().get(1).punctuality()).isNull();
  }

  @Test
  void turned_off_and_on_again_within_a_second_is_told() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(45, "UPDATE 2").callee(45.1, "200 UPDATE 2");
    call.caller(45.5, "UPDATE 3\n" + ASKS).callee(45.6, "200 UPDATE 3\n" + GIVES).until(50);
    assertThat(call.alerts()).containsExactly("TIMER_TURNED_OFF +45.1");
    assertThat(call.refreshes().get(1).punctuality()).isNull();
  }
}
