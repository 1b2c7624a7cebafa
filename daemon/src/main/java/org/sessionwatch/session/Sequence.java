package org.sessionwatch.session;

/**
 * The CSeq numbers of one side's requests in a dialog. They go up by one (RFC 3261 section
 * 12.2.1.1), whatever the method, ACK and CANCEL apart: one that is passed over was not heard.
 */
final class Sequence {
  private final long firstUs;
  private long highest;
  private long newestUs;

  /** Bit n is set while {@code highest - n} is missing. */
  private long missing;

  private long beforeHoleUs = Instants.NONE;
  private long holeUs = Instants.NONE;
  private long brokenUs = Instants.NONE;

  Sequence(long cseq, long nowUs) {
    this.firstUs = nowUs;
    this.highest = cseq;
    this.newestUs = nowUs;
  }

  /**
   * Numbers that are lost.
   *
   * @param count how many, 63 at most
   * @param last the last one of them
   * @param fromUs when the number before them was heard
   * @param untilUs when the number behind them was heard
   */
  record Hole(int count, long last, long fromUs, long untilUs) {}

  /** A request with this number, or its response, was heard. */
  void heard(long cseq, long nowUs) {
    long step = cseq - highest;
    if (step <= 0) {
      missing &= -step < Long.SIZE ? ~(1L << -step) : -1L;
      return;
    }
    if (step > 1) {
      beforeHoleUs = missing == 0 ? newestUs : beforeHoleUs;
      holeUs = nowUs;
    }
    missing = step >= Long.SIZE ? ~1L : missing << step | (1L << step) - 2;
    highest = cseq;
    newestUs = nowUs;
  }

  /** Whether a number is missing. */
  boolean isBroken() {
    return missing != 0;
  }

  /**
   * When what is missing counts as lost: by then whatever the mirror swapped has come. {@code
   * Long.MAX_VALUE} when nothing is missing.
   */
  long judgeUs() {
    return missing == 0 ? Long.MAX_VALUE : holeUs + EngineSettings.SETTLE_US;
  }

  /** Gives up what is missing; there must be something. */
  Hole giveUp() {
    int nearest = Long.numberOfTrailingZeros(missing);
    Hole hole = new Hole(Long.bitCount(missing), highest - nearest, beforeHoleUs, holeUs);
    missing = 0;
    brokenUs = holeUs;
    return hole;
  }

  /** Whether it is sure that every request of this side between the two instants was heard. */
  boolean isWhole(long fromUs, long untilUs) {
    boolean unbroken = brokenUs == Instants.NONE || brokenUs <= fromUs;
    return firstUs <= fromUs && newestUs >= untilUs && missing == 0 && unbroken;
  }
}
