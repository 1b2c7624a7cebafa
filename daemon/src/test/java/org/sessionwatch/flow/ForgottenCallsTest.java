package org.sessionwatch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sessionwatch.session.EngineLimits;
import org.sessionwatch.testing.LogEar;

class ForgottenCallsTest {
  private static final long SECOND_US = 1_000_000;

  @Test
  void are_told_at_once_and_then_once_a_minute() {
    ForgottenCalls forgotten = new ForgottenCalls(new EngineLimits(1234, 56, 7));
    try (LogEar ear = new LogEar(ForgottenCalls.class.getName())) {
      forgotten.note(0, 0);
      assertThat(ear.lines()).isEmpty();
      forgotten.note(3, SECOND_US);
      forgotten.note(10, 2 * SECOND_US);
      forgotten.note(11, 60 * SECOND_US);
      assertThat(ear.lines()).singleElement().asString().contains("3 more calls", "1234", "56");
      forgotten.note(12, 61 * SECOND_US);
      forgotten.note(12, 300 * SECOND_US);
      assertThat(ear.lines()).hasSize(2).last().asString().contains("9 more calls");
    }
  }
}
