package org.sessionwatch.session.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.model.Mirror.Copy;

/**
 * Messages that the mirror loses make no confirmed alert of a kind that the whole recording does
 * not have, as long as the loss leaves a trace before the alert is due: another copy of the
 * message, the ACK to a 2xx, or a final response that something else makes plain.
 *
 * <p>What cannot be known, and is not tested: a refresh lost whole, request and 2xx and all copies;
 * an UPDATE's 2xx of which nothing later tells until a threshold; a BYE lost whole (the PBX tells
 * of the end); the request of a 2xx that moves the role or of a refusal; a 422 or a challenge lost,
 * which makes its retry a refresh of its own; the answer to a BYE that was a 481 or a challenge; an
 * ACK lost, which looks like one never sent; the INVITE or the 2xx that made the dialog.
 */
class LossTest {
  private static final long SEED = Long.getLong("sessionwatch.model.seed", 4028);
  private static final int HISTORIES = Integer.getInteger("sessionwatch.model.losses", 6_000);
  private static final int LEAST_OF_A_KIND = 100;

  /** A kind of loss: which copies of a message are gone. */
  private enum Loss {
    ONE_HOP,
    ONE_CAPTURE_POINT,
    SUCCESS_OF_AN_ACK,
    PROVISIONAL_RESPONSES,
    ANSWER_TO_AN_ACCEPTED_BYE
  }

  @Test
  void a_loss_that_leaves_a_trace_confirms_nothing_new() {
    Map<Loss, Integer> counts = new TreeMap<>();
    for (int number = 0; number < HISTORIES; number++) {
      Loss loss = Loss.values()[number % Loss.values().length];
      Mirror.Weather weather =
          new Mirror.Weather(loss == Loss.ONE_HOP, loss == Loss.ONE_CAPTURE_POINT, false);
      Trial trial = Trial.number(SEED, number, weather);
      if (!KnownDisagreements.isLoopDisputed(trial.history().messages())) {
        lose(trial, loss, number, counts);
      }
    }
    System.out.printf("Losses, seed %d, of %d histories: %s%n", SEED, HISTORIES, counts);
    assertThat(counts.values()).hasSize(Loss.values().length);
    assertThat(counts.values()).allSatisfy(c -> assertThat(c).isGreaterThan(LEAST_OF_A_KIND));
  }

  private static void lose(Trial trial, Loss loss, int number, Map<Loss, Integer> counts) {
    Predicate<Copy> lost = lost(trial, loss, new Dice(number));
    if (trial.copies().stream().noneMatch(lost)) {
      return;
    }
    counts.merge(loss, 1, Integer::sum);
    Set<AlertKind> whole = trial.without(copy -> false).kinds(false);
    Set<AlertKind> part = trial.without(lost).kinds(true);
    assertThat(whole).as(() -> number + " " + loss + " " + trial.show()).containsAll(part);
  }

  private static Predicate<Copy> lost(Trial trial, Loss loss, Dice dice) {
    List<Message> messages = trial.history().messages();
    return switch (loss) {
      case ONE_HOP -> copy -> copy.behindProxy() == (number(copy) % 3 == 0);
      case ONE_CAPTURE_POINT -> laterCopies(trial.copies());
      case SUCCESS_OF_AN_ACK -> {
        List<Message> shown = messages.stream().filter(one -> isShown(one, messages)).toList();
        Message gone = shown.isEmpty() ? null : shown.get(dice.between(0, shown.size() - 1));
        yield copy -> gone != null && isSame(copy.message(), gone);
      }
      case PROVISIONAL_RESPONSES ->
          copy -> !copy.message().isRequest() && !copy.message().isFinal();
      case ANSWER_TO_AN_ACCEPTED_BYE ->
          copy -> copy.message().method().equals("BYE") && copy.message().isSuccess();
    };
  }

  private static long number(Copy copy) {
    return copy.message().cseq();
  }

  /** All but the first copy of each message. */
  private static Predicate<Copy> laterCopies(List<Copy> copies) {
    return copy ->
        copies.stream()
            .anyMatch(one -> one.message().equals(copy.message()) && one.atUs() < copy.atUs());
  }

  /** A 2xx to a re-INVITE, with its ACK. */
  private static boolean isShown(Message success, List<Message> messages) {
    boolean within =
        messages.stream()
            .anyMatch(
                one ->
                    one.isRequest()
                        && one.calleeTag() != null
                        && one.transaction().equals(success.transaction()));
    return within && messages.stream().anyMatch(one -> Mirror.isAckTo(one, success));
  }

  private static boolean isSame(Message one, Message other) {
    return one.isFinal() && one.transaction().equals(other.transaction());
  }
}
