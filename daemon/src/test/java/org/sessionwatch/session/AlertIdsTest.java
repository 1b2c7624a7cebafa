package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two daemons that hear a call milliseconds apart compute the same alerts, and no others twice. */
class AlertIdsTest {
  private static final String ASKS = "Supported: timer\nSession-Expires: 90;refresher=uac";
  private static final String GIVES =
      "Require: timer\nSupported: timer\nSession-Expires: 90;refresher=uac";

  private static CallScript eventful(double lateS) {
    return new CallScript()
        .established(ASKS, "Supported: timer\nSession-Expires: 60;refresher=uac")
        .caller(40 + lateS, "UPDATE 2\n" + ASKS)
        .callee(40.1 + lateS, "481 UPDATE 2")
        .caller(50 + lateS, "UPDATE 3\n" + ASKS)
        .callee(50.1 + lateS, "200 UPDATE 3\n" + GIVES)
        .callee(55 + lateS, "UPDATE 3\n" + ASKS)
        .caller(55.1 + lateS, "500 UPDATE 3")
        .until(120 + lateS)
        .caller(121 + lateS, "UPDATE 4\n" + ASKS)
        .callee(121.1 + lateS, "200 UPDATE 4\n" + GIVES)
        .until(250);
  }

  private static List<UUID> raised(CallScript call) {
    List<UUID> ids = new ArrayList<>();
    for (Effect effect : call.effects) {
      if (effect instanceof Effect.AlertRaised alert) {
        ids.add(alert.alert().alertId());
      }
    }
    return ids;
  }

  @Test
  void the_instant_is_not_in_the_id() {
    CallScript one = eventful(0);
    CallScript other = eventful(0.007);

    assertThat(one.alerts()).hasSizeGreaterThan(6);
    assertThat(raised(other)).isEqualTo(raised(one));
  }

  @Test
  void no_two_alerts_of_a_call_share_an_id() {
    List<UUID> ids = raised(eventful(0));

    Set<UUID> once = new TreeSet<>(ids);
    assertThat(once).hasSize(ids.size());
  }

  /** Which of the two called, a daemon that came late cannot know. */
  @Test
  void a_daemon_that_heard_the_call_from_its_middle_computes_the_same() {
    CallScript whole =
        new CallScript()
            .established(Side.CALLER)
            .callee(45, "UPDATE 100\n" + ASKS)
            .caller(45.1, "200 UPDATE 100\n" + GIVES)
            .until(250);
    CallScript fromMiddle =
        new CallScript()
            .callee(45, "UPDATE 100\n" + ASKS)
            .caller(45.1, "200 UPDATE 100\n" + GIVES)
            .until(250);

    assertThat(raised(fromMiddle)).isEqualTo(raised(whole)).hasSize(3);
  }

  @Test
  void a_daemon_that_was_started_again_computes_the_same() {
    CallScript whole =
        new CallScript()
            .established(Side.CALLER)
            .caller(45, "UPDATE 2\n" + ASKS)
            .callee(45.1, "200 UPDATE 2\n" + GIVES)
            .until(60);
    Dialog dialog = whole.dialog();
    CallScript again = new CallScript();
    again.engine.restore(
        new OpenDialog(dialog, 1, 2, 0, Side.CALLER, 2, List.of()), CallScript.us(61));
    again.until(250);
    whole.until(250);

    assertThat(raised(again)).isEqualTo(raised(whole)).hasSize(3);
  }
}
