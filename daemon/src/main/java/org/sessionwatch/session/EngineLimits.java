package org.sessionwatch.session;

/**
 * How many calls an engine remembers at once. An overload, or whoever makes up calls, must cost
 * calls, and not the heap: a daemon without heap ends, and watches none.
 *
 * @param calls in all; beyond it what is of least use is forgotten, or else new ones are passed
 *     over
 * @param halfOpen those without a 2xx; beyond it the oldest goes first
 * @param ended those that have ended, remembered for late copies of their messages; beyond it the
 *     one that ended first goes, of which a late copy is least likely
 */
public record EngineLimits(int calls, int halfOpen, int ended) {
  /**
   * What no heap is too small for being the limit: 1000 calls a second that ring for half a minute,
   * and 3000 that end remembered for 10 s.
   */
  static final EngineLimits MOST = new EngineLimits(2_000_000, 30_000, 30_000);

  private static final EngineLimits LEAST = new EngineLimits(5_000, 1_000, 1_000);

  /** Of 100; what is left is for queues, batches, all else, and the collector to work in. */
  private static final int SHARE_OF_CALLS = 45;

  private static final int SHARE_OF_HALF_OPEN = 8;
  private static final int SHARE_OF_ENDED = 12;

  /** Bytes of a call whose BYE was lost, with its alerts; one of which all is heard takes less. */
  private static final int CALL = 1_100;

  /** Bytes of a call with its INVITEs. */
  private static final int HALF_OPEN = 2_000;

  /** Bytes of a call with what its last minute's messages may still be copies of. */
  private static final int ENDED = 1_800;

  /** Refuses numbers below 1. */
  public EngineLimits {
    if (calls < 1 || halfOpen < 1 || ended < 1) {
      throw new IllegalArgumentException(
          "limits below 1: %d calls, %d half-open, %d ended".formatted(calls, halfOpen, ended));
    }
  }

  /**
   * What so much of the heap carries.
   *
   * @param heapBytes the engine's share of it
   */
  public static EngineLimits of(long heapBytes) {
    return new EngineLimits(
        carried(heapBytes, SHARE_OF_CALLS, CALL, LEAST.calls, MOST.calls),
        carried(heapBytes, SHARE_OF_HALF_OPEN, HALF_OPEN, LEAST.halfOpen, MOST.halfOpen),
        carried(heapBytes, SHARE_OF_ENDED, ENDED, LEAST.ended, MOST.ended));
  }

  private static int carried(long heapBytes, int percent, int each, int least, int most) {
    return (int) Math.min(most, Math.max(least, heapBytes / 100 * percent / each));
  }
}
