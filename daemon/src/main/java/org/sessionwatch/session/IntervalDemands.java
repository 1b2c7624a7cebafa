package org.sessionwatch.session;

import org.sessionwatch.sip.SipMessage;

/** The 422s of one Call-ID (R15 to R17): how many there were, and what Min-SE they demanded. */
final class IntervalDemands {
  private static final int LOOP = 3;

  private int refusals;
  private int demandedS;
  private boolean told;

  /** Takes note of a 422; true when there were too many of them by now, once. */
  boolean isLoopAfter(SipMessage refusal) {
    refusals++;
    demandedS = Math.max(demandedS, refusal.minSeS());
    return refusals >= LOOP && isFirstLoop();
  }

  /** Whether a retry still asks for less than it was demanded to, in seconds, once. */
  boolean isLoopWith(SipMessage retry, int demandedOfItS) {
    return isLoopWith(retry.sessionExpiresS(), demandedOfItS);
  }

  /** The same of a retry that asked for so many seconds, negative for none. */
  boolean isLoopWith(int askedS, int demandedOfItS) {
    return askedS >= 0 && askedS < demandedOfItS && isFirstLoop();
  }

  /** Whether a loop was not told before: it is told once. */
  boolean isFirstLoop() {
    boolean first = !told;
    told = true;
    return first;
  }

  /** Whether there was a 422, or a loop was told. */
  boolean isAny() {
    return refusals > 0 || told;
  }

  /** A 422 has to demand a Min-SE of 90 s or more (R15). */
  static boolean demandsTooLittle(SipMessage refusal) {
    return refusal.minSeS() < EngineSettings.MIN_INTERVAL_S && !refusal.isCut();
  }

  int refusals() {
    return refusals;
  }

  /** In seconds. */
  int demandedS() {
    return demandedS;
  }
}
