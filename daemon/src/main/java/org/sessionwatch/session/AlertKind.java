package org.sessionwatch.session;

/** The alerts, under the names that rows and output carry. */
public enum AlertKind {
  REFRESH_LATE,
  REFRESH_MISSED,
  SESSION_EXPIRED,
  DROPPED_BY_TIMER,
  REFRESH_UNANSWERED,
  REFRESH_REJECTED,
  TIMER_TURNED_OFF,
  BAD_NEGOTIATION
}
