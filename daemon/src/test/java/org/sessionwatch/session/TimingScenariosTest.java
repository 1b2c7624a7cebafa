package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.session.CallScript.at;

import org.junit.jupiter.api.Test;

/** Who refreshes, when, and what is said when nobody does. */
class TimingScenariosTest {
  private static final String ASKS =
      "Supported: timer\nSession-Expires: 90;refresher=uac\nMin-SE: 90";
  private static final String GIVES =
      "Require: timer\nSupported: timer\nSession-Expires: 90;refresher=uac";
  private static final String GIVES_UAS = "Supported: timer\nSession-Expires: 90;refresher=uas";

  @Test
  void caller_refreshes_at_half_the_interval() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(45, "UPDATE 2\n" + ASKS)
            .callee(45.01, "200 UPDATE 2\n" + GIVES)
            .caller(80, "BYE 3")
            .callee(80.01, "200 BYE 3")
            .end(90);

    assertThat(call.alerts()).isEmpty();
    Refresh refresh = call.onlyRefresh();
    assertThat(refresh.punctuality()).isEqualTo(Punctuality.ON_TIME);
    assertThat(refresh.by()).isEqualTo(Side.CALLER);
    assertThat(refresh.dueAt()).isEqualTo(at(45));
    assertThat(refresh.latenessMs()).isZero();
    assertThat(refresh.outcome()).isEqualTo(RefreshOutcome.REFRESHED);
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
    assertThat(call.dialog().endedAt()).isEqualTo(at(80));
    assertThat(call.timer().refresher()).isEqualTo(Side.CALLER);
    assertThat(call.timer().intervalS()).isEqualTo(90);
  }

  @Test
  void callee_refreshes_and_stays_refresher_when_its_request_says_uac() {
    CallScript call =
        new CallScript()
            .established(Side.CALLEE)
            .callee(45, "UPDATE 100\n" + ASKS)
            .caller(45.01, "200 UPDATE 100\n" + GIVES)
            .end(60);

    assertThat(call.onlyRefresh().by()).isEqualTo(Side.CALLEE);
    assertThat(call.onlyRefresh().refresher()).isEqualTo(Side.CALLEE);
    assertThat(call.timer().refresher()).isEqualTo(Side.CALLEE);
  }

  @Test
  void callee_hands_the_role_over_when_the_2xx_says_uas() {
    CallScript call =
        new CallScript()
            .established(Side.CALLEE)
            .callee(45, "UPDATE 100\nSupported: timer\nSession-Expires: 90;refresher=uas")
            .caller(45.01, "200 UPDATE 100\n" + GIVES_UAS)
            .end(60);

    assertThat(call.timer().refresher()).isEqualTo(Side.CALLER);
  }

  @Test
  void nobody_refreshes_and_the_other_side_hangs_up() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .callee(60.001, "BYE 7\nReason: SIP ;cause=408 ;text=\"No session refresh received.\"")
            .caller(60.002, "200 BYE 7")
            .end(70);

    assertThat(call.alerts())
        .containsExactly("REFRESH_LATE +51", "REFRESH_MISSED +60", "DROPPED_BY_TIMER +60.001");
    assertThat(call.dialog().end()).isEqualTo(EndCause.DROPPED_BY_TIMER);
    assertThat(call.dialog().endCertain()).isTrue();
    assertThat(call.timer().state()).isEqualTo(TimerState.ACTIVE);
    assertThat(call.alert(AlertKind.REFRESH_LATE).detail())
        .contains("Caller sip:alice@example.net", "every 90 s");
  }

  @Test
  void a_drop_a_moment_before_the_threshold_still_raises_missed() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .callee(59.998, "BYE 7\nReason: SIP;cause=408;text=\"No session refresh received.\"")
            .end(65);

    assertThat(call.alerts())
        .containsExactly("REFRESH_LATE +51", "REFRESH_MISSED +60", "DROPPED_BY_TIMER +59.998");
  }

  @Test
  void a_bye_without_reason_at_the_instant_is_probably_the_timer() {
    CallScript call = new CallScript().established(Side.CALLER).callee(60.01, "BYE 7").end(65);

    assertThat(call.dialog().end()).isEqualTo(EndCause.DROPPED_BY_TIMER);
    assertThat(call.dialog().endCertain()).isFalse();
  }

  @Test
  void a_bye_away_from_the_instants_is_a_person_hanging_up() {
    CallScript call = new CallScript().established(Side.CALLER).callee(55, "BYE 7").end(65);

    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
  }

  @Test
  void a_late_refresh_clears_its_alert() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(54, "UPDATE 2\n" + ASKS)
            .callee(54.02, "200 UPDATE 2\n" + GIVES)
            .end(60);

    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51 cleared +54.02");
    assertThat(call.onlyRefresh().punctuality()).isEqualTo(Punctuality.LATE);
    assertThat(call.onlyRefresh().latenessMs()).isEqualTo(9_000);
  }

  @Test
  void an_early_refresh_restarts_the_interval_from_its_2xx() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(20, "UPDATE 2\n" + ASKS)
            .callee(20.5, "200 UPDATE 2\n" + GIVES)
            .end(85);

    assertThat(call.onlyRefresh().punctuality()).isEqualTo(Punctuality.EARLY);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +71.5", "REFRESH_MISSED +80.5");
  }

  @Test
  void a_hold_refreshes_the_session_too() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(30, "INVITE 2\n" + ASKS + "\nContent-Type: application/sdp")
            .callee(30.01, "200 INVITE 2\n" + GIVES)
            .end(80);

    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_new_interval_moves_the_deadline() {
    CallScript call =
        new CallScript()
            .established(
                "Supported: timer\nSession-Expires: 300",
                "Require: timer\nSession-Expires: 300;refresher=uac")
            .caller(20, "UPDATE 2\nSupported: timer\nSession-Expires: 120;refresher=uac")
            .callee(20, "200 UPDATE 2\nRequire: timer\nSession-Expires: 120;refresher=uac")
            .end(100);

    assertThat(call.alerts()).containsExactly("REFRESH_LATE +86");
  }

  @Test
  void a_session_that_expires_unheard_is_told_unconfirmed() {
    CallScript call = new CallScript().established(Side.CALLEE).until(100);

    assertThat(call.alerts())
        .containsExactly("REFRESH_LATE +51", "REFRESH_MISSED +60", "SESSION_EXPIRED +90");
    assertThat(call.alert(AlertKind.SESSION_EXPIRED).confirmed()).isFalse();
    assertThat(call.alert(AlertKind.REFRESH_LATE).confirmed()).isFalse();
  }

  @Test
  void a_call_of_which_nothing_is_heard_any_more_is_forgotten() {
    CallScript call = new CallScript().established(Side.CALLEE).until(100_000);

    assertThat(call.effects.get(call.effects.size() - 1)).isInstanceOf(Effect.Forgotten.class);
    assertThat(call.engine.openDialogs()).isZero();
    assertThat(call.engine.nextDeadlineUs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void tolerance_moves_only_late() {
    CallScript call = new CallScript(12).established(Side.CALLER).until(61);

    assertThat(call.alerts()).containsExactly("REFRESH_LATE +57", "REFRESH_MISSED +60");
  }
}
