package org.sessionwatch.flow;

import java.util.List;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands every effect to all sinks; one that fails keeps it from no other. */
public final class EffectFanout implements EffectSink {
  private static final Logger log = LoggerFactory.getLogger(EffectFanout.class);

  private final List<EffectSink> sinks;

  public EffectFanout(List<EffectSink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  @Override
  public void accept(Effect effect) {
    for (EffectSink sink : sinks) {
      try {
        sink.accept(effect);
      } catch (RuntimeException e) {
        log.error("{} did not take an effect; please report this", sink.getClass().getName(), e);
      }
    }
  }
}
