package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.session.CallScript.at;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How calls end, and which messages belong to which dialog. */
class EndingScenariosTest {
  private static final String ASKS = "Supported: timer\nSession-Expires: 90;refresher=uac";
  private static final String GIVES =
      "Require: timer\nSupported: timer\nSession-Expires: 90;refresher=uac";

  @Test
  void a_bye_just_before_a_threshold_raises_nothing() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(50.99, "BYE 2")
            .callee(51.2, "200 BYE 2")
            .until(200);

    assertThat(call.alerts()).isEmpty();
    assertThat(call.dialog().endedAt()).isEqualTo(at(50.99));
  }

  @Test
  void update_and_re_invite_in_turn_keep_one_timer() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .caller(45, "UPDATE 2\n" + ASKS)
            .callee(45.1, "200 UPDATE 2\n" + GIVES)
            .caller(90, "INVITE 3\n" + ASKS)
            .callee(90.1, "200 INVITE 3\n" + GIVES)
            .caller(90.2, "ACK 3")
            .until(142);

    assertThat(call.refreshes())
        .extracting(Refresh::punctuality)
        .containsExactly(Punctuality.ON_TIME, Punctuality.ON_TIME);
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +141.1");
  }

  @Test
  void a_refresh_by_the_other_side_counts_and_its_2xx_sets_the_role() {
    CallScript call =
        new CallScript()
            .established(Side.CALLER)
            .callee(44, "UPDATE 100\n" + ASKS)
            .caller(44.1, "200 UPDATE 100\n" + GIVES)
            .until(94);

    assertThat(call.alerts()).isEmpty();
    assertThat(call.timer().refresher()).isEqualTo(Side.CALLEE);
  }

  @Test
  void where_the_request_does_not_say_the_2xx_decides() {
    CallScript call =
        new CallScript()
            .established(
                "Supported: timer\nSession-Expires: 90", "Session-Expires: 90;refresher=uas")
            .until(2);

    assertThat(call.timer().refresher()).isEqualTo(Side.CALLEE);
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void an_interval_above_the_request_is_used_and_flagged() {
    CallScript call =
        new CallScript()
            .established(
                "Supported: timer\nSession-Expires: 90",
                "Require: timer\nSession-Expires: 120;refresher=uac")
            .until(67);

    assertThat(call.alerts()).containsExactly("BAD_NEGOTIATION +0", "REFRESH_LATE +66");
  }

  @Test
  void an_interval_below_min_se_is_used_and_flagged() {
    CallScript call =
        new CallScript()
            .established(
                "Supported: timer\nSession-Expires: 600\nMin-SE: 300",
                "Require: timer\nSession-Expires: 90;refresher=uac")
            .until(52);

    assertThat(call.alerts()).containsExactly("BAD_NEGOTIATION +0", "REFRESH_LATE +51");
  }

  @Test
  void after_two_422s_the_largest_min_se_holds() {
    CallScript call = new CallScript();
    call.tags("try1", "x")
        .caller(-3, "INVITE 1\nSupported: timer\nSession-Expires: 90")
        .callee(-2.9, "422 INVITE 1\nMin-SE: 100");
    call.tags("try2", "x")
        .caller(-2, "INVITE 1\nSupported: timer\nSession-Expires: 100\nMin-SE: 100")
        .callee(-1.9, "422 INVITE 1\nMin-SE: 120");
    call.tags("a-tag", "b-tag")
        .established(
            "Supported: timer\nSession-Expires: 120\nMin-SE: 120",
            "Require: timer\nSession-Expires: 120;refresher=uac")
        .until(3);

    assertThat(call.dialogs()).hasSize(1);
    assertThat(call.timer().minSeS()).isEqualTo(120);
    assertThat(call.dialog().firstHeardAt()).isEqualTo(at(-3));
    assertThat(call.alerts()).isEmpty();
  }

  @Test
  void two_legs_of_a_b2bua_are_two_dialogs_with_timers_of_their_own() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callId("leg-2").tags("pbx", "bob").established(Side.CALLEE).until(2);
    call.engine.linked(
        "call-1@example.net", "pbx", new Channel("a", "1.1", "1.1"), CallScript.us(2));
    call.engine.linked("leg-2", "pbx", new Channel("b", "1.2", "1.1"), CallScript.us(2));

    assertThat(call.dialogs())
        .extracting(dialog -> dialog.timer().refresher())
        .containsExactly(Side.CALLER, Side.CALLEE);
    assertThat(call.dialogs())
        .extracting(dialog -> dialog.channel() == null ? "" : dialog.channel().linkedid())
        .containsExactly("1.1", "1.1");
  }

  @Test
  void an_invite_with_replaces_is_a_new_dialog_and_the_old_one_ends_with_its_bye() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callId("pickup")
        .tags("c-tag", "d-tag")
        .caller(19, "INVITE 1\nReplaces: call-1@example.net;to-tag=b-tag;from-tag=a-tag\n" + ASKS)
        .callee(20, "200 INVITE 1\n" + GIVES)
        .caller(20.1, "ACK 1");
    call.callId("call-1@example.net")
        .tags("a-tag", "b-tag")
        .callee(20.2, "BYE 9")
        .caller(20.3, "200 BYE 9")
        .until(72);

    assertThat(call.dialogs()).hasSize(2);
    assertThat(call.dialogs().get(0).endedAt()).isEqualTo(at(20.2));
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +71");
  }

  @Test
  void tags_stand_the_other_way_round_in_the_callees_requests() {
    CallScript call =
        new CallScript()
            .established(Side.CALLEE)
            .callee(45, "UPDATE 100\n" + ASKS)
            .caller(45.1, "200 UPDATE 100\n" + GIVES)
            .callee(60, "BYE 101")
            .caller(60.1, "200 BYE 101")
            .until(70);

    assertThat(call.dialogs()).hasSize(1);
    assertThat(call.onlyRefresh().by()).isEqualTo(Side.CALLEE);
    assertThat(call.dialog().endedAt()).isEqualTo(at(60));
  }

  @Test
  void a_call_seen_before_and_after_a_proxy_and_from_two_points_is_one() {
    CallScript call = new CallScript();
    for (double delay : new double[] {0, 0.3}) {
      for (String hop : List.of("near", "far")) {
        call.hear(-0.1 + delay, "INVITE", hop, "Supported: timer\nSession-Expires: 90");
        call.hear(0 + delay, "200", hop, GIVES);
      }
    }
    call.until(52);

    assertThat(call.dialogs()).hasSize(1);
    assertThat(call.timer().refreshedAt()).isEqualTo(at(0));
    assertThat(call.alerts()).containsExactly("REFRESH_LATE +51");
  }

  @Test
  void a_proxys_bye_to_both_sides_ends_the_call() {
    CallScript call = new CallScript().established(Side.CALLER);
    call.callee(30, "BYE 100").caller(30, "BYE 2");
    call.caller(30.1, "200 BYE 100").callee(30.1, "200 BYE 2").until(100);

    assertThat(call.dialog().end()).isEqualTo(EndCause.BYE);
    assertThat(call.alerts()).isEmpty();
  }
}
