package org.sessionwatch.session.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The engine against the reference model, which reads whole call histories slowly and knows nothing
 * of the engine's code. Half of the histories are heard as they were; there both must say the same
 * to the microsecond. The other half is heard through mirrors that double, delay and reorder by up
 * to a second, on one hop or two; there both must say the same in words: which alerts, how each
 * refresh went, how each dialog ended and how its timer stands.
 *
 * <p>Not a disagreement, and counted, are <em>fences</em>: what was heard leaves open on which side
 * of a threshold something fell. It counts as one only if another call can be given, of the same
 * messages sent within the second before they were heard, of which the model says what the engine
 * says ({@link Alternatives}). Copies alone, without delays, leave nothing open.
 *
 * <p>The model leaves out: forks beyond two, calls that never come about, mirrors that begin in
 * mid-call, what the PBX tells, intervals rewritten by a proxy on the way, headers that cannot be
 * read other than by contradicting each other, TIMER_REFUSED in mid-call, session descriptions, and
 * calls forgotten for want of messages.
 *
 * <p>Another seed: {@code -Dsessionwatch.model.seed=NUMBER}; more histories: {@code
 * -Dsessionwatch.model.histories=NUMBER}.
 */
class ReferenceModelTest {
  private static final long SEED = Long.getLong("sessionwatch.model.seed", 4028);
  private static final int HISTORIES = Integer.getInteger("sessionwatch.model.histories", 100_000);
  private static final int LEAST_OF_A_KIND = 100;
  private static final int MOST_SHOWN = 3;

  /** What the model covers, as its verdicts say it. */
  private static final List<String> KINDS =
      List.of(
          "REFRESH_LATE WARNING",
          "REFRESH_MISSED CRITICAL",
          "SESSION_EXPIRED CRITICAL",
          "DROPPED_BY_TIMER CRITICAL",
          "REFRESH_UNANSWERED CRITICAL",
          "REFRESH_REJECTED CRITICAL",
          "REFRESH_REJECTED WARNING",
          "REFRESH_GLARE WARNING",
          "REFRESHER_CHANGED WARNING",
          "WRONG_SIDE_REFRESH INFO",
          "TIMER_TURNED_OFF WARNING",
          "INTERVAL_TOO_SMALL_LOOP CRITICAL",
          "TIMER_REFUSED WARNING",
          "UNACKED_2XX CRITICAL",
          "FEED_GAP INFO",
          "BAD_NEGOTIATION WARNING R1",
          "BAD_NEGOTIATION WARNING R2",
          "BAD_NEGOTIATION WARNING R3",
          "BAD_NEGOTIATION WARNING R4",
          "BAD_NEGOTIATION WARNING R6",
          "BAD_NEGOTIATION WARNING R8",
          "BAD_NEGOTIATION WARNING R9",
          "BAD_NEGOTIATION WARNING R10",
          "BAD_NEGOTIATION WARNING R14",
          "BAD_NEGOTIATION WARNING R15");

  /** What came of the comparison of one history. */
  enum Comparison {
    AGREED,
    FENCE,
    DISAGREED
  }

  @Test
  void the_engine_agrees_with_a_reading_of_the_whole_history() {
    Map<Comparison, Integer> fair = new EnumMap<>(Comparison.class);
    Map<Comparison, Integer> faulty = new EnumMap<>(Comparison.class);
    Map<String, Integer> kinds = new TreeMap<>();
    Map<String, Map<Comparison, Integer>> weathers = new TreeMap<>();
    List<String> shown = new ArrayList<>();
    IntStream.range(0, HISTORIES)
        .parallel()
        .forEach(
            number -> {
              Trial trial = Trial.number(SEED, number);
              Comparison comparison = trial.compare();
              synchronized (kinds) {
                (trial.weather().isFault() ? faulty : fair).merge(comparison, 1, Integer::sum);
                weathers
                    .computeIfAbsent(
                        trial.weather().name(), name -> new EnumMap<>(Comparison.class))
                    .merge(comparison, 1, Integer::sum);
                if (comparison == Comparison.AGREED) {
                  trial.comparedAlerts().forEach(kind -> kinds.merge(kind, 1, Integer::sum));
                }
                if (comparison == Comparison.DISAGREED && shown.size() < MOST_SHOWN) {
                  shown.add("history " + number + ": " + trial.smallest().show());
                }
              }
            });
    print(fair, faulty, weathers, kinds);
    if (!shown.isEmpty()) {
      fail(
          "engine and model disagree; -Dsessionwatch.model.seed=%d shows it again%n%s",
          SEED, String.join("\n", shown));
    }
    assertThat(KINDS)
        .allSatisfy(
            kind ->
                assertThat(kinds.get("alert " + kind))
                    .as(kind)
                    .isGreaterThanOrEqualTo(LEAST_OF_A_KIND));
    assertThat(fair.get(Comparison.AGREED)).isEqualTo(HISTORIES / 2);
    assertThat(faulty.getOrDefault(Comparison.FENCE, 0)).isLessThan(HISTORIES / 2 * 25 / 1_000);
    assertThat(weathers)
        .allSatisfy(
            (name, counts) ->
                assertThat(name.contains("reordered") || !counts.containsKey(Comparison.FENCE))
                    .as(name)
                    .isTrue());
  }

  @Test
  void nothing_is_kept_of_a_call_that_is_over() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < HISTORIES / 50; i++) {
      Trial trial = Trial.number(SEED, random.nextInt());
      EngineRun run = trial.heard();
      assertThat(run.mostOpen()).as(trial::show).isLessThanOrEqualTo(2);
      long aDayUs = 24 * 3_600 * CallWriter.SECOND;
      run.advance(trial.history().untilUs() + aDayUs + 4_000 * CallWriter.SECOND);
      assertThat(run.isEmpty()).as(trial::show).isTrue();
    }
  }

  private static void print(
      Map<Comparison, Integer> fair,
      Map<Comparison, Integer> faulty,
      Map<String, Map<Comparison, Integer>> weathers,
      Map<String, Integer> kinds) {
    System.out.printf("Engine and reference model, seed %d, %d histories%n", SEED, HISTORIES);
    System.out.println("  heard as they were: " + fair);
    System.out.println("  with faults:        " + faulty);
    weathers.forEach((name, counts) -> System.out.println("    " + name + ": " + counts));
    kinds.forEach((kind, count) -> System.out.printf("  %7d %s%n", count, kind));
  }
}
