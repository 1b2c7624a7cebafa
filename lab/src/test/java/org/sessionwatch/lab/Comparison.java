package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether two verdicts on one dialog are the same: instants to 250 ms, all else to the letter. */
final class Comparison {
  /** How far an instant may be from the truth. */
  static final Duration TOLERANCE = Duration.ofMillis(250);

  private Comparison() {}

  static void assertSame(Verdict actual, Verdict expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .withEqualsForType(Comparison::near, Instant.class)
        .isEqualTo(expected);
  }

  private static boolean near(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return Duration.between(one, other).abs().compareTo(TOLERANCE) <= 0;
  }

  /** What is not the same; empty when all is. */
  static Optional<String> difference(Verdict actual, Verdict expected) {
    try {
      assertSame(actual, expected);
      return Optional.empty();
    } catch (AssertionError e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
