package org.sessionwatch.session.model;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.sessionwatch.session.Side;

/** BAD_NEGOTIATION: the rules that a dialog's requests and answers break, each told once. */
final class Negotiation {
  /** R3, R4: nothing below is legal. */
  private static final int LEAST = 90;

  /** What a side lists in the second after a 2xx may as well have been sent before it. */
  private static final long SETTLED_US = 1_000_000;

  private final DialogReading dialog;
  private final Verdict verdict;
  private final Set<String> told = new HashSet<>();

  Negotiation(DialogReading dialog, Verdict verdict) {
    this.dialog = dialog;
    this.verdict = verdict;
  }

  void flag() {
    if (dialog.isFirst) {
      dialog.before().forEach(this::stray);
      dialog.openingTries().forEach(this::refused);
    }
    dialog.messages.stream()
        .filter(message -> message.atUs() > dialog.opening.answeredUs())
        .forEach(this::stray);
    dialog.attempts.forEach(attempt -> attempt.tries().forEach(this::refused));
    dialog.successes().forEach(this::negotiated);
  }

  /**
   * R2, but for 100 Trying, which goes no further. Before there is a dialog it may come under any
   * tag.
   */
  private void stray(Message message) {
    boolean provisional = message.canRefresh() && message.status() > 100 && !message.isFinal();
    boolean meansNothing = provisional || message.method().equals("ACK");
    broken("R2", meansNothing && message.headers().interval() != null, message.atUs());
  }

  private void refused(Transaction one) {
    Message answer = one.answer();
    if (one.status() == 422 && answer != null) {
      Integer demanded = answer.headers().minSe();
      broken("R15", demanded == null || demanded < LEAST, one.answeredUs());
    }
  }

  /** What the request asks and what the 2xx says to it, at the instant of the 2xx. */
  private void negotiated(Transaction one) {
    Headers ask = one.request().headers();
    Headers answer = Objects.requireNonNull(one.answer()).headers();
    long atUs = one.answeredUs();
    Integer minSe = ask.minSe();
    Integer interval = ask.interval();
    broken("R1", Headers.SECOND_INTERVAL.equals(answer.more()), atUs);
    broken("R3", minSe != null && minSe < LEAST, atUs);
    broken("R4", interval != null && interval < LEAST, atUs);
    broken("R6", interval != null && minSe != null && interval < minSe, atUs);
    if (answer.interval() != null) {
      granted(one, ask, answer);
    }
  }

  /** Below 90 s where the request has no Min-SE is told as R4 alone. */
  private void granted(Transaction one, Headers ask, Headers answer) {
    long atUs = one.answeredUs();
    int interval = Objects.requireNonNull(answer.interval());
    broken("R4", interval < LEAST, atUs);
    broken("R8", ask.interval() != null && interval > ask.interval(), atUs);
    broken("R8", ask.minSe() != null && interval < ask.minSe(), atUs);
    broken("R9", isForced(dialog, one), atUs);
    if (ask.supported() && ask.role() != null && answer.role() != null) {
      broken("R9", !ask.role().equals(answer.role()), atUs);
    }
    broken("R10", Headers.UAC.equals(answer.role()) && !answer.required(), atUs);
    broken("R14", answer.role() == null, atUs);
  }

  /** R9: the sender of the request is to refresh, and never said that it can. */
  static boolean isForced(DialogReading dialog, Transaction one) {
    Side sender = one.by();
    Headers answer = Objects.requireNonNull(one.answer()).headers();
    return answer.interval() != null
        && Headers.UAC.equals(answer.role())
        && one.isAsked()
        && !one.request().headers().supported()
        && !dialog.hasListedTimer(sender, one.answeredUs() + SETTLED_US);
  }

  private void broken(String rule, boolean isBroken, long atUs) {
    if (isBroken && told.add(rule)) {
      verdict.say("alert BAD_NEGOTIATION WARNING " + rule, atUs, Verdict.NEVER);
    }
  }
}
