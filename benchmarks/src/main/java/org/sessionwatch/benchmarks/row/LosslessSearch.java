package org.sessionwatch.benchmarks.row;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.benchmarks.Bench;

/**
 * The search for the highest rate at which nothing is lost, the same for all sides.
 *
 * <p>First as fast as the receive buffer's half allows. A rate that lost something is tried once
 * more, since one datagram that a busy machine dropped says little; then a fifth slower. Between a
 * rate that lost and a much lower one that did not, the middle is tried as well.
 */
final class LosslessSearch {
  /** For the notes below the table. */
  static final String RULE =
      "a rate that lost anything is tried once more before it counts as too high, then a fifth slower, and the middle between the two";

  private static final int MOST_TRIES = 6;
  private static final double SLOWER = 0.8;

  /** Two rates that are nearer than this need nothing between them. */
  private static final double NEAR = 0.9;

  /** What a try found. */
  interface Found {
    /** Messages a second. */
    double perSecond();

    /** Messages, and whatever else should have come of them. */
    long lost();
  }

  /** One try. */
  interface Try<F extends Found> {
    /**
     * Sends for some seconds.
     *
     * @param cap messages a second at most; 0 for as fast as the buffer allows
     */
    F at(double cap) throws Exception;
  }

  private LosslessSearch() {}

  /** The fastest try that lost nothing; the last one where each lost something. */
  static <F extends Found> F find(Bench bench, Try<F> one) throws Exception {
    @Nullable F best = null;
    double tooFast = 0;
    double cap = 0;
    boolean again = false;
    F found = one.at(cap);
    for (int tries = 1; tries < MOST_TRIES; tries++) {
      if (found.lost() == 0) {
        best = best == null || found.perSecond() > best.perSecond() ? found : best;
        if (tooFast == 0 || cap >= NEAR * tooFast || found.perSecond() >= NEAR * tooFast) {
          return best;
        }
        again = true; // the middle gets one try
        cap = (cap + tooFast) / 2;
      } else if (!again) {
        again = true;
      } else if (best != null) {
        return best;
      } else {
        tooFast = cap == 0 ? found.perSecond() : Math.min(cap, found.perSecond());
        cap = SLOWER * tooFast;
        again = false;
      }
      bench.say("%d lost at %.0f/s; now at most %.0f/s", found.lost(), found.perSecond(), cap);
      found = one.at(cap);
    }
    if (found.lost() == 0 && (best == null || found.perSecond() > best.perSecond())) {
      return found;
    }
    return best == null ? found : best;
  }
}
