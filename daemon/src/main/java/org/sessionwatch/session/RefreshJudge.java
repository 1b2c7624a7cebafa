package org.sessionwatch.session;

import java.util.List;

/**
 * Judges a dialog's INVITE and UPDATE transactions when all copies of their messages are in: what
 * they did to the timer, and which alerts they call for.
 */
final class RefreshJudge {
  private final WatchedDialog dialog;
  private final SessionTimer timer;
  private final Alarms alarms;
  private final Ending ending;
  private final long toleranceUs;
  private List<Note> notes = List.of();
  private boolean forced;
  private int wrongSideRefreshes;

  RefreshJudge(
      WatchedDialog dialog, SessionTimer timer, Alarms alarms, Ending ending, long toleranceUs) {
    this.dialog = dialog;
    this.timer = timer;
    this.alarms = alarms;
    this.ending = ending;
    this.toleranceUs = toleranceUs;
  }

  /** Takes over what was found before there was this dialog. */
  void take(List<Note> found) {
    for (Note note : found) {
      notes = Few.with(notes, note);
    }
  }

  /** A proxy made a caller without timer support the refresher: nobody will refresh. */
  boolean isTimerForced() {
    return forced;
  }

  SessionTimer timer() {
    return timer;
  }

  /** The attempt's final response, and all its copies, are in. */
  void judged(RefreshAttempt attempt) {
    if (attempt.isInitial()) {
      timer.establish(attempt);
      dialog.established();
      notes.forEach(note -> alarms.raiseOnce(note.text(), note.raisedUs()));
      notes = List.of();
    } else if (attempt.isSuccess()) {
      settleTimer(attempt);
    }
    if (attempt.isSuccess()) {
      attempt.settled(timer);
      forced = NegotiationRules.isForced(dialog, attempt) || (forced && attempt.isAssumed());
      NegotiationRules.check(dialog, attempt, alarms);
      checkRoles(attempt);
    } else if (matters(attempt) && attempt.isRejection() && !ending.isByeOf(attempt.by.other())) {
      raise(AlertTexts.rejected(dialog, attempt), attempt);
    }
    if (!attempt.isInitial()) {
      tell(attempt);
    }
  }

  private void settleTimer(RefreshAttempt attempt) {
    int intervalS = timer.intervalS();
    if (timer.settle(attempt)) {
      raise(AlertTexts.turnedOff(dialog, attempt, intervalS), attempt);
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
      raise(AlertTexts.refresherChanged(dialog, attempt, before), attempt);
    }
    boolean wrongSide =
        attempt.by != before
            && attempt.by != answer.refresher()
            && !attempt.changesSdp
            && attempt.isOnTime(toleranceUs);
    // Once may be chance; who does it again believes that it has to.
    if (wrongSide && ++wrongSideRefreshes == 2) {
      raise(AlertTexts.wrongSide(dialog, attempt), attempt);
    }
  }

  private void raise(AlertTexts.Text text, RefreshAttempt attempt) {
    alarms.raise(text, attempt.answeredUs(), true);
  }

  /** Its 2xx was lost by the mirror, as an ACK shows. */
  void assume(RefreshAttempt attempt, long atUs) {
    dialog.assume(attempt, atUs);
  }

  /** A 491, and 10 s later still no 2xx. */
  void glare(RefreshAttempt attempt) {
    boolean refreshedSince = timer.refreshedUs() > attempt.glareUs();
    if (!refreshedSince && !ending.hasBegun() && matters(attempt)) {
      long raisedUs = attempt.glareUs() + EngineSettings.GLARE_US;
      alarms.raise(AlertTexts.glare(dialog, attempt), raisedUs, true);
    }
  }

  /** No final response came. */
  void unanswered(RefreshAttempt attempt) {
    if (!ending.hasBegun() && matters(attempt)) {
      alarms.raise(AlertTexts.unanswered(dialog, attempt), attempt.unansweredUs(), true);
    }
    tell(attempt);
  }

  /** The call ended, or the recording did, before the attempt was decided; or it was decided. */
  void tell(RefreshAttempt attempt) {
    if (dialog.isHalfOpen() && !attempt.isAnswered()) {
      return;
    }
    dialog.emit(new Effect.Refreshed(dialog.snapshot(), attempt.snapshot(timer, toleranceUs)));
  }

  boolean matters(RefreshAttempt attempt) {
    return attempt.matters(timer);
  }
}
