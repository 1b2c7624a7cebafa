package org.sessionwatch.session.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.model.Mirror.Copy;

/**
 * Whatever messages the mirror loses, no alert is called confirmed of a kind that the whole
 * recording does not have. FEED_GAP, which tells of the loss, is the exception by its nature.
 */
class LossTest {
  private static final long SEED = Long.getLong("sessionwatch.model.seed", 4028);
  private static final int HISTORIES = Integer.getInteger("sessionwatch.model.losses", 20_000);
  private static final int LEAST_OF_A_KIND = 100;
  private static final int MOST_SHOWN = 3;

  /** A kind of loss: which copies of which messages are gone. */
  private enum Loss {
    /** One message, all its copies. */
    A_MESSAGE,
    /** A transaction, request and responses and ACK. */
    A_TRANSACTION,
    /** All that was sent in a time. */
    A_TIME,
    /** Each copy with the chance of one in ten. */
    A_TENTH,
    /** Each copy with the chance of one in two. */
    HALF,
    /** All that one side sent, from some time on. */
    A_SIDE,
    /** All copies that one hop heard. */
    ONE_HOP
  }

  @Test
  void no_loss_makes_a_confirmed_alert_that_the_whole_recording_does_not_have() {
    Map<String, Integer> counts = new TreeMap<>();
    List<String> shown = new ArrayList<>();
    IntStream.range(0, HISTORIES)
        .parallel()
        .forEach(
            number -> {
              Loss loss = Loss.values()[number % Loss.values().length];
              Mirror.Weather weather =
                  new Mirror.Weather(loss == Loss.ONE_HOP || number % 3 == 0, false, false);
              Trial trial = Trial.number(SEED, number, weather);
              Outcome outcome = lose(trial, loss, new Dice(number));
              synchronized (counts) {
                outcome.reached().forEach(word -> counts.merge(word, 1, Integer::sum));
                counts.merge("histories with " + loss, 1, Integer::sum);
                if (!outcome.wrong().isEmpty()) {
                  outcome.wrong().forEach(kind -> counts.merge("WRONG " + kind, 1, Integer::sum));
                  if (shown.size() < MOST_SHOWN) {
                    shown.add(number + " " + loss + " " + outcome.wrong() + outcome.show());
                  }
                }
              }
            });
    System.out.printf("Losses, seed %d, of %d histories%n", SEED, HISTORIES);
    counts.forEach((what, count) -> System.out.printf("  %7d %s%n", count, what));
    assertThat(shown).isEmpty();
    for (AlertKind kind : List.of(AlertKind.REFRESH_LATE, AlertKind.REFRESH_MISSED)) {
      assertThat(counts.get("confirmed later " + kind)).isGreaterThan(LEAST_OF_A_KIND);
    }
    assertThat(counts.get("unconfirmed FEED_GAP")).isNull();
    assertThat(counts.get("confirmed FEED_GAP")).isGreaterThan(LEAST_OF_A_KIND);
  }

  /** What came of a loss. */
  private record Outcome(Set<String> reached, Set<AlertKind> wrong, String show) {}

  private static Outcome lose(Trial trial, Loss loss, Dice dice) {
    Predicate<Copy> lost = lost(trial, loss, dice);
    EngineRun whole = trial.without(copy -> false);
    EngineRun part = trial.without(lost);
    Set<AlertKind> wrong = new HashSet<>(part.kinds(true));
    wrong.removeAll(whole.kinds(false));
    wrong.remove(AlertKind.FEED_GAP);
    String show = wrong.isEmpty() ? "" : show(trial, lost, part);
    return new Outcome(part.confirmations(), wrong, show);
  }

  private static String show(Trial trial, Predicate<Copy> lost, EngineRun part) {
    StringBuilder text = new StringBuilder("\n" + trial.show() + "\nlost\n");
    trial.copies().stream()
        .filter(lost)
        .forEach(
            copy ->
                text.append(copy.message().at(copy.atUs()).script(CallWriter.START_US))
                    .append('\n'));
    return text + "part\n" + part.verdict() + part.confirmations();
  }

  private static Predicate<Copy> lost(Trial trial, Loss loss, Dice dice) {
    List<Message> messages = trial.history().messages();
    Message chosen = messages.get(dice.between(0, messages.size() - 1));
    Set<Copy> gone = new HashSet<>();
    int oneIn = loss == Loss.HALF ? 2 : 10;
    for (Copy copy : trial.copies()) {
      if (dice.between(1, oneIn) == 1) {
        gone.add(copy);
      }
    }
    long untilUs = chosen.atUs() + dice.between(1, 100) * CallWriter.SECOND;
    return switch (loss) {
      case A_MESSAGE -> copy -> copy.message().equals(chosen);
      case A_TRANSACTION -> copy -> isOf(copy.message(), chosen);
      case A_TIME -> copy -> copy.atUs() >= chosen.atUs() && copy.atUs() <= untilUs;
      case A_TENTH, HALF -> gone::contains;
      case A_SIDE ->
          copy -> copy.message().sender() == chosen.sender() && copy.atUs() >= chosen.atUs();
      case ONE_HOP -> copy -> copy.behindProxy() == (copy.message().cseq() % 2 == 0);
    };
  }

  private static boolean isOf(Message one, Message chosen) {
    boolean sameNumber = one.cseq() == chosen.cseq() && one.requester() == chosen.requester();
    return sameNumber && (one.method().equals(chosen.method()) || one.method().equals("ACK"));
  }
}
