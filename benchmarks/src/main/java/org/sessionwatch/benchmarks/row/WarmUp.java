package org.sessionwatch.benchmarks.row;

import java.util.function.IntFunction;
import org.sessionwatch.benchmarks.feed.Load;
import org.sessionwatch.benchmarks.process.ThreadTimes;

/**
 * When a program is warm: what its JVM compiles in its first minute, it runs for months, so nothing
 * counts before the compiler has come to rest. The same rule for the daemon and for its peers.
 */
final class WarmUp {
  /** Part of a processor that the compiler's threads take at rest, at most. */
  private static final double REST = 0.05;

  private static final int STRETCH_SECONDS = 4;

  private WarmUp() {}

  /**
   * Sends stretch after stretch until the compiler took next to nothing of one.
   *
   * @param pid of the JVM that is to be warm
   * @param leastSeconds not before: what a program does only after some time, such as forgetting a
   *     call a minute after its end, is compiled then, and once
   * @param mostSeconds then it has to do, warm or not
   * @param send sends for so many seconds
   * @return all that was sent
   */
  static Load until(Object pid, int leastSeconds, int mostSeconds, IntFunction<Load> send) {
    Load all = new Load(0, 0, 0, 0);
    ThreadTimes before = ThreadTimes.of(pid);
    for (int seconds = 0; seconds < mostSeconds; seconds += STRETCH_SECONDS) {
      all = all.with(send.apply(STRETCH_SECONDS));
      ThreadTimes now = ThreadTimes.of(pid);
      boolean early = seconds + STRETCH_SECONDS < leastSeconds;
      if (!early && isAtRest(now.since(before), STRETCH_SECONDS)) {
        break;
      }
      before = now;
    }
    return all;
  }

  /** Whether the compiler came to rest within a time. */
  static boolean isAtRest(ThreadTimes spent, double seconds) {
    return spent.seconds(ThreadTimes.COMPILER) < REST * seconds;
  }
}
