package org.sessionwatch.session.model;

import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerState;

/**
 * The session timer from one 2xx to the next.
 *
 * @param fromUs the 2xx
 * @param seconds session interval; 0 where none is
 * @param refresher the side that is to refresh
 * @param minSe the largest Min-SE of the negotiation
 * @param forced whether a proxy made a side the refresher that knows no timers
 */
record Interval(
    long fromUs, TimerState state, int seconds, Side refresher, int minSe, boolean forced) {
  private static final long SECOND = 1_000_000;
  private static final long NEAR_US = 2 * SECOND;

  boolean active() {
    return state == TimerState.ACTIVE;
  }

  boolean known() {
    return active() || state == TimerState.OPTIONAL;
  }

  private long length() {
    return seconds * SECOND;
  }

  long dueUs() {
    return fromUs + length() / 2;
  }

  long atRiskUs() {
    return fromUs + length() - Math.min(32 * SECOND, length() / 3);
  }

  long expiredUs() {
    return fromUs + length();
  }

  /** Whether a BYE without a Reason looks like a timer's (section 3). */
  boolean looksDropped(Side by, long byeUs) {
    if (!active()) {
      return false;
    }
    if (by == refresher) {
      return near(byeUs, length());
    }
    return near(byeUs, length() - Math.min(32 * SECOND, length() / 3))
        || near(byeUs, length() - Math.min(32 * SECOND, length() / 10))
        || near(byeUs, length())
        || near(byeUs, length() + length() / 10);
  }

  private boolean near(long atUs, long afterUs) {
    return Math.abs(atUs - (fromUs + afterUs)) <= NEAR_US;
  }
}
