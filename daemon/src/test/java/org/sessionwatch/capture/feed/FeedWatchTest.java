package org.sessionwatch.capture.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.FeedLoss;
import org.sessionwatch.capture.hep.CaptureCounters;
import org.sessionwatch.capture.hep.HepFault;
import org.sessionwatch.config.SilenceSettings;
import org.sessionwatch.testing.LogEar;

class FeedWatchTest {
  private static final long SECOND = 1_000_000;
  private static final long START = 1_800_000_000 * SECOND;
  private static final CaptureSource PBX = new CaptureSource(2001, "pbx1", "192.0.2.1");

  private final List<FeedLoss> losses = new ArrayList<>();
  private final List<CaptureCounters.SourceCount> counts = new ArrayList<>();
  private long now = START;
  private long unreadable;

  private final List<FeedWatch> watches = new ArrayList<>();

  private FeedWatch watch() {
    FeedWatch watch =
        new FeedWatch(
            new SilenceSettings(true, Duration.ofMinutes(2)),
            () -> new CaptureCounters(counts),
            source -> source.equals(PBX) ? unreadable : 0,
            () -> now,
            losses::add);
    watches.add(watch);
    return watch;
  }

  @AfterEach
  void close() {
    watches.forEach(FeedWatch::close);
  }

  private void heard(long messages, long lastUs) {
    counts.clear();
    counts.add(new CaptureCounters.SourceCount(PBX, messages, 3, 2, 40L, Map.of(), START, lastUs));
  }

  private void lookEachSecond(FeedWatch watch, int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += SECOND;
      watch.look();
    }
  }

  @Test
  void tells_a_silence_again_while_it_lasts_and_when_it_ends() {
    FeedWatch watch = watch();
    for (int i = 0; i < 180; i++) {
      heard(i + 1, now);
      lookEachSecond(watch, 1);
    }
    long last = now - SECOND;
    assertThat(losses).isEmpty();
    lookEachSecond(watch, 119);
    assertThat(losses).isEmpty();
    lookEachSecond(watch, 1);
    assertThat(losses).containsExactly(new FeedLoss(PBX, FeedLoss.Cause.SILENCE, last, now, 0));
    assertThat(watch.feeds())
        .containsExactly(new FeedStatus(PBX, 180, 3, 2, 0, 1, 40L, START, last, SECOND, true));
    lookEachSecond(watch, 60);
    assertThat(losses).hasSizeBetween(6, 8).allMatch(loss -> loss.fromUs() == last);
    long toldUntil = losses.get(losses.size() - 1).untilUs();

    heard(181, now);
    lookEachSecond(watch, 1);
    FeedLoss end = losses.get(losses.size() - 1);
    assertThat(end.untilUs()).isEqualTo(now - SECOND);
    assertThat(end.fromUs()).isLessThanOrEqualTo(toldUntil);
    assertThat(watch.feeds()).singleElement().matches(feed -> !feed.silent());
    int told = losses.size();
    lookEachSecond(watch, 60);
    assertThat(losses).hasSize(told);
  }

  /** A suspended machine hears nothing, and that is nobody's silence. */
  @Test
  void what_held_us_up_is_no_silence() {
    FeedWatch watch = watch();
    heard(9, START + 200 * SECOND);
    now = START + 200 * SECOND;
    watch.look();
    now += 3_600 * SECOND;
    watch.look();
    lookEachSecond(watch, 100);
    assertThat(losses).isEmpty();
    lookEachSecond(watch, 30);
    assertThat(losses).isNotEmpty();
  }

  @Test
  void misses_a_feed_that_was_there_before_the_restart() {
    FeedWatch watch = watch();
    watch.restore(
        new FeedStatus(PBX, 0, 0, 0, 0, 0, null, START - 900 * SECOND, START - SECOND, 1, false));
    lookEachSecond(watch, 119);
    assertThat(losses).isEmpty();
    lookEachSecond(watch, 3);
    assertThat(losses).first().matches(loss -> loss.fromUs() == START);
  }

  @Test
  void counts_connections_that_broke() {
    FeedWatch watch = watch();
    heard(1, START);
    watch.lost(new FeedLoss(PBX, FeedLoss.Cause.STREAM, START, START, 1));
    watch.lost(new FeedLoss(null, FeedLoss.Cause.SOCKET, START, START, 1));
    lookEachSecond(watch, 1);
    assertThat(watch.feeds()).singleElement().matches(feed -> feed.gaps() == 1);
  }

  /** What broken HEP says of itself is not believed; its address is known. */
  @Test
  void counts_what_could_not_be_read_for_the_source_that_it_came_from() {
    CaptureSource later = new CaptureSource(2002, null, PBX.address());
    CaptureSource elsewhere = new CaptureSource(2003, null, "192.0.2.3");
    CaptureSource sender = new CaptureSource(0, null, PBX.address());
    heard(5, START);
    for (CaptureSource source : List.of(later, elsewhere)) {
      counts.add(
          new CaptureCounters.SourceCount(
              source, 1, 0, 0, null, Map.of(), START + SECOND, START + SECOND));
    }
    counts.add(
        new CaptureCounters.SourceCount(
            sender, 0, 0, 0, null, Map.of(HepFault.NOT_HEP, 3L, HepFault.KEY_WRONG, 9L), 0, 0));
    unreadable = 4;
    FeedWatch watch = watch();
    lookEachSecond(watch, 1);

    assertThat(watch.feeds())
        .extracting(feed -> feed.source().captureId() + " " + feed.malformed())
        .containsExactlyInAnyOrder("2001 7", "2002 0", "2003 0");
  }

  @Test
  void tells_once_an_hour_of_a_clock_that_is_off() {
    FeedWatch watch = watch();
    try (LogEar ear = new LogEar(FeedWatch.class.getName())) {
      for (int i = 0; i < 2 * 3_600 + 120; i++) {
        counts.clear();
        counts.add(
            new CaptureCounters.SourceCount(
                PBX, i + 1, 0, 0, -86_400L * SECOND, Map.of(), START, now));
        lookEachSecond(watch, 1);
        if (i == 59) {
          assertThat(ear.lines()).as("it may be one message that was held up").isEmpty();
        }
      }
      assertThat(ear.lines()).hasSize(3);
      assertThat(ear.lines())
          .first()
          .asString()
          .startsWith(
              "WARN The clock of 192.0.2.1, capture id 2001 (pbx1) is 1440 min behind ours");
    }
    assertThat(watch.feeds()).singleElement().matches(FeedStatus::isClockOff);
  }

  @Test
  void says_nothing_of_a_small_skew_or_of_a_source_that_said_one_thing_only() {
    FeedWatch watch = watch();
    try (LogEar ear = new LogEar(FeedWatch.class.getName())) {
      counts.add(
          new CaptureCounters.SourceCount(PBX, 1, 0, 0, -60 * SECOND, Map.of(), START, START));
      lookEachSecond(watch, 100);
      for (int i = 0; i < 100; i++) {
        counts.clear();
        counts.add(new CaptureCounters.SourceCount(PBX, i, 0, 0, 4 * SECOND, Map.of(), START, now));
        lookEachSecond(watch, 1);
      }
      assertThat(ear.lines()).isEmpty();
    }
    assertThat(watch.feeds()).singleElement().matches(feed -> !feed.isClockOff());
  }
}
