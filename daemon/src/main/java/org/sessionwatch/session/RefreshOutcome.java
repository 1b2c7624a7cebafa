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
  PENDING;

  /**
   * That of a transaction without a 2xx.
   *
   * @param status its final status; 0 when there is none
   * @param isOver whether its time is over
   */
  static RefreshOutcome withoutSuccess(int status, boolean isOver) {
    return switch (status) {
      case 0 -> isOver ? UNANSWERED : PENDING;
      case 487 -> CANCELLED;
      case 491 -> GLARE;
      default -> REJECTED;
    };
  }
}
