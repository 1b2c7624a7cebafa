package org.sessionwatch.capture;

/** Takes captured messages on. Implementations say which threads may call. */
@FunctionalInterface
public interface CaptureSink {
  /** Takes one message; must neither block for long nor throw. */
  void accept(CapturedMessage message);
}
