package org.sessionwatch.capture.feed;

import org.jspecify.annotations.Nullable;

/**
 * When it is time to say that a source's clock is off. No deadline follows that clock, but the
 * PBX's own log and CDRs do, and then nobody finds a call in both.
 *
 * <p>Not what a single message looks like that was held up on its way: only what stands for a
 * minute in which the source went on speaking. Not thread-safe; times are microseconds since the
 * epoch.
 */
final class ClockAlarm {
  /** Hosts that keep the time by NTP are within milliseconds. */
  static final long OFF_US = 5_000_000;

  private static final long STANDS_US = 60_000_000;
  private static final long AGAIN_US = 3_600_000_000L;
  private static final long NEVER = Long.MIN_VALUE;

  private long sinceUs = NEVER;
  private long toldUs = NEVER;

  /** Whether a clock that far ahead, or behind, is off. */
  static boolean isOff(@Nullable Long aheadUs) {
    return aheadUs != null && Math.abs(aheadUs) >= OFF_US;
  }

  /**
   * Takes note of how far ahead the clock is.
   *
   * @param lastMessageAtUs when the source was heard last
   * @return whether that is to be told now: at first, and then once an hour
   */
  boolean isToBeTold(@Nullable Long aheadUs, long lastMessageAtUs) {
    if (!isOff(aheadUs)) {
      sinceUs = NEVER;
      return false;
    }
    if (sinceUs == NEVER) {
      sinceUs = lastMessageAtUs;
    }
    boolean stands = lastMessageAtUs - sinceUs >= STANDS_US;
    if (!stands || (toldUs != NEVER && lastMessageAtUs - toldUs < AGAIN_US)) {
      return false;
    }
    toldUs = lastMessageAtUs;
    return true;
  }
}
