package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;

/**
 * The timer at one moment.
 *
 * @param state what is known of it
 * @param intervalS session interval in seconds; null where none is in force
 * @param refresher the side that is to refresh; null where none is in force
 */
record TimerInForce(TimerState state, @Nullable Integer intervalS, @Nullable Side refresher) {
  static final TimerInForce OFF = new TimerInForce(TimerState.OFF, null, null);

  /** As it stands now. */
  static TimerInForce of(SessionTimer timer) {
    return new TimerInForce(timer.state(), timer.intervalInForceS(), timer.refresherInForce());
  }

  /** The same after a 2xx, whatever came later. */
  TimerInForce with(TimerAnswer answer) {
    return new TimerInForce(state, answer.intervalS(), answer.refresher());
  }
}
