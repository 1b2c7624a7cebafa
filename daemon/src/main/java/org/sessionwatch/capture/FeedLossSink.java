package org.sessionwatch.capture;

/** Is told what feeds lost. Thread-safe; must neither block for long nor throw. */
@FunctionalInterface
public interface FeedLossSink {
  /** A loss that has just been noticed. */
  void lost(FeedLoss loss);
}
