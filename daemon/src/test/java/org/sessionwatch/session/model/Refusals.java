package org.sessionwatch.session.model;

import java.util.List;
import java.util.stream.Stream;

/** What a Call-ID's refusals say: no timers there, or an interval that is never long enough. */
final class Refusals {
  private static final int LOOP = 3;

  private Refusals() {}

  static void judge(DialogReading dialog, Verdict verdict) {
    for (Transaction one : dialog.openingTries()) {
      Message answer = one.answer();
      boolean unknown =
          one.status() == 420
              && answer != null
              && Headers.UNSUPPORTED.equals(answer.headers().more());
      boolean must = one.status() == 421 && answer != null && answer.headers().required();
      if (unknown || must) {
        verdict.say("alert TIMER_REFUSED WARNING", one.answeredUs(), Verdict.NEVER);
        break;
      }
    }
    long loopUs = loopUs(dialog);
    if (loopUs != Transaction.NEVER) {
      verdict.say("alert INTERVAL_TOO_SMALL_LOOP CRITICAL", loopUs, Verdict.NEVER);
    }
  }

  /** The third 422, or a retry that still asks for less than was demanded, if that is earlier. */
  private static long loopUs(DialogReading dialog) {
    long third =
        tries(dialog)
            .flatMap(List::stream)
            .filter(one -> one.status() == 422)
            .map(Transaction::answeredUs)
            .sorted()
            .skip(LOOP - 1L)
            .findFirst()
            .orElse(Transaction.NEVER);
    return Math.min(
        third, tries(dialog).mapToLong(Refusals::stubbornUs).min().orElse(Transaction.NEVER));
  }

  private static Stream<List<Transaction>> tries(DialogReading dialog) {
    return Stream.concat(
        Stream.of(dialog.openingTries()), dialog.attempts.stream().map(Attempt::tries));
  }

  private static long stubbornUs(List<Transaction> tries) {
    int demanded = 0;
    for (Transaction one : tries) {
      Integer asked = one.request().headers().interval();
      if (asked != null && asked < demanded) {
        return one.askedUs();
      }
      Message answer = one.answer();
      Integer least = one.status() == 422 && answer != null ? answer.headers().minSe() : null;
      demanded = Math.max(demanded, least == null ? 0 : least);
    }
    return Transaction.NEVER;
  }
}
