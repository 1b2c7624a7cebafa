package org.sessionwatch.session;

/** How an INVITE or UPDATE transaction inside an established dialog ended. */
public enum RefreshOutcome {
  /** 2xx with a session interval. */
  REFRESHED,
  /** 2xx without one. */
  TURNED_OFF,
  /** Another final response. */
  REJECTED,
  /** No final response within 32 s. */
  UNANSWERED,
  /** 491, and no retry got through. */
  GLARE,
  /** 487. */
  CANCELLED,
  /** Not decided yet. */
  PENDING
}
