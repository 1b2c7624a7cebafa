package org.sessionwatch.session;

import java.util.List;
import org.sessionwatch.sip.SipMessage;

/** One BYE transaction, on all the hops where it was seen. */
final class Bye extends Chained<Bye> {
  final Side by;
  private final long cseq;
  private List<String> branches = List.of();
  private final long firstUs;
  private long atUs = Instants.NONE;
  private boolean asked;
  private int status;
  private long answeredUs;
  private boolean overruled;
  private Drop.Reason reason = Drop.Reason.NONE;

  Bye(Side by, SipMessage first, long nowUs) {
    this.by = by;
    this.cseq = first.cseq();
    this.firstUs = nowUs;
  }

  /**
   * Whether the message is one more of this transaction. Other hops have other branches, and their
   * copies come within a second; what comes later with a new branch is a BYE of its own, even where
   * it takes the same CSeq.
   */
  boolean has(Side sender, SipMessage message, long nowUs) {
    boolean sameNumber = sender == by && message.cseq() == cseq;
    return sameNumber
        && (branches.contains(message.branch()) || nowUs - firstUs <= EngineSettings.SETTLE_US);
  }

  void requested(SipMessage request, long nowUs) {
    remember(request);
    if (!asked) {
      asked = true;
      // Its answer may have been mirrored before it.
      atUs = Math.min(nowUs, firstUs);
      reason = Drop.Reason.of(request);
    }
  }

  void answered(SipMessage response, long nowUs) {
    remember(response);
    if (status == 0) {
      atUs = atUs == Instants.NONE ? nowUs : atUs;
      status = response.status();
      answeredUs = nowUs;
    }
  }

  private void remember(SipMessage message) {
    if (!branches.contains(message.branch()) && branches.size() < 16) {
      branches = Few.with(branches, message.branch());
    }
  }

  /** Whether it may end the dialog: it was seen, not challenged, and nobody refreshed after all. */
  boolean counts() {
    return atUs != Instants.NONE && !isChallenged() && !overruled;
  }

  /** Somebody refreshes the call all the same. */
  void overrule() {
    overruled = true;
  }

  /** It was answered 481: refreshes may go on all the same. */
  boolean isDoubtful() {
    return status == 481;
  }

  boolean isAnswered() {
    return status != 0;
  }

  long answeredUs() {
    return answeredUs;
  }

  long atUs() {
    return atUs;
  }

  Drop.Reason reason() {
    return reason;
  }

  /**
   * When it may be judged whether the timer was the cause. Its answer, which may take it back, may
   * be mirrored a second later than the BYE and more than a second after it.
   */
  long judgeUs() {
    if (isDoubtful()) {
      return answeredUs + EngineSettings.DOUBT_US;
    }
    return atUs + (isAnswered() ? 1 : 2) * EngineSettings.SETTLE_US;
  }

  /** It is to be sent again with credentials. */
  boolean isChallenged() {
    return status == 401 || status == 407;
  }

  /** When the dialog is over: the BYE answered, or never to be answered. */
  long overUs() {
    return isAnswered() ? judgeUs() : atUs + EngineSettings.TRANSACTION_TIMEOUT_US;
  }
}
