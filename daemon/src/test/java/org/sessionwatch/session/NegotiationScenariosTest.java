package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.session.CallScript.at;

import org.junit.jupiter.api.Test;

/** What the two sides agree on, and what they only seem to. */
class NegotiationScenariosTest {
  private static final String ASKS = "Supported: timer\nSession-Expires: 90;refresher=uac";

  @Test
  void who_never_listed_timer_is_not_told_to_mend_its_firmware() {
    CallScript call =
        new CallScript()
            .established(
                "Supported: timer\nSession-Expires: 90", "Session-Expires: 90;refresher=uac")
            .caller(45, "UPDATE 2\nSupported: timer\nSession-Expires: 90;refresher=uac")
            .callee(45.1, "200 UPDATE 2")
            .until(47);

    assertThat(call.alert(AlertKind.TIMER_TURNED_OFF).severity()).isEqualTo(Severity.WARNING);
    assertThat(call.alert(AlertKind.TIMER_TURNED_OFF).hint())
        .contains("has never listed timer in Supported")
        .doesNotContain("firmware");
  }

  @Test
  void a_2xx_without_an_interval_turns_the_timer_off() {
    CallScript call =
        new CallScript()
            .established(Side.CALLEE)
            .callee(45, "UPDATE 100\n" + ASKS)
            .caller(45.01, "200 UPDATE 100")
            .until(200);

    assertThat(call.alerts()).containsExactly("TIMER_TURNED_OFF +45.01");
    assertThat(call.onlyRefresh().outcome()).isEqualTo(RefreshOutcome.TURNED_OFF);
    assertThat(call.onlyRefresh().intervalS()).isNull();
    assertThat(call.timer().state()).isEqualTo(TimerState.OFF);
  }

  @Test
  void a_request_without_an_interval_does_not_end_the_timer() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(30, "INVITE 2\nSupported: timer")
            .callee(30, "200 INVITE 2\nRequire: timer\nSession-Expires: 90;refresher=uac")
            .until(82);

    assertThat(call.alerts()).containsExactly("REFRESH_LATE +81");
  }

  @Test
  void a_first_2xx_without_an_interval_leaves_it_to_the_caller_who_asked() {
    CallScript call = new CallScript().established(ASKS, "").until(200);

    assertThat(call.timer().state()).isEqualTo(TimerState.OPTIONAL);
    assertThat(call.timer().intervalS()).isEqualTo(90);
    assertThat(call.timer().refresher()).isEqualTo(Side.CALLER);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void nobody_asked_and_nobody_answered_is_no_timer() {
    CallScript call = new CallScript().established("", "").until(200);

    assertThat(call.timer().state()).isEqualTo(TimerState.NONE);
    assertThat(call.timer().intervalS()).isNull();
    assertThat(call.timer().refresher()).isNull();
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_2xx_without_refresher_means_the_requests_sender_and_is_told_once() {
    CallScript call =
        new CallScript()
            .established(Side.CALLEE)
            .callee(45, "UPDATE 100\n" + ASKS)
            .caller(45.01, "200 UPDATE 100\nSession-Expires: 90")
            .callee(90, "UPDATE 101\n" + ASKS)
            .caller(90.01, "200 UPDATE 101\nSession-Expires: 90")
            .until(100);

    assertThat(call.timer().refresher()).isEqualTo(Side.CALLEE);
    assertThat(call.alerts()).containsExactly("BAD_NEGOTIATION +45.01");
    assertThat(call.alert(AlertKind.BAD_NEGOTIATION).detail()).startsWith("R14: ");
  }

  @Test
  void an_interval_below_90_is_used_and_flagged() {
    CallScript call =
        new CallScript()
            .established(
                "Supported: timer\nSession-Expires: 60",
                "Require: timer\nSession-Expires: 60;refresher=uac")
            .until(41);

    assertThat(call.alert(AlertKind.BAD_NEGOTIATION).detail()).startsWith("R4: ");
    assertThat(call.alerts())
        .containsExactly("BAD_NEGOTIATION +0", "REFRESH_LATE +36", "REFRESH_MISSED +40");
  }

  @Test
  void a_422_and_its_retry_with_a_new_from_tag_are_one_dialog() {
    CallScript call = new CallScript();
    call.tags("first", "x").caller(-0.3, "INVITE 1\nSupported: timer\nSession-Expires: 60");
    call.callee(-0.2, "422 INVITE 1\nMin-SE: 90");
    call.tags("second", "y");
    String retry = "INVITE 2\nSupported: timer\nSession-Expires: 90\nMin-SE: 90";
    call.engine.message(withoutToTag(call, retry), "pbx", CallScript.us(-0.1));
    call.callee(0, "200 INVITE 2\nRequire: timer\nSession-Expires: 90;refresher=uac").end(100);

    assertThat(call.dialogs()).hasSize(1);
    assertThat(call.dialog().caller().tag()).isEqualTo("second");
    assertThat(call.dialog().firstHeardAt()).isEqualTo(at(-0.3));
    assertThat(call.dialog().establishedAt()).isEqualTo(at(0));
  }

  private static org.sessionwatch.sip.SipMessage withoutToTag(CallScript call, String text) {
    return CallScript.scan(
        """
        INVITE sip:x@example.net SIP/2.0\r
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-CALLER2\r
        From: <sip:alice@example.net>;tag=second\r
        To: <sip:bob@example.net>\r
        Call-ID: call-1@example.net\r
        CSeq: 2 INVITE\r
        %s\r
        \r
        """
            .formatted(text.split("\n", 2)[1].replace("\n", "\r\n")));
  }

  @Test
  void a_call_refused_for_its_interval_is_told_as_rejected() {
    CallScript call =
        new CallScript()
            .caller(0, "INVITE 1\nSupported: timer\nSession-Expires: 60")
            .callee(0.1, "422 INVITE 1\nMin-SE: 90")
            .until(60);

    assertThat(call.dialog().end()).isEqualTo(EndCause.REJECTED);
    assertThat(call.dialog().establishedAt()).isNull();
  }

  @Test
  void an_interval_in_a_provisional_response_or_a_prack_is_ignored() {
    CallScript call =
        new CallScript()
            .caller(-2, "INVITE 1\nSupported: timer")
            .callee(-1, "183 INVITE 1\nSession-Expires: 90;refresher=uac")
            .caller(-0.9, "PRACK 2\nSession-Expires: 90")
            .callee(-0.8, "200 PRACK 2\nSession-Expires: 90;refresher=uac")
            .callee(0, "200 INVITE 1")
            .until(200);

    assertThat(call.timer().state()).isEqualTo(TimerState.NONE);
    assertThat(call.alerts()).containsExactly("BAD_NEGOTIATION -1");
    assertThat(call.alert(AlertKind.BAD_NEGOTIATION).detail()).startsWith("R2: ");
  }

  @Test
  void an_update_before_the_invites_2xx_is_held_and_that_2xx_wins() {
    CallScript call =
        new CallScript()
            .caller(-2, "INVITE 1\n" + ASKS)
            .callee(-1, "UPDATE 50\nSupported: timer\nSession-Expires: 600;refresher=uac")
            .caller(-0.9, "200 UPDATE 50\nSession-Expires: 600;refresher=uac")
            .callee(0.5, "200 INVITE 1\nRequire: timer\nSession-Expires: 90;refresher=uac")
            .until(20);

    assertThat(call.timer().intervalS()).isEqualTo(90);
    assertThat(call.dialogs()).hasSize(1);
    assertThat(call.refreshes()).isEmpty();
  }

  @Test
  void a_broken_or_cut_interval_is_not_the_same_as_none() {
    CallScript call =
        new CallScript()
            .established(Side.CALLEE)
            .callee(45, "UPDATE 100\n" + ASKS)
            .caller(45, "200 UPDATE 100\nSession-Expires: abc")
            .until(97);

    assertThat(call.timer().state()).isEqualTo(TimerState.ACTIVE);
    assertThat(call.alerts()).containsExactly("BAD_NEGOTIATION +45", "REFRESH_LATE +96");
    assertThat(call.alert(AlertKind.BAD_NEGOTIATION).detail()).startsWith("R1: ");
  }

  @Test
  void a_broken_interval_in_the_first_2xx_is_unknown() {
    CallScript call = new CallScript().established(ASKS, "Session-Expires: -1").until(200);

    assertThat(call.timer().state()).isEqualTo(TimerState.UNKNOWN);
    assertThat(call.alerts()).containsExactly("BAD_NEGOTIATION +0");
  }
}
