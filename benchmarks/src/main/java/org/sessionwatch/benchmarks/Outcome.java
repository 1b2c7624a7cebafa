package org.sessionwatch.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * What one line of the table says.
 *
 * @param goal what is wanted
 * @param ours what was measured of the daemon
 * @param peer what was measured of the peer
 * @param ratio one figure a round, to be held against the limit
 * @param limit the goal's figure
 * @param atLeast whether the ratio has to be at least the limit, or at most
 * @param lost what was lost on the way; {@code nothing} where nothing was
 * @param note what else is to be known; may be empty
 */
public record Outcome(
    String goal,
    String ours,
    String peer,
    List<Double> ratio,
    double limit,
    boolean atLeast,
    String lost,
    String note) {

  /** A line for what could not be measured, and why. */
  public static Outcome missing(String goal, String why) {
    return new Outcome(goal, "-", "-", List.of(), 0, true, "-", why);
  }

  /** The ratio with its spread; empty where there is none. */
  String ratioText() {
    return ratio.isEmpty() ? "-" : Spread.of(ratio).text();
  }

  /** Whether it was measured, and the median does not reach the limit. */
  boolean isMissed() {
    return !ratio.isEmpty() && better() < 1;
  }

  private double better() {
    double median = Spread.of(ratio).median();
    return atLeast ? median / limit : limit / median;
  }

  /** Whether the median reaches the limit, and by how much. */
  String verdict() {
    if (ratio.isEmpty()) {
      return "not measured";
    }
    double better = better();
    return String.format(
        Locale.ROOT,
        better >= 1 ? "**pass**, %.2f x better than asked" : "**miss**, by a factor of %.2f",
        better >= 1 ? better : 1 / better);
  }

  /** The line of the table. */
  String line(int row) {
    return "| %d | %s | %s | %s | %s | %s | %s |"
        .formatted(row, goal, ours, peer, ratioText(), lost, verdict());
  }
}
