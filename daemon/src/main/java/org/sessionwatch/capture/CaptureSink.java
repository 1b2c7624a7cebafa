package org.sessionwatch.capture;

import java.util.List;

/** Takes captured messages on. Implementations say which threads may call. */
@FunctionalInterface
public interface CaptureSink {
  /** Takes one message; must neither block for long nor throw. */
  void accept(CapturedMessage message);

  /**
   * Takes messages that came at once, in their order; for who has something to do for each time
   * rather than for each message. Where a bug makes one fail, the others are taken all the same,
   * and the last failure is thrown at the end.
   *
   * @param together the caller's own list: it is used again after this returns
   */
  default void acceptAll(List<CapturedMessage> together) {
    RuntimeException failed = null;
    for (CapturedMessage message : together) {
      try {
        accept(message);
      } catch (RuntimeException e) {
        failed = e;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
