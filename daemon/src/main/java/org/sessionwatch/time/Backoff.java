package org.sessionwatch.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before something that failed is tried again: twice as long each time, up to a
 * limit, and each time a random part of it off, so that many who lost the same server do not all
 * come back at once.
 *
 * <p>Not thread-safe.
 */
public final class Backoff {
  /** At most this part of a wait is left out by chance. */
  private static final double JITTER = 0.25;

  private final long firstMs;
  private final long limitMs;
  private final RandomGenerator random;
  private long nextMs;

  /**
   * Begins at the first wait.
   *
   * @param first the first wait, above zero
   * @param limit the longest wait, at least {@code first}
   * @param random where the jitter comes from
   */
  public Backoff(Duration first, Duration limit, RandomGenerator random) {
    if (first.toMillis() <= 0 || limit.compareTo(first) < 0) {
      throw new IllegalArgumentException("waits from " + first + " to " + limit);
    }
    this.firstMs = first.toMillis();
    this.limitMs = limit.toMillis();
    this.random = random;
    this.nextMs = firstMs;
  }

  /** The next wait in milliseconds: three quarters to the whole of the wait now due; at least 1. */
  public long nextMs() {
    long wait = nextMs;
    nextMs = Math.min(limitMs, wait * 2);
    return Math.max(1, wait - (long) (wait * JITTER * random.nextDouble()));
  }

  /** It worked: the next wait is the first one again. */
  public void reset() {
    nextMs = firstMs;
  }
}
