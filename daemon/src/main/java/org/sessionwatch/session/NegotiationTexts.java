package org.sessionwatch.session;

/** What alerts about a negotiation say: who broke which rule, or took the timer from the call. */
final class NegotiationTexts {
  private NegotiationTexts() {}

  static AlertTexts.Text refused(String who, int status, String whose) {
    return new AlertTexts.Text(
        AlertKind.TIMER_REFUSED,
        Severity.WARNING,
        "",
        "%s answered %d to the request of %s: %s."
            .formatted(
                who,
                status,
                whose,
                status == 420 ? "it does not support session timers" : "it demands session timers"),
        status == 420
            ? "The caller requires timers (Require: timer); Supported: timer is enough."
            : "Switch session timers on at the caller.");
  }

  static AlertTexts.Text demandsTooLittle(String who) {
    return badNegotiation(
        "R15",
        "a 422 without a Min-SE of 90 s or more, by %s.".formatted(who),
        "The caller cannot know what to ask for. Look for a firmware fix of the side that refused.");
  }

  static AlertTexts.Text loop(String who, String whose, IntervalDemands demands) {
    return new AlertTexts.Text(
        AlertKind.INTERVAL_TOO_SMALL_LOOP,
        Severity.CRITICAL,
        "",
        "%s keeps asking %s for too small a session interval: %d times 422, Min-SE %d s demanded."
            .formatted(whose, who, demands.refusals(), demands.demandedS()),
        "Set the session interval of the calling side to the demanded Min-SE or more, or lower the other"
            + " side's Min-SE (not below 90 s).");
  }

  static AlertTexts.Text notNegotiated(WatchedDialog dialog, ExpectedTimer expected) {
    return new AlertTexts.Text(
        AlertKind.TIMER_NOT_NEGOTIATED,
        Severity.WARNING,
        "",
        "Endpoint %s of %s is set to %s, but the call from %s to %s was established without a session timer."
            .formatted(
                expected.endpoint(),
                expected.pbx(),
                expected.setting(),
                AlertTexts.who(dialog, Side.CALLER),
                AlertTexts.who(dialog, Side.CALLEE)),
        "If this call dies unnoticed, nothing ends it. Does a proxy or SBC on its way take Session-Expires"
            + " out of the INVITE or its 2xx? Was the endpoint's setting changed after this call began?");
  }

  static AlertTexts.Text turnedOff(WatchedDialog dialog, RefreshAttempt attempt, int intervalS) {
    return new AlertTexts.Text(
        AlertKind.TIMER_TURNED_OFF,
        Severity.WARNING,
        AlertTexts.subject(dialog, attempt),
        "%s answered %s of %s without Session-Expires: the session timer of %d s is off."
            .formatted(
                AlertTexts.who(dialog, attempt.by.other()),
                AlertTexts.request(attempt),
                AlertTexts.who(dialog, attempt.by),
                intervalS),
        dialog.party(attempt.by.other()).hasEverSupportedTimer()
            ? "A dead call is no longer noticed by its timer. The side that answered forgets the timer"
                + " on a refresh: look for a firmware fix, or let the PBX keep the timer"
                + " (timers=always)."
            : "A dead call is no longer noticed by its timer. The side that answered has never listed"
                + " timer in Supported: it does not know session timers, or they are switched off"
                + " there. Switch them on, or let the PBX keep the timer (timers=always).");
  }

  static AlertTexts.Text refresherChanged(
      WatchedDialog dialog, RefreshAttempt attempt, Side before) {
    return new AlertTexts.Text(
        AlertKind.REFRESHER_CHANGED,
        Severity.WARNING,
        AlertTexts.subject(dialog, attempt),
        "%s made %s the refresher in its 2xx to %s, which did not ask for it; before it was %s."
            .formatted(
                AlertTexts.who(dialog, attempt.by.other()),
                AlertTexts.who(dialog, before.other()),
                AlertTexts.request(attempt),
                AlertTexts.who(dialog, before)),
        "A common bug: uac and uas taken for caller and callee. If the new refresher does not notice, the"
            + " call drops.");
  }

  static AlertTexts.Text strayInterval(String what) {
    return badNegotiation(
        "R2",
        "a Session-Expires in %s, where it means nothing.".formatted(what),
        "Harmless: nobody else reads it there either.");
  }

  static AlertTexts.Text badNegotiation(String rule, String detail, String hint) {
    return new AlertTexts.Text(
        AlertKind.BAD_NEGOTIATION, Severity.WARNING, rule, rule + ": " + detail, hint);
  }

  /** The rule that a BAD_NEGOTIATION is about. */
  static String ruleOf(Alert alert) {
    return alert.detail().split(":", 2)[0];
  }
}
