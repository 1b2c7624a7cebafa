package org.sessionwatch.session.model;

/** When something happens, against the interval that runs. */
enum Moment {
  SOON,
  EARLY,
  ON_TIME,
  LATE,
  AT_RISK,
  EXPIRED;

  /** Without a timer, or where the moment has passed: a while from now. */
  void wait(CallWriter call, Dice dice) {
    long low = low(call);
    long high = high(call);
    if (!call.hasTimer() || this == SOON || call.nowUs >= high || low >= high) {
      call.pause(dice.seconds(0.1, 60));
      return;
    }
    long from = Math.max(low, call.nowUs);
    call.until(from + (long) ((high - from) * (dice.between(0, 1_000_000) / 1e6)));
  }

  private long low(CallWriter call) {
    return switch (this) {
      case SOON, EARLY -> call.baseUs;
      case ON_TIME -> call.dueUs() - call.toleranceUs;
      case LATE -> call.lateUs();
      case AT_RISK -> call.atRiskUs();
      case EXPIRED -> call.expiredUs();
    };
  }

  private long high(CallWriter call) {
    return switch (this) {
      case SOON, EARLY -> call.dueUs() - call.toleranceUs;
      case ON_TIME -> call.lateUs();
      case LATE -> call.atRiskUs();
      case AT_RISK -> call.expiredUs();
      case EXPIRED -> call.expiredUs() + 120 * CallWriter.SECOND;
    };
  }
}
