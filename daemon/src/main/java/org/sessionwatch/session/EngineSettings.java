package org.sessionwatch.session;

import java.time.Duration;

/**
 * What the engine can be told. Times in microseconds.
 *
 * @param toleranceUs how long after half the interval a refresh is still on time
 * @param limits how many calls are remembered
 */
public record EngineSettings(long toleranceUs, EngineLimits limits) {
  /** 6 s: sofia-sip jitters its refreshes by 5 s, pjsip postpones them by seconds. */
  public static final Duration DEFAULT_TOLERANCE = Duration.ofSeconds(6);

  public EngineSettings {
    if (toleranceUs < 0) {
      throw new IllegalArgumentException("tolerance below 0: " + toleranceUs + " us");
    }
  }

  /** Settings that no heap limits. */
  public EngineSettings(long toleranceUs) {
    this(toleranceUs, EngineLimits.MOST);
  }

  /** The same, with other limits. */
  public EngineSettings within(EngineLimits others) {
    return new EngineSettings(toleranceUs, others);
  }

  /** Settings with the given tolerance, 0 s or more, that no heap limits. */
  public static EngineSettings withTolerance(Duration tolerance) {
    return new EngineSettings(tolerance.toNanos() / 1_000);
  }

  /**
   * Within this time all copies of a message have come: mirrors double messages and swap them, by
   * up to a second. A final response is judged when it has passed.
   */
  static final long SETTLE_US = 1_000_000;

  /** 64 * T1: a transaction without a final response is over (RFC 3261 section 17.1). */
  static final long TRANSACTION_TIMEOUT_US = 32_000_000;

  /** T2, and what the mirror may be late: a 2xx without an ACK is sent again within this time. */
  static final long LONGEST_REPEAT_US = 5_000_000;

  /** How exactly a server gives up after 64*T1: half of T1, after which a lost 2xx would show. */
  static final long GIVES_UP_WITHIN_US = 250_000;

  /** How long after a 491 a 2xx may take before it is told. */
  static final long GLARE_US = 10_000_000;

  /** How long nothing is looked for again, when no call was found that could be forgotten. */
  static final long FULL_US = 10_000_000;

  /** How long a feed must have lost nothing for its gap to be over. */
  static final long GAP_QUIET_US = 30_000_000;

  /** How long an INVITE may ring before it is forgotten. */
  static final long RINGING_US = 15 * 60_000_000L;

  /** The same where its mirror lost messages since: its answer was probably among them. */
  static final long RINGING_IN_GAP_US = 2 * 60_000_000L;

  /** How long after a 481 to a BYE a refresh may show that the call goes on: T2 is 4 s. */
  static final long DOUBT_US = 5_000_000;

  /** How long the mirror's BYE is waited for when the PBX has hung up. */
  static final long HANGUP_GRACE_US = 2_000_000;

  /** How long after its expiry an expired dialog of which nothing is heard is still watched. */
  static final long FORGET_EXPIRED_US = 3_600_000_000L;

  /** How long a dialog without a timer is watched after the last message heard of it. */
  static final long FORGET_IDLE_US = 24 * 3_600_000_000L;

  /** Min-SE where none is sent, and the smallest legal interval, in seconds (R3, R4). */
  static final int MIN_INTERVAL_S = 90;
}
