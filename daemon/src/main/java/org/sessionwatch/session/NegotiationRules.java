package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;

/** Checks a 2xx against the rules of the negotiation; each violated rule is told once a dialog. */
final class NegotiationRules {
  private NegotiationRules() {}

  static void check(WatchedDialog dialog, RefreshAttempt attempt, Alarms alarms) {
    TimerAnswer answer = attempt.answer();
    if (answer == null || !answer.hasInterval()) {
      return;
    }
    raise(alarms, attempt, refresherMissing(dialog, attempt, answer));
    raise(alarms, attempt, intervalTooSmall(dialog, attempt, answer));
  }

  private static void raise(Alarms alarms, RefreshAttempt attempt, AlertTexts.@Nullable Text text) {
    if (text != null) {
      alarms.raiseOnce(text, attempt.answeredUs());
    }
  }

  /** R14: RFC 4028 section 9 wants the refresher named in every 2xx that has an interval. */
  private static AlertTexts.@Nullable Text refresherMissing(
      WatchedDialog dialog, RefreshAttempt attempt, TimerAnswer answer) {
    if (answer.saysRefresher()) {
      return null;
    }
    return AlertTexts.badNegotiation(
        "R14",
        "%s answered %s with an interval of %d s and no refresher; %s, who sent the request, is taken for it."
            .formatted(
                AlertTexts.who(dialog, attempt.by.other()),
                AlertTexts.request(attempt),
                answer.intervalS(),
                AlertTexts.who(dialog, attempt.by)),
        "If the sides read this differently, nobody refreshes. The side that answered has to name the"
            + " refresher (RFC 4028 section 9): look for a firmware fix.");
  }

  /** R4: 90 s is the smallest interval (RFC 4028 section 4). */
  private static AlertTexts.@Nullable Text intervalTooSmall(
      WatchedDialog dialog, RefreshAttempt attempt, TimerAnswer answer) {
    if (answer.intervalS() >= EngineSettings.MIN_INTERVAL_S) {
      return null;
    }
    return AlertTexts.badNegotiation(
        "R4",
        "%s answered %s with an interval of %d s; the smallest legal one is 90 s."
            .formatted(
                AlertTexts.who(dialog, attempt.by.other()),
                AlertTexts.request(attempt),
                answer.intervalS()),
        "Set the session interval of that side to 90 s or more; 1800 s is usual.");
  }
}
