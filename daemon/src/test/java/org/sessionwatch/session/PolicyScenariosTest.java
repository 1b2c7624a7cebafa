package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Calls of endpoints that the PBX itself has set to have a session timer. */
class PolicyScenariosTest {
  private static final ExpectedTimer ALWAYS =
      new ExpectedTimer("asterisk1", "100", "timers=always");
  private static final Channel CHANNEL = new Channel("PJSIP/100-00000001", "1.1", "1.1");

  private static CallScript withoutTimer() {
    return new CallScript().established("", "").until(2);
  }

  private static CallScript expect(CallScript call, double atS) {
    call.engine.timerExpected("call-1@example.net", CHANNEL.name(), ALWAYS, CallScript.us(atS));
    return call;
  }

  @Test
  void a_call_without_the_timer_that_its_endpoint_is_set_to_have_is_told() {
    CallScript call = expect(withoutTimer(), 2.1);

    assertThat(call.alerts()).containsExactly("TIMER_NOT_NEGOTIATED +0");
    Alert alert = call.alert(AlertKind.TIMER_NOT_NEGOTIATED);
    assertThat(alert.severity()).isEqualTo(Severity.WARNING);
    assertThat(alert.confirmed()).isTrue();
    assertThat(alert.detail())
        .contains("Endpoint 100 of asterisk1", "timers=always", "sip:alice@example.net");
    assertThat(alert.hint()).contains("proxy or SBC");
  }

  @Test
  void it_is_told_once_a_dialog() {
    CallScript call = expect(expect(withoutTimer(), 2.1), 60);

    assertThat(call.alerts()).hasSize(1);
    assertThat(call.effects).filteredOn(Effect.AlertRaised.class::isInstance).hasSize(1);
  }

  @Test
  void a_call_that_has_a_timer_is_as_it_should_be() {
    CallScript call = expect(new CallScript().established(Side.CALLER).until(2), 2.1);

    assertThat(call.alerts()).isEmpty();
  }

  /** Asterisk with timers=always runs a timer of its own then (pjproject's sip_timer.c). */
  @Test
  void a_timer_that_the_caller_runs_alone_is_one() {
    CallScript call =
        expect(
            new CallScript().established("Supported: timer\nSession-Expires: 90", "").until(2),
            2.1);

    assertThat(call.alerts()).isEmpty();
    assertThat(call.timer().state()).isEqualTo(TimerState.OPTIONAL);
  }

  @Test
  void a_timer_that_was_negotiated_meanwhile_is_one() {
    CallScript call =
        withoutTimer()
            .caller(3, "UPDATE 2\nSupported: timer\nSession-Expires: 90;refresher=uac")
            .callee(3.1, "200 UPDATE 2\nRequire: timer\nSession-Expires: 90;refresher=uac");

    assertThat(expect(call, 3.2).alerts()).isEmpty();
  }

  @Test
  void a_call_that_has_ended_meanwhile_is_not_told() {
    CallScript call = withoutTimer().caller(3, "BYE 2");

    assertThat(expect(call, 3.1).until(40).alerts()).isEmpty();
  }

  @Test
  void another_channel_of_the_same_call_id_is_another_leg() {
    CallScript call = withoutTimer();
    call.engine.linked("call-1@example.net", "pbx", CHANNEL, CallScript.us(2.1));
    call.engine.timerExpected(
        "call-1@example.net", "PJSIP/200-00000002", ALWAYS, CallScript.us(2.2));

    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void nothing_is_made_of_a_call_that_is_not_watched() {
    CallScript call = new CallScript();
    call.engine.timerExpected("other", CHANNEL.name(), ALWAYS, CallScript.us(0));

    assertThat(call.effects).isEmpty();
    assertThat(call.engine.nextDeadlineUs()).isEqualTo(Long.MAX_VALUE);
  }

  /** Its endpoint's setting may have been changed since. */
  @Test
  void a_call_taken_up_after_a_restart_is_not_judged_by_todays_setting() {
    Dialog before = withoutTimer().dialog();
    CallScript call = new CallScript();
    call.engine.restore(new OpenDialog(before, 0, 0, 0, java.util.List.of()), CallScript.us(10));

    assertThat(expect(call, 11).alerts()).isEmpty();
  }
}
