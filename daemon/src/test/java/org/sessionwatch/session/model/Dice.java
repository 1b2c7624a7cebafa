package org.sessionwatch.session.model;

import java.util.SplittableRandom;

/** Chance with a seed: the same seed throws the same numbers. */
final class Dice {
  private static final long SECOND = 1_000_000;
  private final SplittableRandom random;

  Dice(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  /** A number from {@code low} to {@code high}, both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  /** A time in microseconds; the bounds are seconds. */
  long seconds(double low, double high) {
    return random.nextLong(Math.round(low * SECOND), Math.round(high * SECOND) + 1);
  }

  /** What a message takes from one end to the other. */
  long travel() {
    return seconds(0.004, 0.08);
  }

  @SafeVarargs
  final <T> T pick(T... of) {
    return of[random.nextInt(of.length)];
  }
}
