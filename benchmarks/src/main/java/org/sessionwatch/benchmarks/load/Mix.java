package org.sessionwatch.benchmarks.load;

/**
 * What calls there are, each share from 0 to 1, drawn for each call by itself.
 *
 * @param kamailio calls mirrored by Kamailio, each message twice: as it came in and as it went out;
 *     the others are mirrored by Asterisk
 * @param callerRefreshes calls whose caller is the refresher
 * @param update calls refreshed by UPDATE; the others by re-INVITE
 * @param challenged calls whose first INVITE is challenged
 * @param late calls whose first refresh comes {@code lateSeconds} after half the interval
 * @param missed calls without any refresh, which go on beyond the expiry
 * @param dropped calls without any refresh, hung up by the other side as RFC 4028 asks
 * @param lateSeconds seconds after half the interval
 * @param interval the session interval in seconds, 90 or more
 * @param refreshes how many refreshes an ordinary call has
 */
record Mix(
    double kamailio,
    double callerRefreshes,
    double update,
    double challenged,
    double late,
    double missed,
    double dropped,
    int lateSeconds,
    int interval,
    int refreshes) {

  /** What becomes of a call's refreshes. */
  enum Fate {
    ON_TIME,
    LATE,
    MISSED,
    DROPPED
  }

  Mix {
    if (late + missed + dropped > 1) {
      throw new Flags.Mistake("--late, --missed and --dropped: more than 100 percent together");
    }
  }

  static Mix of(Flags flags) {
    return new Mix(
        flags.share("--kamailio", 50),
        flags.share("--caller-refreshes", 50),
        flags.share("--update", 50),
        flags.share("--challenged", 0),
        flags.share("--late", 0),
        flags.share("--missed", 0),
        flags.share("--dropped", 0),
        (int) flags.number("--late-by", 1, 3600, 10),
        (int) flags.number("--interval", 90, 86_400, 90),
        (int) flags.number("--refreshes", 0, 1_000, 2));
  }

  /** The fate for a number drawn from 0 to 1. */
  Fate fate(double drawn) {
    if (drawn < late) {
      return Fate.LATE;
    }
    if (drawn < late + missed) {
      return Fate.MISSED;
    }
    return drawn < late + missed + dropped ? Fate.DROPPED : Fate.ON_TIME;
  }

  /** Seconds from the call's answer to its end. */
  double seconds(Fate fate) {
    return switch (fate) {
      case ON_TIME, LATE -> (refreshes + 0.4) * interval / 2;
      case MISSED -> interval + 5;
      // RFC 4028 section 10: BYE not later than the smaller of 32 s and a third before the expiry.
      case DROPPED -> interval - Math.min(32, interval / 3) + 0.1;
    };
  }
}
