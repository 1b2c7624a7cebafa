package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.session.CallScript.at;

import org.junit.jupiter.api.Test;

/** Refreshes that fail, and what does not count as a failure. */
class FailureScenariosTest {
  private static final String ASKS = "Supported: timer\nSession-Expires: 90;refresher=uac";
  private static final String GIVES = "Require: timer\nSession-Expires: 90;refresher=uac";

  private final CallScript call = new CallScript().established(Side.CALLEE);

  @Test
  void a_481_is_critical_and_nothing_more_is_said_after_its_bye() {
    call.callee(45, "UPDATE 100\n" + ASKS)
        .caller(45.01, "481 UPDATE 100")
        .callee(45.02, "BYE 101")
        .caller(45.03, "200 BYE 101")
        .until(100);

    assertThat(call.alerts()).containsExactly("REFRESH_REJECTED +45.01");
    assertThat(call.alert(AlertKind.REFRESH_REJECTED).severity()).isEqualTo(Severity.CRITICAL);
    assertThat(call.onlyRefresh().outcome()).isEqualTo(RefreshOutcome.REJECTED);
    assertThat(call.onlyRefresh().status()).isEqualTo(481);
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
  }

  @Test
  void a_481_to_a_refresh_that_crosses_the_other_sides_bye_is_a_normal_end() {
    call.callee(45, "UPDATE 100\n" + ASKS)
        .caller(45.005, "BYE 2")
        .caller(45.01, "481 UPDATE 100")
        .callee(45.02, "200 BYE 2")
        .until(100);

    assertThat(call.alerts()).isEmpty();
    assertThat(call.dialog().endedAt()).isEqualTo(at(45.005));
  }

  @Test
  void the_same_when_the_481_is_mirrored_before_the_bye() {
    call.callee(45, "UPDATE 100\n" + ASKS)
        .caller(45.01, "481 UPDATE 100")
        .caller(45.4, "BYE 2")
        .callee(45.5, "200 BYE 2")
        .until(100);

    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_500_without_a_retry_leaves_the_expiry_as_it_was() {
    call.callee(45, "UPDATE 100\n" + ASKS)
        .caller(45.01, "500 UPDATE 100")
        .callee(90, "BYE 101\nReason: SIP;cause=408;text=\"No session refresh received.\"")
        .until(100);

    assertThat(call.alerts())
        .containsExactly("REFRESH_REJECTED +45.01", "REFRESH_MISSED +60", "DROPPED_BY_TIMER +90");
    assertThat(call.alert(AlertKind.REFRESH_REJECTED).severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void a_500_and_then_a_second_update_with_sdp_is_a_rejection_and_a_refresh() {
    call.callee(45, "UPDATE 100\n" + ASKS)
        .caller(45.01, "500 UPDATE 100")
        .callee(45.02, "UPDATE 101\n" + ASKS + "\nContent-Type: application/sdp")
        .caller(45.03, "200 UPDATE 101\n" + GIVES)
        .until(90);

    assertThat(call.refreshes())
        .extracting(Refresh::outcome)
        .containsExactly(RefreshOutcome.REJECTED, RefreshOutcome.REFRESHED);
    assertThat(call.alerts()).containsExactly("REFRESH_REJECTED +45.01");
  }

  @Test
  void a_420_to_a_refresh_refuses_the_timer_too() {
    call.callee(45, "UPDATE 100\n" + ASKS)
        .caller(45.01, "420 UPDATE 100\nUnsupported: timer")
        .until(47);

    assertThat(call.alerts()).containsExactly("TIMER_REFUSED +45.01", "REFRESH_REJECTED +45.01");
    assertThat(call.alert(AlertKind.TIMER_REFUSED).severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void no_response_is_told_after_32_seconds() {
    for (double copy : new double[] {45, 45.5, 46.5, 48.5, 52.5}) {
      call.callee(copy, "UPDATE 100\n" + ASKS);
    }
    call.until(80);

    assertThat(call.alerts()).containsExactly("REFRESH_MISSED +60", "REFRESH_UNANSWERED +77");
    assertThat(call.onlyRefresh().outcome()).isEqualTo(RefreshOutcome.UNANSWERED);
  }

  @Test
  void a_challenge_and_its_retry_are_one_refresh() {
    call.callee(45, "UPDATE 100\n" + ASKS)
        .caller(45.01, "401 UPDATE 100")
        .callee(45.02, "UPDATE 101\n" + ASKS)
        .caller(45.03, "200 UPDATE 101\n" + GIVES)
        .until(90);

    Refresh refresh = call.onlyRefresh();
    assertThat(refresh.cseq()).isEqualTo(100);
    assertThat(refresh.requestedAt()).isEqualTo(at(45));
    assertThat(refresh.status()).isEqualTo(200);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void glare_restarts_the_interval_only_at_the_retrys_2xx() {
    call.callee(45, "INVITE 100\n" + ASKS)
        .caller(45, "INVITE 2\n" + ASKS)
        .caller(45.01, "491 INVITE 100")
        .callee(45.01, "491 INVITE 2")
        .callee(47.5, "INVITE 101\n" + ASKS)
        .caller(47.6, "200 INVITE 101\n" + GIVES)
        .end(100);

    assertThat(call.alerts()).containsExactly("REFRESH_LATE +98.6");
    assertThat(call.refreshes())
        .extracting(Refresh::outcome)
        .containsExactly(RefreshOutcome.REFRESHED, RefreshOutcome.GLARE);
  }

  @Test
  void a_422_in_mid_call_leaves_the_old_expiry() {
    call.callee(45, "UPDATE 100\n" + ASKS).caller(45.01, "422 UPDATE 100\nMin-SE: 120").until(70);

    assertThat(call.alerts()).containsExactly("REFRESH_MISSED +60");
  }

  @Test
  void a_cancelled_invite_changes_nothing() {
    call.caller(20, "INVITE 2\n" + ASKS).callee(21, "487 INVITE 2").until(55);

    assertThat(call.onlyRefresh().outcome()).isEqualTo(RefreshOutcome.CANCELLED);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
  }

  @Test
  void a_challenged_bye_ends_only_with_its_retry() {
    call.caller(30, "BYE 2").callee(30.01, "407 BYE 2").until(55);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
    assertThat(call.dialog().end()).isNull();

    call.caller(56, "BYE 3").callee(56.01, "200 BYE 3").until(60);
    assertThat(call.dialog().endedAt()).isEqualTo(at(56));
  }

  @Test
  void a_bye_that_is_never_answered_ends_the_call_all_the_same() {
    call.caller(30, "BYE 2").until(63);

    assertThat(call.dialog().endedAt()).isEqualTo(at(30));
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_bye_with_other_tags_ends_nothing() {
    CallScript stranger = call.tags("a-tag", "another");
    stranger.caller(30, "BYE 2").callee(30.01, "481 BYE 2").until(55);

    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
  }

  @Test
  void a_bye_answered_481_is_no_end_while_refreshes_go_on() {
    call.caller(30, "BYE 2")
        .callee(30.01, "481 BYE 2")
        .callee(45, "UPDATE 100\n" + ASKS)
        .caller(45.01, "200 UPDATE 100\n" + GIVES)
        .until(97);

    assertThat(call.dialog().end()).isNull();
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +96.01");
  }

  @Test
  void other_methods_refresh_nothing() {
    call.callee(44, "OPTIONS 100")
        .caller(44.01, "200 OPTIONS 100")
        .callee(45, "INFO 101\n" + ASKS)
        .caller(45.01, "200 INFO 101\n" + GIVES)
        .until(55);

    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
    assertThat(call.refreshes()).isEmpty();
  }
}
