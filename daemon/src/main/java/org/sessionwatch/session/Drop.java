package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/** Whether a hang-up was the session timer's doing, and how sure that is. */
enum Drop {
  NO,
  /** No reason given, but sent by the right side at one of the instants at which stacks give up. */
  PROBABLE,
  /** The BYE says so. */
  CERTAIN;

  /** How far from its instant a hang-up may be. */
  static final long WINDOW_US = 2_000_000;

  /**
   * Judges a BYE.
   *
   * @param byeUs the BYE
   * @param by who sent it
   */
  static Drop ofBye(SessionTimer timer, long byeUs, Side by, Reason reason) {
    if (reason.saysSessionTimer()) {
      return CERTAIN;
    }
    return !reason.isPresent() && fits(timer, byeUs, by) ? PROBABLE : NO;
  }

  /** Judges a hang-up that only the PBX told of: its SIP cause 408, at an instant that fits. */
  static Drop ofHangup(SessionTimer timer, long hangupUs, Hangup hangup) {
    boolean timedOut = "408".equals(hangup.techCause());
    Side refresher = timer.refresher();
    boolean atInstant =
        timedOut
            && refresher != null
            && (fits(timer, hangupUs, refresher) || fits(timer, hangupUs, refresher.other()));
    return atInstant ? PROBABLE : NO;
  }

  /** Whether the side hung up at an instant at which stacks give up for want of a refresh. */
  static boolean isAtInstant(SessionTimer timer, long byeUs, @Nullable Side by) {
    return by != null && fits(timer, byeUs, by);
  }

  private static boolean fits(SessionTimer timer, long endUs, Side by) {
    if (!timer.isActive()) {
      return false;
    }
    long intervalUs = timer.intervalS() * 1_000_000L;
    long afterUs = endUs - timer.refreshedUs();
    if (by == timer.refresher()) {
      return near(afterUs, intervalUs);
    }
    return near(afterUs, intervalUs - Thresholds.guardUs(intervalUs, 3)) // RFC 4028, pjsip
        || near(afterUs, intervalUs - Thresholds.guardUs(intervalUs, 10)) // sofia-sip
        || near(afterUs, intervalUs)
        || near(afterUs, intervalUs + intervalUs / 10); // JsSIP
  }

  private static boolean near(long afterUs, long instantUs) {
    return Math.abs(afterUs - instantUs) <= WINDOW_US;
  }

  /**
   * The Reason header of a BYE.
   *
   * @param isPresent whether there was one
   * @param cause its cause; negative when there is none
   * @param text its text
   */
  record Reason(boolean isPresent, int cause, @Nullable String text) {
    static final Reason NONE = new Reason(false, -1, null);

    static Reason of(SipMessage bye) {
      return bye.hasReason() ? new Reason(true, bye.reasonCause(), bye.reasonText()) : NONE;
    }

    private boolean saysSessionTimer() {
      return cause == 408
          && text != null
          && (text.equalsIgnoreCase("No session refresh received.") // pjsip
              || text.equalsIgnoreCase("Session timeout")); // sofia-sip
    }
  }
}
