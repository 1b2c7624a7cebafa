package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.RefresherParam;
import org.sessionwatch.sip.SipMessage;

/**
 * What a 2xx to INVITE or UPDATE says of the session timer (R2, R7).
 *
 * @param kind whether it has an interval
 * @param intervalS the interval in seconds; 0 where there is none
 * @param refresher the side that is to refresh; null where there is no interval
 * @param saysRefresher false where an interval stands without refresher (R14)
 */
record TimerAnswer(Kind kind, int intervalS, @Nullable Side refresher, boolean saysRefresher) {
  enum Kind {
    INTERVAL,
    NO_INTERVAL,
    /**
     * The header is broken or was cut off: it says nothing, which is not the same as no interval.
     */
    UNREADABLE
  }

  /**
   * @param sender the side that sent the request: {@code uac} means it (R13), and no parameter is
   *     taken as {@code uac} by everyone (R14)
   */
  static TimerAnswer of(SipMessage success, Side sender) {
    int interval = success.sessionExpiresS();
    if (interval >= 0) {
      Side side = success.refresher() == RefresherParam.UAS ? sender.other() : sender;
      return new TimerAnswer(
          Kind.INTERVAL, interval, side, success.refresher() != RefresherParam.ABSENT);
    }
    boolean unreadable = interval == SipMessage.UNREADABLE || success.isCut();
    return new TimerAnswer(unreadable ? Kind.UNREADABLE : Kind.NO_INTERVAL, 0, null, false);
  }

  boolean hasInterval() {
    return kind == Kind.INTERVAL;
  }
}
