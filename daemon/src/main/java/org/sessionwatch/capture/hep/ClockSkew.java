package org.sessionwatch.capture.hep;

/**
 * How far a source's clock is ahead of ours, from the messages that came quickest.
 *
 * <p>A message is stamped by the source's clock and arrives later by ours. The delay is never below
 * zero and sometimes near it; so the least difference within the last one to two minutes is the
 * skew, and a burst that was held up does not show as one. One thread notes and reads.
 */
final class ClockSkew {
  /** Not known: no message had a time of its own. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final long WINDOW_US = 60_000_000;

  private long windowEndUs;
  private long least = Long.MAX_VALUE;
  private long leastBefore = Long.MAX_VALUE;

  /** Takes note of a message; times in microseconds since the epoch. */
  void note(long capturedAtUs, long receivedAtUs) {
    if (receivedAtUs >= windowEndUs) {
      boolean next = receivedAtUs - windowEndUs < WINDOW_US;
      leastBefore = next ? least : Long.MAX_VALUE;
      least = Long.MAX_VALUE;
      windowEndUs = receivedAtUs + WINDOW_US;
    }
    least = Math.min(least, receivedAtUs - capturedAtUs);
  }

  /** How far the source's clock is ahead, in microseconds; negative when it is behind. */
  long aheadUs() {
    long both = Math.min(least, leastBefore);
    return both == Long.MAX_VALUE ? UNKNOWN : -both;
  }
}
