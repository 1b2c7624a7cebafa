package org.sessionwatch.flow;

import org.sessionwatch.session.EngineLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells, at most once a minute, that an engine had more calls than its heap carries. */
final class ForgottenCalls {
  private static final Logger log = LoggerFactory.getLogger(ForgottenCalls.class);
  private static final long MINUTE_US = 60_000_000;

  private final EngineLimits limits;
  private long told;
  private long tellUs = Long.MIN_VALUE;

  ForgottenCalls(EngineLimits limits) {
    this.limits = limits;
  }

  /**
   * How it stands now.
   *
   * @param forgotten how many there were since the start
   */
  void note(long forgotten, long nowUs) {
    if (forgotten > told && nowUs >= tellUs) {
      log.warn(
          "{} more calls were forgotten or passed over: an engine remembers {}, {} of them without"
              + " an answer, by its share of a heap of {} MB. Are there so many? Then a larger heap"
              + " carries more (SESSIONWATCH_JAVA_OPTS=-Xmx...); if not, who makes them up?",
          forgotten - told,
          limits.calls(),
          limits.halfOpen(),
          Runtime.getRuntime().maxMemory() >> 20);
      told = forgotten;
      tellUs = nowUs + MINUTE_US;
    }
  }
}
