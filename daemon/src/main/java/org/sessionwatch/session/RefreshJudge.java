package org.sessionwatch.session;

/**
 * Judges a dialog's INVITE and UPDATE transactions when all copies of their messages are in: what
 * they did to the timer, and which alerts they call for. It keeps nothing itself.
 */
final class RefreshJudge {
  private final WatchedDialog dialog;
  private final SessionTimer timer;
  private final Alarms alarms;
  private final Ending ending;

  RefreshJudge(WatchedDialog dialog, SessionTimer timer, Alarms alarms, Ending ending) {
    this.dialog = dialog;
    this.timer = timer;
    this.alarms = alarms;
    this.ending = ending;
  }

  SessionTimer timer() {
    return timer;
  }

  /** The attempt's final response, and all its copies, are in. */
  void judged(RefreshAttempt attempt) {
    if (!attempt.confirmed && !attempt.isAssumed()) {
      long answeredUs = attempt.answeredUs();
      long fromUs = answeredUs - EngineSettings.TRANSACTION_TIMEOUT_US;
      dialog.hearing().lost(GapTexts.requestLost(dialog, attempt), fromUs, answeredUs);
    }
    if (attempt.isInitial()) {
      timer.establish(attempt);
      dialog.established();
    } else if (attempt.isSuccess()) {
      settleTimer(attempt);
    }
    if (attempt.isSuccess()) {
      attempt.settled(timer);
      timer.forced(
          NegotiationRules.isForced(dialog, attempt) || (timer.isForced() && attempt.isAssumed()));
      NegotiationRules.check(dialog, attempt, alarms);
      checkRoles(attempt);
    } else if (matters(attempt) && attempt.isRejection() && !isCrossed(attempt)) {
      alarms.raise(
          AlertTexts.rejected(dialog, attempt), attempt.answeredUs(), isSureToMatter(attempt));
    }
    if (!attempt.isInitial()) {
      tell(attempt);
    }
  }

  /**
   * Whether its failure is one of the session timer's, whatever the mirror may have lost: a 481 may
   * as well be due to the other side's BYE, which its sender's own BYE shows not to have come.
   */
  private boolean isSureToMatter(RefreshAttempt attempt) {
    return asksForTimer(attempt) && (attempt.status() != 481 || hangsUpAfter(attempt));
  }

  /** 481 from a side that was hanging up itself: request and BYE met on the way. */
  private boolean isCrossed(RefreshAttempt attempt) {
    return attempt.status() == 481 && ending.isByeOf(attempt.by.other());
  }

  private boolean hangsUpAfter(RefreshAttempt attempt) {
    return ending.isByeOf(attempt.by) && ending.atUs() >= attempt.answeredUs();
  }

  private boolean asksForTimer(RefreshAttempt attempt) {
    return dialog.isHeardFromItsBeginning() && attempt.asksForInterval();
  }

  private void settleTimer(RefreshAttempt attempt) {
    int intervalS = timer.intervalS();
    if (timer.settle(attempt)) {
      raise(NegotiationTexts.turnedOff(dialog, attempt, intervalS), attempt);
    }
  }

  private void checkRoles(RefreshAttempt attempt) {
    Side before = attempt.refresherBefore;
    TimerAnswer answer = attempt.answer();
    if (before == null || answer == null || !answer.hasInterval()) {
      return;
    }
    boolean requestSeen = attempt.hops().anyRequest(request -> true);
    boolean asked = attempt.hops().asksFor(attempt.by) == answer.refresher();
    if (answer.refresher() != before && requestSeen && !asked) {
      noOther(NegotiationTexts.refresherChanged(dialog, attempt, before), attempt);
    }
    boolean wrongSide =
        attempt.by != before
            && attempt.by != answer.refresher()
            && !attempt.changesSdp
            && attempt.isOnTime(dialog.toleranceUs());
    if (wrongSide && timer.isAgainRefreshedByWrongSide()) {
      noOther(AlertTexts.wrongSide(dialog, attempt), attempt);
    }
  }

  /** An alert that is true if there was no other refresh since the last one that was heard. */
  private void noOther(AlertTexts.Text text, RefreshAttempt attempt) {
    alarms.missing(text, attempt.answeredUs(), attempt.refreshedBeforeUs, false);
  }

  private void raise(AlertTexts.Text text, RefreshAttempt attempt) {
    boolean allHeard =
        dialog.isHeardFromItsBeginning()
            && !attempt.followsConcluded
            && !dialog.mayHaveMissed(attempt.refreshedBeforeUs, attempt.requestedUs());
    alarms.raise(text, attempt.answeredUs(), allHeard);
  }

  /** Its 2xx was lost by the mirror, as an ACK shows. */
  void assume(RefreshAttempt attempt, long atUs) {
    dialog.assume(attempt, atUs);
  }

  /** A 491, and 10 s later still no 2xx. */
  void glare(RefreshAttempt attempt) {
    boolean refreshedSince = timer.refreshedUs() > attempt.glareUs();
    if (!refreshedSince && !ending.hasBegun() && matters(attempt, timer.state())) {
      long raisedUs = attempt.glareUs() + EngineSettings.GLARE_US;
      alarms.missing(AlertTexts.glare(dialog, attempt), raisedUs, attempt.glareUs(), false);
    }
  }

  /**
   * No final response came.
   *
   * @param isOvertaken whether its sender went on as after a final response
   */
  void unanswered(RefreshAttempt attempt, boolean isOvertaken) {
    if (isOvertaken) {
      long fromUs = attempt.requestedUs();
      dialog.hearing().lost(GapTexts.answerLost(dialog, attempt), fromUs, attempt.unansweredUs());
    } else if (!isHungUpBefore(attempt.unansweredUs(), attempt.by) && matters(attempt)) {
      alarms.missing(
          AlertTexts.unanswered(dialog, attempt),
          attempt.unansweredUs(),
          attempt.requestedUs(),
          asksForTimer(attempt) && attempt.isRequestedUntilTimeout());
    }
    tell(attempt);
  }

  /**
   * Whether the call was over by then. A side hangs up when its request was not answered (R26), and
   * its BYE may be mirrored up to a second too early against the request.
   */
  private boolean isHungUpBefore(long instantUs, Side by) {
    boolean givesUp = ending.isByeOf(by) && ending.atUs() >= instantUs - EngineSettings.SETTLE_US;
    return ending.hasBegun() && !givesUp;
  }

  /** The call ended, or the recording did, before the attempt was decided; or it was decided. */
  void tell(RefreshAttempt attempt) {
    if (dialog.isHalfOpen() && !attempt.isAnswered()) {
      return;
    }
    dialog.emit(
        new Effect.Refreshed(dialog.snapshot(), attempt.snapshot(timer, dialog.toleranceUs())));
  }

  /**
   * A refresh that fails matters where a timer runs, or where its sender believes so; not where the
   * caller runs it alone (R12). What counts is the timer as it stood when the failure came.
   */
  boolean matters(RefreshAttempt attempt) {
    TimerInForce then = attempt.atAnswer();
    boolean heard = attempt.isAnswered() && !attempt.isAssumed();
    return matters(attempt, heard && then != null ? then.state() : timer.state());
  }

  private static boolean matters(RefreshAttempt attempt, TimerState state) {
    boolean asks = attempt.asksForInterval() && state != TimerState.OPTIONAL;
    return state == TimerState.ACTIVE || asks;
  }
}
