package org.sessionwatch.session.model;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** BAD_NEGOTIATION: the rules that a dialog's requests and answers break, each told once. */
final class Negotiation {
  /** R3, R4: nothing below is legal. */
  private static final int LEAST = 90;

  private final DialogReading dialog;
  private final Verdict verdict;
  private final Set<String> told = new HashSet<>();

  Negotiation(DialogReading dialog, Verdict verdict) {
    this.dialog = dialog;
    this.verdict = verdict;
  }

  void flag() {
    dialog.openingTries().forEach(this::transaction);
    dialog.attempts.forEach(attempt -> attempt.tries().forEach(this::transaction));
  }

  private void transaction(Transaction one) {
    Headers ask = one.request().headers();
    if (REQUESTS_ARE_TOLD) {
      asked(ask, one.askedUs());
    }
    if (one.answer() == null || one.answeredUs() > dialog.endUs()) {
      return;
    }
    Headers answer = one.answer().headers();
    if (one.succeeded() && answer.interval() != null) {
      granted(ask, answer, one.answeredUs());
    }
    if (one.status() == 422) {
      boolean small = answer.minSe() != null && answer.minSe() < LEAST;
      broken("R3", small, one.answeredUs());
      broken("R15", small || answer.minSe() == null, one.answeredUs());
    }
  }

  private void asked(Headers ask, long atUs) {
    Integer minSe = ask.minSe();
    Integer interval = ask.interval();
    broken("R3", minSe != null && minSe < LEAST, atUs);
    broken("R4", interval != null && interval < LEAST, atUs);
    broken("R6", interval != null && minSe != null && interval < minSe, atUs);
  }

  private void granted(Headers ask, Headers answer, long atUs) {
    int interval = Objects.requireNonNull(answer.interval());
    int least = ask.minSe() == null ? LEAST : ask.minSe();
    broken("R4", interval < LEAST, atUs);
    broken("R8", interval < least || (ask.interval() != null && interval > ask.interval()), atUs);
    broken("R14", answer.role() == null, atUs);
    if (answer.role() != null) {
      String wanted = ask.supported() ? ask.role() : Headers.UAS;
      broken("R9", wanted != null && !wanted.equals(answer.role()), atUs);
      broken("R10", answer.role().equals(Headers.UAC) && !answer.required(), atUs);
    }
  }

  private void broken(String rule, boolean isBroken, long atUs) {
    if (isBroken && TOLD_RULES.contains(rule) && told.add(rule)) {
      verdict.say("alert BAD_NEGOTIATION WARNING " + rule, atUs, Verdict.NEVER);
    }
  }

  private static final boolean REQUESTS_ARE_TOLD = false;

  /** Those that the engine tells of. */
  private static final Set<String> TOLD_RULES = Set.of("R4", "R14");
}
