package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "6s, PT6S, 6s",
    "200ms, PT0.2S, 200ms",
    "1.5s, PT1.5S, 1500ms",
    "5m, PT5M, 5m",
    "90 s, PT1M30S, 90s",
    "1H, PT1H, 1h",
    "7d, PT168H, 7d",
    "0s, PT0S, 0s"
  })
  void reads_and_writes_durations(String written, Duration duration, String shortest) {
    assertThat(Quantities.duration(written)).contains(duration);
    assertThat(Quantities.text(duration)).isEqualTo(shortest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "6", "s", "-6s", "6 parsecs", "1e3s", "99999999999s", "999999999d", "６s"})
  void refuses_other_durations(String written) {
    assertThat(Quantities.duration(written)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"8MiB, 8388608", "64KiB, 65536", "1GiB, 1073741824", "512B, 512"})
  void reads_and_writes_sizes(String written, long bytes) {
    assertThat(Quantities.size(written)).contains(bytes);
    assertThat(Quantities.text(bytes)).isEqualTo(written);
  }

  @Test
  void refuses_other_sizes() {
    assertThat(Quantities.size("8MB")).isEmpty();
    assertThat(Quantities.size("8")).isEmpty();
  }
}
