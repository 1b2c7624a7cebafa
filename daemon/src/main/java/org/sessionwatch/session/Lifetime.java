package org.sessionwatch.session;

/**
 * How long a dialog is remembered: after its end for late copies, without one until all hope is
 * gone. It keeps nothing itself.
 */
final class Lifetime {
  private final long lastHeardUs;
  private final DialogOrigin origin;
  private final SessionTimer timer;
  private final Ending ending;

  /**
   * That of a dialog.
   *
   * @param lastHeardUs its last message
   */
  Lifetime(long lastHeardUs, DialogOrigin origin, SessionTimer timer, Ending ending) {
    this.origin = origin;
    this.timer = timer;
    this.ending = ending;
    this.lastHeardUs = lastHeardUs;
  }

  /** Heard of in mid-call, but by no 2xx yet. */
  boolean isHalfOpen() {
    return timer.refreshedUs() == Instants.NONE && origin.establishedUs() == Instants.NONE;
  }

  /** Copies of a finished dialog's messages come for a while and must not make a new one. */
  long removableUs() {
    long untilUs = lastHeardUs + 2 * EngineSettings.TRANSACTION_TIMEOUT_US;
    // Somebody may yet refresh a call whose BYE was answered 481.
    return ending.isDoubtful() && timer.isActive() ? Math.max(untilUs, expiredUs()) : untilUs;
  }

  /**
   * From when on a dialog of which nothing is heard is no longer watched.
   *
   * @param probablyOver whether its end was probably lost
   */
  long forgetUs(boolean probablyOver) {
    if (isHalfOpen()) {
      return lastHeardUs + 2 * EngineSettings.TRANSACTION_TIMEOUT_US;
    }
    if (!timer.isActive()) {
      return lastHeardUs + EngineSettings.FORGET_IDLE_US;
    }
    long fromUs = Math.max(lastHeardUs, expiredUs());
    return fromUs + (probablyOver ? lastHopeUs() : EngineSettings.FORGET_EXPIRED_US);
  }

  /**
   * Some stacks hang up a tenth of the interval after the expiry; a little more, for the mirror.
   */
  private long lastHopeUs() {
    return (expiredUs() - timer.refreshedUs()) / 5 + EngineSettings.TRANSACTION_TIMEOUT_US;
  }

  private long expiredUs() {
    return timer.thresholds(0).expiredUs();
  }
}
