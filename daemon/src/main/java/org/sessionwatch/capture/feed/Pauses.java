package org.sessionwatch.capture.feed;

import java.time.Duration;
import java.util.Arrays;
import org.sessionwatch.config.SilenceSettings;

/**
 * The pauses that one source makes, and how long one may be before it is silence.
 *
 * <p>Nobody is to be woken because a PBX is quiet at night. So, unless a duration is configured,
 * silence is three times the longest pause of the last seven days, at least a minute, and only of a
 * source that was heard for a day and never paused for more than ten minutes: one with OPTIONS or
 * REGISTER going on day and night. Of others, calls alone, nothing can be said.
 *
 * <p>A pause that was told as silence is not learned: a feed that died for an hour may not die for
 * three the next time. Not thread-safe; times are microseconds since the epoch.
 */
final class Pauses {
  /** No pause is too long. */
  static final long NO_LIMIT = Long.MAX_VALUE;

  private static final int DAYS = 7;
  private static final long DAY_US = us(Duration.ofDays(1));
  private static final long LEAST_LIMIT_US = us(Duration.ofMinutes(1));
  private static final long MOST_PAUSE_US = us(Duration.ofMinutes(10));
  private static final int FACTOR = 3;

  private final SilenceSettings settings;

  /** The longest of today and of the seven days before. */
  private final long[] longestUs = new long[DAYS + 1];

  private long day;
  private long firstHeardUs;
  private long lastHeardUs;

  /** From when on a pause counts: the last message, or when we began to listen again. */
  private long sinceUs;

  private boolean silent;

  Pauses(SilenceSettings settings, long firstHeardUs) {
    this.settings = settings;
    this.firstHeardUs = firstHeardUs;
    this.lastHeardUs = firstHeardUs;
    this.sinceUs = firstHeardUs;
    this.day = firstHeardUs / DAY_US;
  }

  private static long us(Duration duration) {
    return duration.toNanos() / 1_000;
  }

  /** What an earlier run learned. */
  void restore(long firstUs, long lastUs, long longestPauseUs, boolean wasSilent) {
    firstHeardUs = firstUs;
    lastHeardUs = lastUs;
    silent = wasSilent;
    longestUs[0] = Math.max(longestUs[0], longestPauseUs);
  }

  /** Nothing was listened to until now, so what was not heard until now is no pause. */
  void beginAt(long nowUs) {
    sinceUs = Math.max(sinceUs, nowUs);
  }

  /**
   * The last message known of it came then.
   *
   * @return whether that ends a silence
   */
  boolean heard(long atUs) {
    if (atUs <= lastHeardUs && atUs <= sinceUs) {
      return false;
    }
    boolean back = silent;
    if (!back) {
      learn(atUs, atUs - sinceUs);
    }
    silent = false;
    lastHeardUs = Math.max(lastHeardUs, atUs);
    sinceUs = Math.max(sinceUs, atUs);
    return back;
  }

  private void learn(long nowUs, long pauseUs) {
    long today = nowUs / DAY_US;
    int passed = (int) Math.min(Math.max(0, today - day), longestUs.length);
    if (passed > 0) {
      System.arraycopy(longestUs, 0, longestUs, passed, longestUs.length - passed);
      Arrays.fill(longestUs, 0, passed, 0);
      day = today;
    }
    longestUs[0] = Math.max(longestUs[0], pauseUs);
  }

  /** Whether the pause has just become silence. */
  boolean isNewlySilent(long nowUs) {
    if (silent || nowUs - sinceUs <= limitUs()) {
      return false;
    }
    silent = true;
    return true;
  }

  /** How long a pause may be, in microseconds; {@link #NO_LIMIT} if it cannot be said. */
  long limitUs() {
    if (!settings.watched()) {
      return NO_LIMIT;
    }
    long heardForUs = lastHeardUs - firstHeardUs;
    if (settings.after() != null) {
      long limitUs = us(settings.after());
      return heardForUs < limitUs ? NO_LIMIT : limitUs;
    }
    long longest = longestUs();
    return heardForUs < DAY_US || longest > MOST_PAUSE_US
        ? NO_LIMIT
        : Math.max(LEAST_LIMIT_US, FACTOR * longest);
  }

  long longestUs() {
    return Arrays.stream(longestUs).max().orElse(0);
  }

  long firstHeardUs() {
    return firstHeardUs;
  }

  long lastHeardUs() {
    return lastHeardUs;
  }

  /** From when on nothing was heard. */
  long sinceUs() {
    return sinceUs;
  }

  boolean isSilent() {
    return silent;
  }
}
