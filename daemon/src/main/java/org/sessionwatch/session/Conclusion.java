package org.sessionwatch.session;

/**
 * Brings a dialog to its end: judges whether the timer was the cause, and says when it is over. It
 * keeps nothing itself.
 */
final class Conclusion {
  private final WatchedDialog dialog;
  private final SessionTimer timer;
  private final Alarms alarms;
  private final Ending ending;
  private final Attempts attempts;
  private final RefreshJudge judge;

  Conclusion(
      WatchedDialog dialog,
      SessionTimer timer,
      Alarms alarms,
      Ending ending,
      Attempts attempts,
      RefreshJudge judge) {
    this.dialog = dialog;
    this.timer = timer;
    this.alarms = alarms;
    this.ending = ending;
    this.attempts = attempts;
    this.judge = judge;
  }

  /** When the next step is due; a BYE or hang-up must have been heard. */
  long nextUs() {
    return ending.isJudged() ? ending.overUs() : ending.judgeUs();
  }

  /** Takes the steps that are due by now. */
  void advance(long nowUs) {
    if (!ending.isJudged() && ending.judgeUs() <= nowUs) {
      judge();
    }
    if (ending.isJudged() && !ending.isOver() && ending.overUs() <= nowUs) {
      conclude();
    }
  }

  /** Nothing more will come. */
  void finish() {
    if (ending.hasBegun() && !ending.isOver()) {
      if (!ending.isJudged()) {
        judge();
      }
      conclude();
    }
  }

  private void judge() {
    RefreshAttempt unacked = attempts.unacknowledged(ending.atUs(), ending.by());
    Drop drop = ending.judge(timer, unacked != null);
    if (unacked != null && drop == Drop.NO) {
      alarms.missing(
          AlertTexts.unacked(dialog, unacked, ending.atUs()),
          ending.atUs(),
          unacked.answeredUs(),
          unacked.showsNoAck(ending.atUs()));
    }
    if (drop != Drop.NO) {
      dropped(drop);
    }
  }

  private void dropped(Drop drop) {
    boolean certain = drop == Drop.CERTAIN;
    if (timer.isActive()) {
      boolean inTime = ending.atUs() <= timer.thresholds(0).expiredUs() + Drop.WINDOW_US;
      boolean shown = certain && inTime && Drop.isAtInstant(timer, ending.atUs(), ending.by());
      if (shown) {
        alarms.proveMissed();
      }
      alarms.missedIfNotYet(timer.thresholds(dialog.toleranceUs()), shown);
    }
    AlertTexts.Text text = AlertTexts.dropped(dialog, drop, ending.by(), ending.atUs());
    alarms.missing(text, ending.atUs(), timer.refreshedUs(), certain);
  }

  private void conclude() {
    attempts.conclude(judge);
    ending.conclude();
    dialog.prove();
    dialog.tellUnlessHalfOpen(new Effect.Ended(dialog.snapshot()));
  }
}
