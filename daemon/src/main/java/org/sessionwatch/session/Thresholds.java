package org.sessionwatch.session;

/**
 * The instants of a session interval, in microseconds since the epoch.
 *
 * @param dueUs half the interval: when the refresh is recommended (RFC 4028 section 10)
 * @param lateUs {@code dueUs} and the tolerance
 * @param atRiskUs from here the side that does not refresh may send BYE (RFC 4028 section 10)
 * @param expiredUs the end of the interval
 */
record Thresholds(long dueUs, long lateUs, long atRiskUs, long expiredUs) {
  private static final long SECOND_US = 1_000_000;

  /**
   * @param refreshedUs the 2xx that the interval runs from
   * @param intervalS session interval in seconds, 0 or more
   */
  static Thresholds of(long refreshedUs, int intervalS, long toleranceUs) {
    long intervalUs = intervalS * SECOND_US;
    long dueUs = refreshedUs + intervalUs / 2;
    return new Thresholds(
        dueUs,
        dueUs + toleranceUs,
        refreshedUs + intervalUs - guardUs(intervalUs, 3),
        refreshedUs + intervalUs);
  }

  /** min(32 s, interval/part): what an implementation hangs up before the interval's end. */
  static long guardUs(long intervalUs, int part) {
    return Math.min(32 * SECOND_US, intervalUs / part);
  }
}
