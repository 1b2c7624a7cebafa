package org.sessionwatch.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/** What a dialog's recent attempts show when they are looked at together. */
final class AttemptSearch {
  private AttemptSearch() {}

  /** The INVITE with a 2xx that nobody acknowledged, 32 s before a BYE of its answerer; or null. */
  static @Nullable RefreshAttempt unacknowledged(
      List<RefreshAttempt> recent, long byeUs, @Nullable Side byeBy) {
    for (RefreshAttempt attempt : recent) {
      long afterUs = byeUs - attempt.answeredUs();
      boolean gaveUp =
          Math.abs(afterUs - EngineSettings.TRANSACTION_TIMEOUT_US) <= Drop.WINDOW_US
              && attempt.by.other() == byeBy;
      boolean unacknowledged = attempt.isSuccess() && !attempt.isAcknowledged();
      if (attempt.method == SipMethod.INVITE && unacknowledged && gaveUp) {
        return attempt;
      }
    }
    return null;
  }

  /** An unanswered request of this side, which must have been answered since it sends the next. */
  static @Nullable RefreshAttempt overtakenBy(
      List<RefreshAttempt> recent, SipMessage request, Side by, long nowUs) {
    for (RefreshAttempt attempt : recent) {
      boolean older = attempt.by == by && attempt.cseq() < request.cseq();
      // A challenge and its retry come soon after it, and the challenge may be mirrored last.
      boolean settled = nowUs - attempt.requestedUs() > 2 * EngineSettings.SETTLE_US;
      if (older && settled && !attempt.isAnswered() && !attempt.unansweredTold) {
        return attempt;
      }
    }
    return null;
  }

  /** The one with the lowest number above the given one, of that side; null when none is above. */
  static @Nullable RefreshAttempt nextOf(List<RefreshAttempt> recent, Side by, long cseq) {
    RefreshAttempt next = null;
    for (RefreshAttempt attempt : recent) {
      boolean above = attempt.by == by && attempt.cseq() > cseq;
      if (above && (next == null || attempt.cseq() < next.cseq())) {
        next = attempt;
      }
    }
    return next;
  }

  /** Whether this side went on to another request, which it may only when one is answered. */
  static boolean isOvertaken(List<RefreshAttempt> recent, RefreshAttempt attempt) {
    for (RefreshAttempt later : recent) {
      if (later.by == attempt.by && later.cseq() > attempt.cseq() && later.isAnswered()) {
        return true;
      }
    }
    return false;
  }

  /** Whether one has, as far as was heard, no final response. */
  static boolean isAnyOpen(List<RefreshAttempt> recent) {
    for (RefreshAttempt attempt : recent) {
      if (!attempt.isAnswered() || attempt.isAssumed()) {
        return true;
      }
    }
    return false;
  }

  /** Whether one that was asked by that instant is pending, or failed and is not judged yet. */
  static boolean isAnyUnderWay(List<RefreshAttempt> recent, long atUs) {
    for (RefreshAttempt attempt : recent) {
      boolean pending = !attempt.isAnswered() && !attempt.unansweredTold;
      boolean failing = attempt.isAnswered() && !attempt.judged && attempt.isFailure();
      if ((pending || failing) && attempt.requestedUs() <= atUs) {
        return true;
      }
    }
    return false;
  }

  /** Whether of one it is not clear yet what an ACK to it was to. */
  static boolean isAnyInDoubt(List<RefreshAttempt> recent) {
    for (RefreshAttempt attempt : recent) {
      if (attempt.shownUs() != Long.MAX_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** The retry that came before the challenge, which asks for it; null when none did. */
  static @Nullable RefreshAttempt retryOf(List<RefreshAttempt> recent, RefreshAttempt challenged) {
    for (RefreshAttempt retry : recent) {
      boolean follows =
          retry.by == challenged.by
              && retry.method == challenged.method
              && retry.cseq() > challenged.cseq()
              && !retry.judged
              && challenged.answeredUs() - retry.requestedUs() <= EngineSettings.SETTLE_US;
      if (follows && challenged.asksForRetry()) {
        return retry;
      }
    }
    return null;
  }

  /**
   * The timer was off from then on, unless a later 2xx granted one: what was asked since met none.
   */
  static void noneIsDueAfter(
      List<RefreshAttempt> recent, RefreshAttempt success, SessionTimer timer) {
    if (!isGrantedAfter(recent, success)) {
      timer.turnOff();
    }
    for (RefreshAttempt attempt : recent) {
      boolean earlier = attempt.by == success.by && attempt.cseq() < success.cseq();
      boolean afterNext = timer.isActive() && attempt.requestedUs() > timer.refreshedUs();
      if (!earlier && !afterNext && attempt.requestedUs() > success.answeredUs()) {
        attempt.metNoTimer();
      }
    }
  }

  private static boolean isGrantedAfter(List<RefreshAttempt> recent, RefreshAttempt success) {
    for (RefreshAttempt later : recent) {
      TimerAnswer answer = later.answer();
      boolean granted = later.isSuccess() && answer != null && answer.hasInterval();
      if (granted && later.answeredUs() > success.answeredUs()) {
        return true;
      }
    }
    return false;
  }

  /** The one of which a new request is the retry that its final response asked for; or null. */
  static @Nullable RefreshAttempt retriedBy(
      List<RefreshAttempt> recent, SipMessage request, Side by, long nowUs) {
    for (RefreshAttempt attempt : recent) {
      boolean follows =
          attempt.by == by
              && attempt.method == request.method()
              && request.cseq() > attempt.cseq()
              && nowUs - attempt.answeredUs() <= EngineSettings.TRANSACTION_TIMEOUT_US;
      if (follows && attempt.asksForRetry()) {
        return attempt;
      }
    }
    return null;
  }

  /**
   * The timer as it stood when this request was answered. Where the 2xx to a later request of the
   * same side was mirrored before its answer, that is the timer of before that 2xx.
   */
  static TimerInForce inForceAt(
      List<RefreshAttempt> recent, RefreshAttempt attempt, SessionTimer timer) {
    RefreshAttempt next = nextOf(recent, attempt.by, attempt.cseq());
    TimerInForce before = next != null && next.isSuccess() ? next.atAnswer() : null;
    return before == null ? TimerInForce.of(timer) : before;
  }
}
