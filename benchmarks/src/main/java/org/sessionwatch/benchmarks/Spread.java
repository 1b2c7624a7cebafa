package org.sessionwatch.benchmarks;

import java.util.List;
import java.util.Locale;

/** A figure of several rounds: the least, the median, the most. */
public record Spread(double min, double median, double max) {
  /** The spread of one figure a round; at least one. */
  public static Spread of(List<Double> rounds) {
    double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /** For people, in three significant digits: {@code 0.61 (0.58 to 0.63)}. */
  public String text() {
    return min == max
        ? figure(median)
        : figure(median) + " (" + figure(min) + " to " + figure(max) + ")";
  }

  /** A number in three significant digits, thousands as k. */
  public static String figure(double value) {
    double size = Math.abs(value);
    if (size >= 1_000_000) {
      return figure(value / 1_000_000) + "M";
    }
    if (size >= 10_000) {
      return figure(value / 1_000) + "k";
    }
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
