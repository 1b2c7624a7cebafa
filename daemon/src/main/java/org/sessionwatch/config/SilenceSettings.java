package org.sessionwatch.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code [hep] silence}: how long a source that used to speak may be silent.
 *
 * @param watched whether silence is told at all
 * @param after how long; null to learn it from each source's own pauses
 */
public record SilenceSettings(boolean watched, @Nullable Duration after) {
  static final Duration LEAST = Duration.ofSeconds(1);
  static final Duration MOST = Duration.ofDays(7);

  /** Learned from each source's own pauses. */
  public static final SilenceSettings AUTO = new SilenceSettings(true, null);

  /** Never told. */
  public static final SilenceSettings OFF = new SilenceSettings(false, null);

  /** Refuses values outside their ranges. */
  public SilenceSettings {
    if (after != null) {
      Check.range("silence", after, LEAST, MOST);
    }
  }
}
