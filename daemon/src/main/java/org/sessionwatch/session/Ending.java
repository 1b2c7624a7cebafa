package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/** How a dialog comes to its end: a BYE, what answers it, and what the PBX says. */
final class Ending {
  private long byeUs = Instants.NONE;
  private Side byeBy = Side.CALLER;
  private long byeCseq;
  private int byeStatus;
  private long byeAnsweredUs;
  private Drop.Reason reason = Drop.Reason.NONE;
  private boolean judged;
  private long hangupUs = Instants.NONE;
  private @Nullable Hangup hangup;
  private long endedUs = Instants.NONE;
  private @Nullable EndCause cause;
  private boolean certain = true;

  /** Takes note of a BYE; copies and a crossing BYE of the other side change nothing. */
  void bye(SipMessage request, Side by, long nowUs) {
    if (byeUs != Instants.NONE) {
      return;
    }
    byeUs = nowUs;
    byeBy = by;
    byeCseq = request.cseq();
    byeStatus = 0;
    reason = new Drop.Reason(request.hasReason(), request.reasonCause(), request.reasonText());
  }

  /** A challenged BYE ended nothing; its retry has a CSeq of its own. */
  void byeAnswered(Side by, long cseq, int status, long nowUs) {
    if (byeUs == Instants.NONE || by != byeBy || cseq != byeCseq || byeStatus != 0) {
      return;
    }
    if (status == 401 || status == 407) {
      forgetBye();
    } else {
      byeStatus = status;
      byeAnsweredUs = nowUs;
    }
  }

  /**
   * Whether a refresh request heard now shows that the BYE ended nothing: the other side answered
   * that it knows no such call, yet somebody still refreshes it. A moment after the 481 it may as
   * well be a late copy of an earlier request.
   */
  boolean isContradictedAt(long requestUs) {
    return isDoubtful() && requestUs >= byeAnsweredUs + EngineSettings.SETTLE_US;
  }

  /** The BYE was answered 481: refreshes may go on all the same. */
  boolean isDoubtful() {
    return isBye() && byeStatus == 481;
  }

  void forgetBye() {
    byeUs = Instants.NONE;
    byeStatus = 0;
    judged = false;
    endedUs = Instants.NONE;
    cause = null;
    certain = true;
  }

  void hungUp(Hangup told, long nowUs) {
    hangup = told;
    hangupUs = nowUs;
  }

  /** A BYE or hang-up was heard: no refresh is expected any more. */
  boolean hasBegun() {
    return byeUs != Instants.NONE || hangupUs != Instants.NONE;
  }

  boolean isBye() {
    return byeUs != Instants.NONE;
  }

  boolean isByeOf(Side side) {
    return isBye() && byeBy == side;
  }

  boolean isOver() {
    return endedUs != Instants.NONE;
  }

  boolean isJudged() {
    return judged;
  }

  /** The instant of the BYE, or of the hang-up where the mirror lost the BYE. */
  long atUs() {
    return isBye() ? byeUs : hangupUs;
  }

  long endedUs() {
    return endedUs;
  }

  /** When it may be judged whether the timer was the cause. */
  long judgeUs() {
    return isBye() ? byeUs + EngineSettings.SETTLE_US : hangupUs + EngineSettings.HANGUP_GRACE_US;
  }

  /** When the dialog is over: the BYE answered, or never to be answered. */
  long overUs() {
    if (!isBye() || byeStatus != 0) {
      return judgeUs();
    }
    return byeUs + EngineSettings.TRANSACTION_TIMEOUT_US;
  }

  /**
   * Judges the end; the timer must stand as it did when the end came.
   *
   * @param isUnacknowledged a 2xx that nobody acknowledged explains the BYE as well
   */
  Drop judge(SessionTimer timer, boolean isUnacknowledged) {
    judged = true;
    Drop drop = Drop.NO;
    if (isBye()) {
      drop = Drop.ofBye(timer, byeUs, byeBy, reason);
    } else if (hangup != null) {
      drop = Drop.ofHangup(timer, hangupUs, hangup);
    }
    if (drop == Drop.PROBABLE && isUnacknowledged) {
      drop = Drop.NO;
    }
    cause = drop == Drop.NO ? EndCause.BYE : EndCause.DROPPED_BY_TIMER;
    certain = drop != Drop.PROBABLE;
    return drop;
  }

  void conclude() {
    endedUs = atUs();
  }

  @Nullable EndCause cause() {
    return isOver() ? cause : null;
  }

  boolean isCertain() {
    return certain;
  }

  /** Who hung up; null when only the PBX told of the end. */
  @Nullable Side by() {
    return isBye() ? byeBy : null;
  }

  @Nullable Hangup hangup() {
    return hangup;
  }

  @Nullable String reasonText() {
    return reason.text();
  }
}
