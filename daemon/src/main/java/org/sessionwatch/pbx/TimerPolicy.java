package org.sessionwatch.pbx;

/**
 * What an endpoint of a PBX is set to do about session timers.
 *
 * @param pbx name of the PBX
 * @param endpoint its name there
 * @param timers its setting, in the words of Asterisk's pjsip.conf
 */
public record TimerPolicy(String pbx, String endpoint, Timers timers) {

  /** The values of {@code timers}; what they do is read from pjproject's sip_timer.c. */
  public enum Timers {
    /** None; an interval in a request is passed over. */
    NO,
    /** A timer where the other side asks for one: none is no fault. */
    YES,
    /** Calls with peers that cannot are refused (421), so each call has one. */
    REQUIRED,
    /** Run alone where the other side does not take part, so each call has one. */
    ALWAYS
  }

  /** Whether each of its established calls has a timer, unless something is wrong. */
  public boolean expectsTimer() {
    return timers == Timers.REQUIRED || timers == Timers.ALWAYS;
  }
}
