package org.sessionwatch.store;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.time.Clock;
import org.sessionwatch.time.Micros;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database takes what is written, and when it may be tried again. Used by one thread;
 * {@link #awaySince} by any.
 */
final class Reachability {
  private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** A database that comes and goes is told no more often. */
  private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

  private final Clock clock;
  private volatile @Nullable Instant awaySince;
  private Duration pause = FIRST_PAUSE;
  private long nextTryUs;
  private long nextTellUs;
  private boolean told;
  private long lostWhenAway;

  Reachability(Clock clock) {
    this.clock = clock;
  }

  /** Since when it takes nothing; null while it does. */
  @Nullable Instant awaySince() {
    return awaySince;
  }

  boolean mayTry() {
    return clock.nowUs() >= nextTryUs;
  }

  long nextTryUs() {
    return nextTryUs;
  }

  /**
   * It took nothing: it is left alone for a while, longer each time.
   *
   * @param lost changes that were lost until now
   */
  void away(String reason, long lost) {
    nextTryUs = clock.nowUs() + pause.toNanos() / 1_000;
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    hangs(reason, lost);
  }

  /** It has not answered for so long that what it was given is on disk by now. */
  void hangs(String reason, long lost) {
    if (awaySince == null) {
      awaySince = Micros.toInstant(clock.nowUs());
      lostWhenAway = lost;
    }
    if (!told && clock.nowUs() >= nextTellUs) {
      told = true;
      nextTellUs = clock.nowUs() + TELL_AGAIN.toNanos() / 1_000;
      LOG.warn("{}; what is told meanwhile is spooled on disk", reason);
    }
  }

  /** It took something. */
  void back(SpoolHealth spool, long lost) {
    pause = FIRST_PAUSE;
    nextTryUs = 0;
    Instant since = awaySince;
    awaySince = null;
    if (since != null && told) {
      told = false;
      LOG.info(
          "PostgreSQL is back after {} s; {}, {} were lost",
          Duration.between(since, Micros.toInstant(clock.nowUs())).toSeconds(),
          spool.text(),
          lost - lostWhenAway);
    }
  }
}
