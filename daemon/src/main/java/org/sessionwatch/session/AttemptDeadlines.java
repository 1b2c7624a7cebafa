package org.sessionwatch.session;

/** When an attempt wants to be looked at; {@code Long.MAX_VALUE} for never. */
final class AttemptDeadlines {
  private static final long TIMEOUT_US = EngineSettings.TRANSACTION_TIMEOUT_US;

  private AttemptDeadlines() {}

  static long nextUs(RefreshAttempt attempt) {
    return Math.min(stepUs(attempt), glareUs(attempt));
  }

  /** When it takes its next step: judged, told as unanswered, or forgotten. */
  static long stepUs(RefreshAttempt attempt) {
    if (attempt.isAnswered()) {
      return attempt.judged ? overUs(attempt) : attempt.answeredUs() + EngineSettings.SETTLE_US;
    }
    if (attempt.shownUs() != Long.MAX_VALUE) {
      return attempt.shownUs() + EngineSettings.SETTLE_US;
    }
    return attempt.unansweredTold ? overUs(attempt) : attempt.unansweredUs();
  }

  /** When no copy of it can come any more. */
  private static long overUs(RefreshAttempt attempt) {
    long lastUs = Math.max(attempt.unansweredUs(), attempt.answeredUs() + TIMEOUT_US);
    return lastUs + TIMEOUT_US;
  }

  /** When a 491 that no 2xx followed is told. */
  static long glareUs(RefreshAttempt attempt) {
    boolean waits = attempt.glareUs() != Instants.NONE && !attempt.glareTold;
    return waits ? attempt.glareUs() + EngineSettings.GLARE_US : Long.MAX_VALUE;
  }
}
