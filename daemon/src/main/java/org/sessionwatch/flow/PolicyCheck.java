package org.sessionwatch.flow;

import java.util.Locale;
import java.util.function.Consumer;
import org.sessionwatch.pbx.TimerPolicy;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;
import org.sessionwatch.session.ExpectedTimer;
import org.sessionwatch.session.TimerState;

/**
 * Where a call was established without a session timer, asks the PBX whether its endpoint is to
 * have one, and tells the engine when it is. Calls that have a timer cost no question. Thread-safe.
 */
public final class PolicyCheck implements EffectSink {
  private final Question question;
  private final Pipeline pipeline;

  /** Asks PBXs for the policy of a channel's endpoint. Must neither block nor throw. */
  @FunctionalInterface
  public interface Question {
    /** Asks; {@code answer} gets the policy later, on some other thread, or never. */
    void ask(Channel channel, Consumer<TimerPolicy> answer);
  }

  public PolicyCheck(Question question, Pipeline pipeline) {
    this.question = question;
    this.pipeline = pipeline;
  }

  @Override
  public void accept(Effect effect) {
    if (effect instanceof Effect.Established established) {
      check(established.dialog());
    } else if (effect instanceof Effect.Changed changed) {
      check(changed.dialog());
    }
  }

  /** The PBX's channel may become known before the call is established or after it. */
  private void check(Dialog dialog) {
    Channel channel = dialog.channel();
    boolean without =
        dialog.timer().state() == TimerState.NONE
            && dialog.establishedAt() != null
            && dialog.endedAt() == null;
    if (without && channel != null) {
      question.ask(channel, policy -> tell(dialog.callId(), channel, policy));
    }
  }

  private void tell(String callId, Channel channel, TimerPolicy policy) {
    if (policy.expectsTimer()) {
      String setting = "timers=" + policy.timers().name().toLowerCase(Locale.ROOT);
      pipeline.expectsTimer(
          callId, channel.name(), new ExpectedTimer(policy.pbx(), policy.endpoint(), setting));
    }
  }
}
