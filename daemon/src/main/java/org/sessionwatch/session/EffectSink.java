package org.sessionwatch.session;

/** Takes the engine's effects, in order, on the engine's thread. */
@FunctionalInterface
public interface EffectSink {
  /** Takes one effect; must neither block for long nor throw. */
  void accept(Effect effect);
}
