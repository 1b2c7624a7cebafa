package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;

/**
 * The timer at one moment.
 *
 * @param state what is known of it
 * @param seconds session interval; negative where none is in force
 * @param refresher the side that is to refresh; null where none is in force
 */
record TimerInForce(TimerState state, int seconds, @Nullable Side refresher) {
  private static final int NO_INTERVAL = -1;

  static final TimerInForce OFF = new TimerInForce(TimerState.OFF, NO_INTERVAL, null);

  /** As it stands now. */
  static TimerInForce of(SessionTimer timer) {
    int seconds = timer.runs() ? timer.intervalS() : NO_INTERVAL;
    return Shared.one(new TimerInForce(timer.state(), seconds, timer.refresherInForce()));
  }

  /** Session interval in seconds; null where none is in force. */
  @Nullable Integer intervalS() {
    return seconds < 0 ? null : seconds;
  }

  /** The same after a 2xx, whatever came later. */
  TimerInForce with(TimerAnswer answer) {
    return Shared.one(new TimerInForce(state, answer.intervalS(), answer.refresher()));
  }
}
