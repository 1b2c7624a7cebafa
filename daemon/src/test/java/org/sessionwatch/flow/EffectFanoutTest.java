package org.sessionwatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.TimerState;
import org.sessionwatch.session.TimerStatus;

class EffectFanoutTest {
  @Test
  void a_sink_that_fails_keeps_an_effect_from_no_other() {
    List<Effect> taken = new ArrayList<>();
    EffectFanout fanout = new EffectFanout();
    fanout.add(
        effect -> {
          throw new IllegalStateException("this one always fails, on purpose");
        });
    fanout.add(taken::add);
    Effect effect = new Effect.Established(dialog());

    fanout.accept(effect);
    fanout.accept(effect);

    assertThat(taken).containsExactly(effect, effect);
    assertThat(fanout.failures()).isEqualTo(2);
  }

  private static Dialog dialog() {
    Party party = new Party("t", "sip:a@example.net", null, null, null);
    TimerStatus none = new TimerStatus(TimerState.NONE, null, null, 90, null);
    return new Dialog(
        new UUID(1, 2),
        "c",
        "pbx",
        party,
        party,
        Instant.EPOCH,
        null,
        null,
        null,
        true,
        none,
        null,
        null,
        null);
  }
}
