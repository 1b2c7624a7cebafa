package org.sessionwatch.capture.hep;

/** Whether more datagrams come in a second than some number. For one thread. */
final class DatagramRate {
  private static final long STRETCH_US = 100_000;
  private static final long SECOND_US = 1_000_000;

  private final long bound;
  private long sinceUs = Long.MIN_VALUE;
  private long count;
  private boolean high;

  /**
   * None have come.
   *
   * @param bound datagrams a second; from there on it is high, with 0 always
   */
  DatagramRate(int bound) {
    this.bound = bound;
    this.high = bound == 0;
  }

  /** So many have come until now, in microseconds since the epoch. */
  void note(int more, long nowUs) {
    if (sinceUs == Long.MIN_VALUE) {
      sinceUs = nowUs;
    }
    count += more;
    long pastUs = nowUs - sinceUs;
    if (pastUs >= STRETCH_US) {
      high = count * SECOND_US >= bound * pastUs;
      count = 0;
      sinceUs = nowUs;
    }
  }

  /** How it was in the last stretch of a tenth of a second, or longer where few came. */
  boolean isHigh() {
    return high;
  }
}
