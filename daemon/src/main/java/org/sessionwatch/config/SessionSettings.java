package org.sessionwatch.config;

import java.time.Duration;

/**
 * {@code [session]}: how the session engine reads timers.
 *
 * @param tolerance how long after half the interval a refresh is still on time; 0 s to 300 s
 * @param shards engine threads, 1 to 64
 */
public record SessionSettings(Duration tolerance, int shards) {
  /** The longest tolerance: beyond it, a usual 1800 s interval would be a third over. */
  public static final Duration MOST_TOLERANCE = Duration.ofSeconds(300);

  static final int MOST_SHARDS = 64;

  /** Refuses values outside their ranges. */
  public SessionSettings {
    Check.range("tolerance", tolerance, Duration.ZERO, MOST_TOLERANCE);
    Check.range("shards", shards, 1, MOST_SHARDS);
  }
}
