package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Violated rules, and the alerts that are neither about time nor about a failed refresh. */
class RuleScenariosTest {
  private static final String ASKS = "Supported: timer\nSession-Expires: 90;refresher=uac";
  private static final String GIVES = "Require: timer\nSession-Expires: 90;refresher=uac";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "R3 | Supported: timer;;Session-Expires: 90;;Min-SE: 60 | Require: timer;;Session-Expires: 90;refresher=uac",
        "R4 | Supported: timer;;Session-Expires: 60 | Require: timer;;Session-Expires: 60;refresher=uac",
        "R6 | Supported: timer;;Session-Expires: 90;;Min-SE: 120 | Require: timer;;Session-Expires: 120;refresher=uac",
        "R8 | Supported: timer;;Session-Expires: 600 | Require: timer;;Session-Expires: 1800;refresher=uac",
        "R8 | Supported: timer;;Session-Expires: 600;;Min-SE: 300 | Require: timer;;Session-Expires: 120;refresher=uac",
        "R9 | Supported: foo | Require: timer;;Session-Expires: 120;refresher=uac",
        "R9 | Supported: timer;;Session-Expires: 600;refresher=uas | Require: timer;;Session-Expires: 600;refresher=uac",
        "R10 | Supported: timer;;Session-Expires: 600 | Session-Expires: 600;refresher=uac",
        "R14 | Supported: timer;;Session-Expires: 600 | Session-Expires: 600",
        "R1 | Supported: timer;;Session-Expires: 600 | Session-Expires: 600;refresher=uas;;Session-Expires: 90;refresher=uas",
        "R1 | Supported: timer;;Session-Expires: 600 | Session-Expires: 99999999999999999999;refresher=uas",
      })
  void a_violated_rule_is_named(String rule, String invite, String answer) {
    CallScript call =
        new CallScript()
            .established(invite.replace(";;", "\n"), answer.replace(";;", "\n"))
            .until(2);

    assertThat(call.alerts()).contains("BAD_NEGOTIATION +0");
    assertThat(call.alert(AlertKind.BAD_NEGOTIATION).detail()).startsWith(rule + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Supported: timer;;Session-Expires: 600 | Require: timer;;Session-Expires: 600;refresher=uac",
        "Supported: timer;;Session-Expires: 600 | Session-Expires: 300;refresher=uas",
        "Supported: timer | Session-Expires: 90;refresher=uas",
        "Supported: foo | Session-Expires: 90;refresher=uas",
        "Supported: timer;;Session-Expires: 600;;Min-SE: 600 | Session-Expires: 600;refresher=uas",
      })
  void what_is_legal_is_not_flagged(String invite, String answer) {
    CallScript call =
        new CallScript()
            .established(invite.replace(";;", "\n"), answer.replace(";;", "\n"))
            .until(2);

    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void what_a_proxy_lowered_is_judged_on_each_hop() {
    CallScript call = new CallScript();
    call.hear(-0.10, "INVITE", "near", "Supported: timer\nSession-Expires: 1800")
        .hear(-0.09, "INVITE", "far", "Supported: timer\nSession-Expires: 600")
        .hear(0.00, "200", "far", "Require: timer\nSession-Expires: 600;refresher=uac")
        .hear(0.01, "200", "near", "Require: timer\nSession-Expires: 600;refresher=uac")
        .until(2);

    assertThat(call.alerts()).isEmpty();
    assertThat(call.dialogs()).hasSize(1);
    assertThat(call.timer().intervalS()).isEqualTo(600);
  }

  @Test
  void a_timer_forced_on_a_caller_without_timers_expires_with_less_noise() {
    CallScript call = new CallScript().established("Supported: foo", GIVES).until(100);

    assertThat(call.alert(AlertKind.BAD_NEGOTIATION).detail()).startsWith("R9: ");
    assertThat(call.alert(AlertKind.SESSION_EXPIRED).severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void a_2xx_that_moves_the_role_unasked_is_told() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(45, "UPDATE 2\nSupported: timer\nSession-Expires: 90")
            .callee(45.1, "200 UPDATE 2\nSession-Expires: 90;refresher=uas")
            .until(50);

    assertThat(call.alerts()).containsExactly("REFRESHER_CHANGED +45.1");
    assertThat(call.timer().refresher()).isEqualTo(Side.CALLEE);
  }

  @Test
  void a_2xx_that_moves_the_role_as_asked_is_not() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(45, "UPDATE 2\nSupported: timer\nSession-Expires: 90;refresher=uas")
            .callee(45.1, "200 UPDATE 2\nSession-Expires: 90;refresher=uas")
            .until(50);

    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_side_that_keeps_refreshing_without_being_asked_is_told_the_second_time() {
    CallScript call = new CallScript().established(Side.CALLER);
    for (int i = 1; i <= 3; i++) {
      call.callee(
              45 * i,
              "UPDATE %d\nSupported: timer\nSession-Expires: 90;refresher=uas".formatted(99 + i))
          .caller(45 * i, "200 UPDATE %d\nSession-Expires: 90;refresher=uas".formatted(99 + i));
    }
    call.until(140);

    assertThat(call.alerts()).containsExactly("WRONG_SIDE_REFRESH +90");
    assertThat(call.alert(AlertKind.WRONG_SIDE_REFRESH).severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void glare_without_a_way_out_is_told_after_ten_seconds() {
    CallScript call =
        new CallScript()
            .established(Side.CALLEE)
            .callee(45, "INVITE 100\n" + ASKS)
            .caller(45.1, "491 INVITE 100")
            .until(56);

    assertThat(call.alerts()).containsExactly("REFRESH_GLARE +55.1");
    assertThat(call.onlyRefresh().outcome()).isEqualTo(RefreshOutcome.GLARE);
  }

  @Test
  void glare_that_a_retry_solves_is_not_told() {
    CallScript call =
        new CallScript()
            .established(Side.CALLEE)
            .callee(45, "INVITE 100\n" + ASKS)
            .caller(45.1, "491 INVITE 100")
            .callee(48, "INVITE 101\n" + ASKS)
            .caller(48.1, "200 INVITE 101\n" + GIVES)
            .callee(48.2, "ACK 101")
            .until(60);

    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void three_refusals_for_the_interval_are_a_loop() {
    CallScript call = new CallScript();
    for (int i = 1; i <= 3; i++) {
      call.tags("try" + i, "x" + i)
          .caller(i, "INVITE 1\nSupported: timer\nSession-Expires: 60")
          .callee(i + 0.1, "422 INVITE 1\nMin-SE: 60");
    }
    call.until(60);

    assertThat(call.alerts())
        .containsExactly("BAD_NEGOTIATION +1.1", "INTERVAL_TOO_SMALL_LOOP +3.1");
    assertThat(call.alert(AlertKind.BAD_NEGOTIATION).detail()).startsWith("R15: ");
    assertThat(call.dialog().end()).isEqualTo(EndCause.REJECTED);
  }

  @Test
  void a_retry_below_what_was_demanded_is_a_loop_already() {
    CallScript call = new CallScript();
    call.tags("try1", "x1")
        .caller(1, "INVITE 1\nSupported: timer\nSession-Expires: 90")
        .callee(1.1, "422 INVITE 1\nMin-SE: 120");
    call.tags("try2", "x2")
        .caller(2, "INVITE 1\nSupported: timer\nSession-Expires: 100")
        .callee(2.1, "422 INVITE 1\nMin-SE: 120");
    call.until(60);

    assertThat(call.alerts()).containsExactly("INTERVAL_TOO_SMALL_LOOP +2");
  }

  @Test
  void a_422_without_min_se_is_flagged_on_the_call_that_comes_of_the_retry() {
    CallScript call = new CallScript();
    call.tags("try1", "x1")
        .caller(-1, "INVITE 1\nSupported: timer\nSession-Expires: 60")
        .callee(-0.9, "422 INVITE 1");
    call.tags("a", "b").established(ASKS, GIVES).until(5);

    assertThat(call.alerts()).containsExactly("BAD_NEGOTIATION -0.9");
    assertThat(call.dialogs()).hasSize(1);
  }

  @Test
  void a_refusal_of_timers_is_told() {
    CallScript call =
        new CallScript()
            .caller(0, "INVITE 1\nRequire: timer\nSession-Expires: 90")
            .callee(0.1, "420 INVITE 1\nUnsupported: timer")
            .until(60);

    assertThat(call.alerts()).containsExactly("TIMER_REFUSED +0.1");
    assertThat(call.dialog().end()).isEqualTo(EndCause.REJECTED);
  }

  @Test
  void a_420_for_something_else_is_not_the_timers() {
    CallScript call =
        new CallScript()
            .caller(0, "INVITE 1\nRequire: foo")
            .callee(0.1, "420 INVITE 1\nUnsupported: foo")
            .until(60);

    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void a_drop_for_want_of_an_ack_is_not_the_timers() {
    CallScript call =
        new CallScript()
            .caller(-0.1, "INVITE 1\n" + ASKS)
            .callee(0, "200 INVITE 1\n" + GIVES)
            .callee(32.01, "BYE 7")
            .caller(32.02, "200 BYE 7")
            .until(40);

    assertThat(call.alerts()).containsExactly("UNACKED_2XX +32.01");
    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
  }

  @Test
  void the_same_instant_with_an_ack_is_a_person_hanging_up() {
    CallScript call = new CallScript().established(ASKS, GIVES).callee(32.01, "BYE 7").until(40);

    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void an_ack_shows_a_2xx_that_the_mirror_lost() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(45, "INVITE 2\n" + ASKS)
            .hearAck(45.2, 2)
            .until(97);

    assertThat(call.onlyRefresh().outcome()).isEqualTo(RefreshOutcome.REFRESHED);
    assertThat(call.onlyRefresh().confirmed()).isFalse();
    assertThat(call.alerts()).containsExactly("FEED_GAP +45.2", "REFRESH_LATE +96.2");
    assertThat(call.alert(AlertKind.REFRESH_LATE).confirmed()).isFalse();
  }

  @Test
  void the_next_request_shows_that_the_one_before_was_answered() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(45, "UPDATE 2\n" + ASKS)
            .caller(50, "INVITE 3\n" + ASKS)
            .callee(50.1, "200 INVITE 3\n" + GIVES)
            .caller(50.2, "ACK 3")
            .until(100);

    assertThat(call.refreshes()).extracting(Refresh::confirmed).containsExactly(false, true);
    assertThat(call.alerts()).containsExactly("FEED_GAP +50");
  }
}
