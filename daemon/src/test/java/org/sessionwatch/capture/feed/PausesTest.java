package org.sessionwatch.capture.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.SilenceSettings;

class PausesTest {
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long START = 20_000 * DAY;

  private long now = START;
  private Pauses pauses = new Pauses(SilenceSettings.AUTO, START);

  /** A message every so often for so long. */
  private void speak(long everyUs, long forUs) {
    for (long until = now + forUs; now < until; ) {
      now += everyUs;
      pauses.heard(now);
    }
  }

  private boolean isSilentAfter(long us) {
    return pauses.isNewlySilent(now + us);
  }

  @Test
  void a_feed_that_speaks_each_30_seconds_is_missed_after_90() {
    speak(30 * SECOND, DAY + HOUR);
    assertThat(pauses.limitUs()).isEqualTo(90 * SECOND);
    assertThat(isSilentAfter(90 * SECOND)).isFalse();
    assertThat(isSilentAfter(91 * SECOND)).isTrue();
    assertThat(isSilentAfter(92 * SECOND)).as("told once").isFalse();
  }

  @Test
  void a_busy_feed_is_missed_after_a_minute_at_the_earliest() {
    speak(SECOND, DAY + HOUR);
    assertThat(pauses.limitUs()).isEqualTo(MINUTE);
  }

  /** A day's calls, and at night only a trunk that registers. */
  @Test
  void the_pauses_of_the_night_count_by_day() {
    for (int day = 0; day < 9; day++) {
      speak(SECOND, 10 * HOUR);
      assertThat(isSilentAfter(5 * MINUTE)).as("day %d", day).isFalse();
      speak(5 * MINUTE, 14 * HOUR);
      assertThat(isSilentAfter(14 * MINUTE)).as("night %d", day).isFalse();
    }
    assertThat(pauses.limitUs()).isEqualTo(15 * MINUTE);
  }

  @Test
  void nothing_is_said_of_a_feed_that_is_new_or_has_nothing_but_calls() {
    speak(SECOND, DAY - HOUR);
    assertThat(pauses.limitUs()).as("not yet a day").isEqualTo(Pauses.NO_LIMIT);
    now += 11 * MINUTE;
    speak(SECOND, DAY);
    assertThat(pauses.limitUs()).as("it pauses for long").isEqualTo(Pauses.NO_LIMIT);
    assertThat(isSilentAfter(10 * DAY)).isFalse();
    speak(SECOND, 8 * DAY);
    assertThat(pauses.limitUs()).as("it has not for a week").isEqualTo(MINUTE);
  }

  @Test
  void a_silence_that_was_told_is_not_learned_and_ends_with_a_message() {
    speak(30 * SECOND, DAY + HOUR);
    assertThat(isSilentAfter(HOUR)).isTrue();
    now += 8 * HOUR;
    assertThat(pauses.heard(now)).isTrue();
    assertThat(pauses.isSilent()).isFalse();
    assertThat(pauses.limitUs()).isEqualTo(90 * SECOND);
    assertThat(pauses.heard(now)).as("the same message").isFalse();
  }

  /** The classic: the collector restarts, and the feed never comes back. */
  @Test
  void a_feed_that_does_not_come_back_with_us_is_missed() {
    pauses.restore(START - 3 * DAY, START - HOUR, 30 * SECOND, false);
    pauses.beginAt(START);
    assertThat(isSilentAfter(80 * SECOND)).isFalse();
    assertThat(isSilentAfter(91 * SECOND)).isTrue();
  }

  @Test
  void a_feed_that_was_silent_before_is_not_told_again() {
    pauses.restore(START - 3 * DAY, START - HOUR, 30 * SECOND, true);
    pauses.beginAt(START);
    assertThat(isSilentAfter(HOUR)).isFalse();
    now += HOUR;
    assertThat(pauses.heard(now)).isTrue();
  }

  @Test
  void a_duration_holds_for_those_that_have_spoken_for_so_long() {
    pauses = new Pauses(new SilenceSettings(true, Duration.ofMinutes(5)), START);
    assertThat(isSilentAfter(HOUR)).as("a single message").isFalse();
    speak(MINUTE, 6 * MINUTE);
    assertThat(isSilentAfter(5 * MINUTE)).isFalse();
    assertThat(isSilentAfter(5 * MINUTE + 1)).isTrue();
  }

  @Test
  void off_is_off() {
    pauses = new Pauses(SilenceSettings.OFF, START);
    speak(SECOND, 2 * DAY);
    assertThat(isSilentAfter(100 * DAY)).isFalse();
  }
}
