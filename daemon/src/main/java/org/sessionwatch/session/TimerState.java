package org.sessionwatch.session;

/** What is known of a dialog's session timer. */
public enum TimerState {
  /** An interval was negotiated and runs. */
  ACTIVE,
  /** It was negotiated once and a later 2xx turned it off (R12). */
  OFF,
  /**
   * The caller asked, the callee does not take part: the caller may run it alone (R12). Never
   * alerted.
   */
  OPTIONAL,
  /** Never negotiated. */
  NONE,
  /** The dialog was first heard in mid-call, or the decisive message was cut. */
  UNKNOWN
}
