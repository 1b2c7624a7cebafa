package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Reordered and repeated messages on which the engine once went wrong. */
class ReorderScenariosTest {
  private static final String ASKS = "Supported: timer\nSession-Expires: 90;refresher=uac";
  private static final String GIVES = "Require: timer\nSession-Expires: 90;refresher=uac";

  // In any weather.

  @Test
  void a_repetition_of_the_refused_request_is_no_retry() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(45, "UPDATE 2\n" + ASKS).callee(45.05, "422 UPDATE 2\nMin-SE: 120");
    call.caller(45.5, "UPDATE 2\n" + ASKS).callee(45.55, "422 UPDATE 2\nMin-SE: 120");
    call.caller(
        45.8, "UPDATE 3\nSupported: timer\nSession-Expires: 120;refresher=uac\nMin-SE: 120");
    call.callee(45.9, "200 UPDATE 3\nRequire: timer\nSession-Expires: 120;refresher=uac").until(50);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_later_request_of_the_side_that_demanded_is_no_retry() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(20, "UPDATE 2\n" + ASKS).callee(20.05, "422 UPDATE 2\nMin-SE: 120");
    call.caller(
        20.1, "UPDATE 3\nSupported: timer\nSession-Expires: 120;refresher=uac\nMin-SE: 120");
    call.callee(20.2, "200 UPDATE 3\nRequire: timer\nSession-Expires: 120;refresher=uac");
    call.callee(80, "UPDATE 100\nSupported: timer\nSession-Expires: 90;refresher=uas");
    call.caller(80.1, "200 UPDATE 100\nSession-Expires: 90;refresher=uas").until(90);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_refusal_is_judged_by_the_timer_that_it_met() {
    CallScript call = new CallScript().established(ASKS, "Supported: timer");
    call.caller(45, "UPDATE 2\n" + ASKS).callee(45.05, "481 UPDATE 2");
    call.caller(45.3, "UPDATE 3\n" + ASKS).callee(45.35, "200 UPDATE 3\n" + GIVES).until(50);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void the_ack_to_a_challenge_heard_after_the_retry_shows_no_lost_2xx() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(60.1, "INVITE 2\n" + ASKS).callee(60.15, "407 INVITE 2");
    call.caller(60.3, "INVITE 3\n" + ASKS);
    call.caller(60.4, "ACK 2").callee(70, "200 INVITE 3\n" + GIVES).caller(70.1, "ACK 3");
    call.until(75);
    assertThat(call.alerts()).contains("REFRESH_MISSED +60 cleared +70");
  }

  @Test
  void a_refresh_contradicts_every_481_to_a_bye() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(10, "BYE 100").caller(10.05, "481 BYE 100");
    call.callee(12, "BYE 101").caller(12.05, "481 BYE 101");
    call.caller(14, "UPDATE 2\n" + ASKS).callee(14.05, "200 UPDATE 2\n" + GIVES).until(70);
    assertThat(call.dialog().end()).isNull();
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +65.05");
  }

  // Reordered by less than a second.

  @Test
  void a_2xx_mirrored_before_its_request_takes_the_call_up_again() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(10, "BYE 100").caller(10.05, "481 BYE 100");
    call.callee(13, "200 UPDATE 2\n" + GIVES).caller(13.4, "UPDATE 2\n" + ASKS).until(66);
    assertThat(call.dialog().end()).isNull();
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +64");
  }

  @Test
  void a_2xx_mirrored_before_the_retry_leaves_one_refresh() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(45, "UPDATE 2\n" + ASKS).callee(45.05, "401 UPDATE 2");
    call.callee(45.3, "200 UPDATE 3\n" + GIVES).caller(45.5, "UPDATE 3\n" + ASKS).until(50);
    assertThat(call.refreshes()).hasSize(1);
  }

  @Test
  void a_refusal_mirrored_before_the_first_invite_is_told() {
    CallScript call = new CallScript().tags("a", "x").callee(-0.8, "422 INVITE 1");
    call.caller(-0.7, "INVITE 1\nSupported: timer\nSession-Expires: 60");
    call.tags("a2", "b").established(ASKS, GIVES).until(5);
    assertThat(call.alerts()).containsExactly("BAD_NEGOTIATION -0.8");
  }

  @Test
  void a_refusal_mirrored_after_the_2xx_of_the_retry_is_told() {
    CallScript call = new CallScript();
    call.tags("a", "x").caller(-0.7, "INVITE 1\nRequire: timer\nSession-Expires: 90");
    call.tags("a2", "b").established("Supported: foo", "Supported: foo");
    call.tags("a", "x").callee(0.2, "420 INVITE 1\nUnsupported: timer").until(5);
    assertThat(call.alerts()).containsExactly("TIMER_REFUSED +0.2");
  }

  @Test
  void an_ack_mirrored_before_its_2xx_is_an_ack() {
    CallScript call = new CallScript().caller(-0.1, "INVITE 1\n" + ASKS);
    call.caller(-0.05, "ACK 1").callee(0, "200 INVITE 1\n" + GIVES);
    call.callee(32.01, "BYE 100").caller(32.02, "200 BYE 100").until(40);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_bye_mirrored_before_everything_else_ends_the_call() {
    CallScript call = new CallScript().caller(-0.4, "BYE 2").callee(-0.3, "200 BYE 2");
    call.caller(-0.2, "INVITE 1\n" + ASKS).callee(0, "200 INVITE 1\n" + GIVES);
    call.caller(0.1, "ACK 1").until(100);
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void the_ack_to_a_refusal_on_another_hop_shows_no_lost_2xx() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.caller(60.1, "INVITE 2\n" + ASKS).hearAck(60.2, 2).callee(60.4, "500 INVITE 2").until(70);
    assertThat(call.alerts())
        .containsExactly("REFRESH_LATE +51", "REFRESH_MISSED +60", "REFRESH_REJECTED +60.2");
  }

  @Test
  void a_retry_below_the_demand_is_a_loop_though_it_was_mirrored_before_the_422() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(20, "UPDATE 2\nSupported: timer\nSession-Expires: 90")
            .caller(20.2, "UPDATE 3\nSupported: timer\nSession-Expires: 100\nMin-SE: 100")
            .callee(20.4, "422 UPDATE 2\nMin-SE: 120")
            .callee(
                20.5,
                "200 UPDATE 3\nRequire: timer\nSupported: timer\nSession-Expires: 100;refresher=uac")
            .until(25);

    assertThat(call.alerts()).containsExactly("INTERVAL_TOO_SMALL_LOOP +20.4");
  }
}
