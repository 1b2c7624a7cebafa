package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * The messages within one dialog, as they are heard: what they do to its timer. It keeps nothing
 * itself.
 */
final class Exchanges {
  private final WatchedDialog dialog;
  private final SessionTimer timer;
  private final Alarms alarms;
  private final Hearing hearing;
  private final Attempts attempts;
  private final Ending ending;

  Exchanges(
      WatchedDialog dialog,
      SessionTimer timer,
      Alarms alarms,
      Hearing hearing,
      Attempts attempts,
      Ending ending) {
    this.dialog = dialog;
    this.timer = timer;
    this.alarms = alarms;
    this.hearing = hearing;
    this.attempts = attempts;
    this.ending = ending;
  }

  /** A copy of any request. */
  void request(SipMessage message, Side by, long nowUs) {
    hearing.heard(message, by, nowUs);
    switch (message.method()) {
      case INVITE, UPDATE -> requested(message, by, nowUs);
      case BYE -> ending.bye(message, by, nowUs);
      case ACK -> {
        strayInterval(message, "an ACK", nowUs);
        attempts.acknowledged(message, by, nowUs);
      }
      case PRACK -> strayInterval(message, "a PRACK", nowUs);
      case CANCEL -> attempts.showsRequest(message, by, nowUs);
      case OTHER -> {}
    }
  }

  /**
   * A copy of any response.
   *
   * @param requester the side that sent the request, whose tag is in From
   */
  void response(SipMessage message, Side requester, long nowUs) {
    hearing.heard(message, requester, nowUs);
    if (message.method() == SipMethod.BYE && message.isFinal()) {
      byeAnswered(message, requester, nowUs);
    } else if (message.method() == SipMethod.INVITE || message.method() == SipMethod.UPDATE) {
      dialog.party(requester.other()).learn(message);
      if (message.isFinal()) {
        answered(message, requester, nowUs);
      } else {
        provisional(message, requester, nowUs);
      }
    }
  }

  private void provisional(SipMessage message, Side requester, long nowUs) {
    attempts.showsRequest(message, requester, nowUs);
    if (message.status() > 100) {
      strayInterval(message, "a provisional response", nowUs);
    }
  }

  /** Thresholds that passed between a BYE that was challenged and the next were in the call. */
  private void byeAnswered(SipMessage message, Side requester, long nowUs) {
    if (ending.byeAnswered(message, requester, nowUs)) {
      dialog.passThresholds(ending.hasBegun() ? Math.min(nowUs, ending.atUs() - 1) : nowUs);
    }
  }

  private void reopenWhen(boolean contradicted, long nowUs) {
    if (contradicted) {
      boolean wasOver = ending.isOver();
      ending.overrule();
      if (wasOver) {
        dialog.emit(new Effect.Reopened(dialog.snapshot()));
      }
      dialog.passThresholds(nowUs);
    }
  }

  private void requested(SipMessage message, Side by, long nowUs) {
    boolean isNew = !attempts.isCopyOfAnswered(message, by);
    reopenWhen(isNew && ending.isContradictedAt(nowUs), nowUs);
    assume(attempts.overtakenBy(message, by, nowUs), nowUs);
    boolean newSdp = dialog.party(by).isNewDescription(message);
    dialog.party(by).learn(message);
    attempts.requested(message, by, nowUs, newSdp, timer, dialog.toleranceUs());
    int demandedS = attempts.takeDemand(message, by);
    if (demandedS > 0 && dialog.call().demands().isLoopWith(message, demandedS)) {
      tellLoop(by, nowUs);
    }
  }

  /** The mirror lost the 2xx: a provisional refresh, unconfirmed until the next one. */
  void assume(@Nullable RefreshAttempt attempt, long nowUs) {
    if (attempt != null) {
      attempt.assumed(nowUs);
      attempts.provisional(true);
      hearing.lost(GapTexts.answerLost(dialog, attempt), attempt.requestedUs(), nowUs);
      succeeded(attempt);
    }
  }

  /** Flags a Session-Expires in a message in which it means nothing (R2). */
  private void strayInterval(SipMessage message, String what, long nowUs) {
    if (message.sessionExpiresS() != SipMessage.ABSENT) {
      alarms.raiseOnce(NegotiationTexts.strayInterval(what), nowUs);
    }
  }

  private void tellLoop(Side by, long nowUs) {
    String whose = AlertTexts.who(dialog, by);
    alarms.raise(
        NegotiationTexts.loop(AlertTexts.who(dialog, by.other()), whose, dialog.call().demands()),
        nowUs,
        true);
  }

  private void answered(SipMessage message, Side requester, long nowUs) {
    boolean isNew = message.isSuccess() && !attempts.isCopyOfAnswered(message, requester);
    reopenWhen(isNew && ending.isContradictedBySuccessAt(nowUs), nowUs);
    RefreshAttempt attempt =
        attempts.answering(message, requester, nowUs, timer, dialog.toleranceUs());
    if (attempt == null || (attempt.isSuccess() && !attempt.isAssumed())) {
      lateCopy(attempt, message, nowUs);
      return;
    }
    attempt.answered(message.status(), nowUs, attempts.inForceAt(attempt, timer));
    RefreshAttempt retry = attempts.mergeRetry(attempt);
    if (attempt.isSuccess()) {
      attempt.succeeded(message);
      attempt.read(TimerAnswer.of(message, requester));
      attempt.followsConcluded = attempts.isProvisional() || attempts.isAnyOpen();
      attempts.provisional(false);
      succeeded(attempt);
    } else if (EarlyNotes.isRefusal(message)) {
      String whose = AlertTexts.who(dialog, requester);
      String who = AlertTexts.who(dialog, requester.other());
      alarms.raiseOnce(NegotiationTexts.refused(who, message.status(), whose), nowUs);
    } else if (attempt.status() == 422) {
      attempt.demanded(message.minSeS());
      tooSmall(message, requester, nowUs);
      if (retry != null
          && dialog.call().demands().isLoopWith(retry.requestedIntervalS(), message.minSeS())) {
        tellLoop(requester, nowUs);
      }
    }
  }

  private void tooSmall(SipMessage refusal, Side requester, long nowUs) {
    if (IntervalDemands.demandsTooLittle(refusal)) {
      String who = AlertTexts.who(dialog, requester.other());
      alarms.raiseOnce(NegotiationTexts.demandsTooLittle(who), nowUs);
    }
    if (dialog.call().demands().isLoopAfter(refusal)) {
      tellLoop(requester, nowUs);
    }
  }

  /**
   * A copy of a 2xx moves nothing (R23), but a proxy may have put an interval into it on the
   * caller's hop that the callee's hop did not have (R20).
   */
  private void lateCopy(@Nullable RefreshAttempt attempt, SipMessage message, long nowUs) {
    if (attempt == null || !message.isSuccess()) {
      return;
    }
    attempt.succeededAgain(nowUs);
    if (attempt.judged) {
      return;
    }
    attempt.succeeded(message);
    TimerAnswer first = attempt.answer();
    TimerAnswer copy = TimerAnswer.of(message, attempt.by);
    if (copy.hasInterval() && (first == null || !first.hasInterval())) {
      attempt.read(copy);
      timer.negotiated(copy);
    }
  }

  private void succeeded(RefreshAttempt attempt) {
    passUntil(attempt);
    if (attempts.isAnyOpen()) {
      alarms.giveUpProof();
    }
    attempt.refreshedBeforeUs = timer.refreshedUs();
    attempt.refresherBefore = timer.isActive() ? timer.refresher() : null;
    timer.restart(attempt.answeredUs(), attempt.isInitial() ? null : attempt.by, attempt.cseq());
    attempts.succeeded();
    TimerAnswer answer = attempt.answer();
    if (answer != null && answer.hasInterval()) {
      timer.negotiated(answer);
    }
    alarms.restart(attempt.answeredUs());
  }

  /** What passed before the 2xx, while it was not clear whether there was one already. */
  private void passUntil(RefreshAttempt success) {
    if (timer.isActive() && !ending.hasBegun()) {
      Thresholds at = timer.thresholds(dialog.toleranceUs());
      boolean underWay = attempts.isUnderWay(at.lateUs()) || success.requestedUs() <= at.lateUs();
      alarms.pass(at, success.answeredUs() - 1, underWay);
    }
  }
}
