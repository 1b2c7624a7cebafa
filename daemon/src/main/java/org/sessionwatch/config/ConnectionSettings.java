package org.sessionwatch.config;

import java.time.Duration;

/**
 * How many connections a TCP or TLS listener keeps, and for how long.
 *
 * @param most connections at the same time, 1 to 10000
 * @param idleTimeout how long one may be silent, 10 s to 7 days
 */
public record ConnectionSettings(int most, Duration idleTimeout) {
  static final int MOST = 10_000;
  static final Duration LEAST_IDLE = Duration.ofSeconds(10);
  static final Duration MOST_IDLE = Duration.ofDays(7);

  /** Refuses values outside their ranges. */
  public ConnectionSettings {
    Check.range("most_connections", most, 1, MOST);
    Check.range("idle_timeout", idleTimeout, LEAST_IDLE, MOST_IDLE);
  }
}
