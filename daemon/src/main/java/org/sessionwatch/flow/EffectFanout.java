package org.sessionwatch.flow;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands every effect to all sinks; one that fails keeps it from no other. Thread-safe. */
public final class EffectFanout implements EffectSink {
  private static final Logger log = LoggerFactory.getLogger(EffectFanout.class);

  private final List<EffectSink> sinks = new CopyOnWriteArrayList<>();
  private final LongAdder failures = new LongAdder();

  /** One more sink; it gets the effects from now on. */
  public void add(EffectSink sink) {
    sinks.add(sink);
  }

  @Override
  public void accept(Effect effect) {
    for (EffectSink sink : sinks) {
      try {
        sink.accept(effect);
      } catch (RuntimeException e) {
        tell(sink, e);
      }
    }
  }

  /** The first one with its stack; a sink that fails always must not fill the log. */
  private void tell(EffectSink sink, RuntimeException e) {
    failures.increment();
    if (failures.sum() == 1) {
      log.error("{} did not take an effect; please report this", sink.getClass().getName(), e);
    }
  }

  /** How often a sink threw instead of taking an effect. */
  public long failures() {
    return failures.sum();
  }
}
