package org.sessionwatch.session;

/** How a dialog ended. */
public enum EndCause {
  BYE,
  DROPPED_BY_TIMER,
  /** Never established. */
  REJECTED
}
