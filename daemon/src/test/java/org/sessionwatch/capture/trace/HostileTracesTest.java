package org.sessionwatch.capture.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that somebody made up to keep the readers of text busy: 64 KiB each, a hundred of them. */
class HostileTracesTest {
  private static final int LINES = 100;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<--- Received SIP request (1 bytes) from ",
        "<--- Received SIP request (1 bytes) from :",
        "<--- ",
        " --->  ",
        ":",
        "[3]",
        "\u001b[",
        "sip: Recv:"
      })
  void take_no_longer_than_others(String repeated) {
    String line = repeated.repeat(TraceLines.LONGEST / repeated.length());

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < LINES; i++) {
            assertThat(AsteriskHeading.of("<--- Received SIP request (1 bytes) from " + line))
                .isNull();
            assertThat(AsteriskStamp.of("[2026-11-22 09:05:44.550" + line)).isNull();
            assertThat(AsteriskStamp.isLogLine("[x] " + line)).isFalse();
            assertThat(GrandstreamStamp.of("[1][2021-02-31@21:09:33]" + line)).isNull();
          }
        });
  }
}
