package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;

/** A dialog's session timer. Changed only by a 2xx (R7, R25). */
final class SessionTimer {
  private TimerState state;
  private int intervalS;
  private @Nullable Side refresher;
  private int minSeS = EngineSettings.MIN_INTERVAL_S;
  private long refreshedUs = Instants.NONE;
  private @Nullable Side refreshedBy;

  /** Below 2^31; there is one of these for each open dialog. */
  private int refreshedCseq;

  private boolean forced;
  private byte wrongSideRefreshes;

  SessionTimer(TimerState state) {
    this.state = state;
  }

  static SessionTimer restored(TimerStatus status) {
    SessionTimer timer = new SessionTimer(status.state());
    timer.intervalS = status.intervalS() == null ? 0 : status.intervalS();
    timer.refresher = status.refresher();
    timer.minSeS = status.minSeS();
    timer.refreshedUs = Instants.us(status.refreshedAt());
    return timer;
  }

  boolean isActive() {
    return state == TimerState.ACTIVE;
  }

  TimerState state() {
    return state;
  }

  int intervalS() {
    return intervalS;
  }

  @Nullable Side refresher() {
    return refresher;
  }

  long refreshedUs() {
    return refreshedUs;
  }

  /**
   * The interval restarts at the first copy of the 2xx, whatever the request was for (R22, R23).
   *
   * @param by who sent the request that it answers; null for the INVITE that began the call
   * @param cseq that request's CSeq
   */
  void restart(long successUs, @Nullable Side by, long cseq) {
    refreshedUs = successUs;
    refreshedBy = by;
    refreshedCseq = (int) cseq;
  }

  /**
   * Whether the running interval began after the attempt was answered. A request with a lower
   * number than the refresh's own was answered before it, whenever that was mirrored.
   */
  boolean isRestartedAfter(RefreshAttempt attempt) {
    boolean before = attempt.by == refreshedBy && attempt.cseq() < refreshedCseq;
    return before || attempt.answeredUs() <= refreshedUs;
  }

  /** Who sent the request whose 2xx began the running interval; null for the call's INVITE. */
  @Nullable Side refreshedBy() {
    return refreshedBy;
  }

  /** That request's CSeq. */
  long refreshedCseq() {
    return refreshedCseq;
  }

  /** A proxy made a caller without timer support the refresher: nobody will refresh. */
  boolean isForced() {
    return forced;
  }

  void forced(boolean byProxy) {
    forced = byProxy;
  }

  /**
   * The side that is not the refresher refreshed. Once may be chance; who does it again believes
   * that it has to.
   *
   * @return whether it did so for the second time
   */
  boolean isAgainRefreshedByWrongSide() {
    wrongSideRefreshes = (byte) Math.min(3, wrongSideRefreshes + 1);
    return wrongSideRefreshes == 2;
  }

  void negotiated(TimerAnswer answer) {
    state = TimerState.ACTIVE;
    intervalS = answer.intervalS();
    refresher = answer.refresher();
  }

  /** All copies of the first 2xx are in: says what a missing interval in it means (R12). */
  void establish(RefreshAttempt initial) {
    TimerAnswer answer = initial.answer();
    if (answer != null && answer.kind() == TimerAnswer.Kind.UNREADABLE) {
      stop(TimerState.UNKNOWN);
    } else if (!isActive() && initial.asksForInterval()) {
      optional(initial.requestedIntervalS());
    }
    minSe(initial.requestedMinSeS());
  }

  /**
   * All copies of a 2xx in mid-call are in: says what a missing interval in it means (R12).
   *
   * @return whether it turned an active timer off
   */
  boolean settle(RefreshAttempt success) {
    minSe(success.requestedMinSeS());
    if (success.outcome() != RefreshOutcome.TURNED_OFF) {
      return false;
    }
    if (success.answeredUs() != refreshedUs) {
      // The next 2xx came within the second in which copies of this one could.
      TimerInForce before = success.atAnswer();
      return before != null && before.state() == TimerState.ACTIVE;
    }
    boolean wasActive = isActive();
    if (goesOnAlone(success)) {
      optional(success.requestedIntervalS());
    } else if (state != TimerState.NONE) {
      stop(TimerState.OFF);
    }
    return wasActive;
  }

  /** A caller that runs the timer alone goes on as long as it asks for it. */
  private boolean goesOnAlone(RefreshAttempt success) {
    return state == TimerState.OPTIONAL && success.by == Side.CALLER && success.asksForInterval();
  }

  /** The callee does not take part; the caller, who asked, may refresh alone (R12). */
  private void optional(int requestedS) {
    state = TimerState.OPTIONAL;
    intervalS = requestedS;
    refresher = Side.CALLER;
  }

  /** A 2xx turned it off, which shows only now that the next one has come as well. */
  void turnOff() {
    if (isActive()) {
      stop(TimerState.OFF);
    }
  }

  private void stop(TimerState stopped) {
    state = stopped;
    intervalS = 0;
    refresher = null;
  }

  /** The Min-SE of the negotiation that just succeeded, in seconds. */
  private void minSe(int seconds) {
    minSeS = Math.max(EngineSettings.MIN_INTERVAL_S, seconds);
  }

  Thresholds thresholds(long toleranceUs) {
    return Thresholds.of(refreshedUs, intervalS, toleranceUs);
  }

  @Nullable Integer intervalInForceS() {
    return runs() ? intervalS : null;
  }

  @Nullable Side refresherInForce() {
    return runs() ? refresher : null;
  }

  /** Whether an interval is in force, for both sides or for the caller alone. */
  boolean runs() {
    return state == TimerState.ACTIVE || state == TimerState.OPTIONAL;
  }

  TimerStatus status() {
    return new TimerStatus(
        state, intervalInForceS(), refresherInForce(), minSeS, Instants.orNull(refreshedUs));
  }
}
