package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether two verdicts on one dialog are the same: instants nearly, all else to the letter. */
final class Comparison {
  /** How far an instant may be from the truth. */
  static final Duration TOLERANCE = Duration.ofMillis(250);

  private Comparison() {}

  static void assertSame(Verdict actual, Verdict expected) {
    assertSame(actual, expected, TOLERANCE);
  }

  static void assertSame(Verdict actual, Verdict expected, Duration tolerance) {
    assertThat(actual)
        .usingRecursiveComparison()
        .withEqualsForType((one, other) -> near(one, other, tolerance), Instant.class)
        .isEqualTo(expected);
  }

  private static boolean near(@Nullable Instant one, @Nullable Instant other, Duration tolerance) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    return Duration.between(one, other).abs().compareTo(tolerance) <= 0;
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
