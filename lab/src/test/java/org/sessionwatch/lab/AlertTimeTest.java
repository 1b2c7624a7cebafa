package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sessionwatch.lab.Comparison.TOLERANCE;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert of the run is told at its instant, as the wire has it: row, NOTIFY and journal. */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class AlertTimeTest {
  /**
   * What an alert may take from its judgement to whoever hears it: its instant is held to a quarter
   * of a second by its row, but when threads run on a shared machine is not the daemon's to
   * promise. The report of the run prints what it took.
   */
  private static final Duration DELIVERY = Duration.ofSeconds(5);

  /** What a message decides is judged when all copies of it have come. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private static final Duration LATE = Duration.ofSeconds(45 + 6);
  private static final Duration AT_RISK = Duration.ofSeconds(90 - 30);

  private final LabRun run;

  AlertTimeTest(LabRun run) {
    this.run = run;
  }

  /** Story, alert, and the longest that it takes after its instant until it is judged. */
  static Stream<Arguments> alerts() {
    Stream<Arguments> dropped =
        Stream.of(Story.NOBODY_REFRESHES, Story.KAMAILIO_NOBODY_REFRESHES)
            .flatMap(
                story ->
                    Stream.of(
                        Arguments.of(story, "REFRESH_LATE", Duration.ZERO),
                        // Asterisk's BYE comes at this very instant, and is judged when settled.
                        Arguments.of(story, "REFRESH_MISSED", SETTLE),
                        Arguments.of(story, "DROPPED_BY_TIMER", SETTLE)));
    return Stream.concat(
        dropped,
        Stream.of(
            Arguments.of(Story.LATE_REFRESH, "REFRESH_LATE", Duration.ZERO),
            Arguments.of(Story.UPDATE_REJECTED, "REFRESH_REJECTED", SETTLE)));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void theRowHoldsTheInstant(Story story, String kind, Duration judged) {
    Verdict verdict = run.history().of(story.callId()).get(0).verdict();
    assertThat(verdict.alert(kind).orElseThrow().raisedAt())
        .isCloseTo(instant(story, kind), within(TOLERANCE));
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void theNotificationComesAtTheInstant(Story story, String kind, Duration judged) {
    AlertListener.Heard heard = run.alerts().raised(story.callId(), kind).orElseThrow();
    assertThat(heard.at())
        .isBetween(
            instant(story, kind).minus(TOLERANCE),
            instant(story, kind).plus(judged).plus(DELIVERY));
    assertThat(heard.alert().get("detail").asText()).isNotBlank();
    assertThat(heard.alert().get("hint").asText()).isNotBlank();
    assertThat(heard.alert().get("linkedid").asText()).matches("\\d+\\.\\d+");
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void theJournalTellsItAtTheInstant(Story story, String kind, Duration judged) {
    Journal.Line line = run.journal().raised(story.callId(), kind).orElseThrow();
    assertThat(line.at())
        .isBetween(
            instant(story, kind).minus(TOLERANCE),
            instant(story, kind).plus(judged).plus(DELIVERY));
    assertThat(line.level()).isEqualTo(kind.equals("REFRESH_LATE") ? "WARN" : "ERROR");
  }

  @Test
  void whatIsClearedIsToldWithTheAnswer() {
    String callId = Story.LATE_REFRESH.callId();
    Instant answered = run.recording().first(callId, p -> p.isAnswer(200, "UPDATE")).at();
    assertThat(run.alerts().cleared(callId, "REFRESH_LATE").orElseThrow().at())
        .isBetween(answered.minus(TOLERANCE), answered.plus(DELIVERY));
  }

  @Test
  void nothingElseIsAlerted() {
    List<Arguments> all = alerts().toList();
    assertThat(run.history().verdicts().stream().mapToLong(v -> v.alerts().size()).sum())
        .isEqualTo(all.size());
    // One alert is also cleared.
    assertThat(run.alerts().count()).isEqualTo(all.size() + 1);
    assertThat(run.journal().lines())
        .filteredOn(line -> line.level().equals("ERROR"))
        .allMatch(line -> line.text().startsWith("CRITICAL "));
  }

  private Instant instant(Story story, String kind) {
    Recording recording = run.recording();
    Instant established = recording.established(story.callId());
    return switch (kind) {
      case "REFRESH_LATE" -> established.plus(LATE);
      case "REFRESH_MISSED" -> established.plus(AT_RISK);
      case "DROPPED_BY_TIMER" -> recording.first(story.callId(), p -> p.isRequest("BYE")).at();
      case "REFRESH_REJECTED" ->
          recording.first(story.callId(), p -> p.isAnswer(481, "UPDATE")).at();
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
