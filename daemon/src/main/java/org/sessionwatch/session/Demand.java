package org.sessionwatch.session;

/** What the 422s to one attempt's tries demand of the next try. */
final class Demand {
  private int minSeS;
  private long before;

  /** A 422 to the try with that number demands so many seconds. */
  void made(int demandedS, long cseq) {
    minSeS = Math.max(minSeS, demandedS);
    before = cseq;
  }

  /**
   * The Min-SE, in seconds, that this try was to ask for; 0 where nothing was demanded of it. It is
   * handed out once.
   */
  int take(long cseq) {
    boolean retry = minSeS > 0 && cseq > before;
    before = retry ? cseq : before;
    return retry ? minSeS : 0;
  }
}
