package org.sessionwatch.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.RefresherParam;
import org.sessionwatch.sip.SipMessage;

/**
 * Checks a negotiation against the rules, hop by hop. What violates one is used all the same, as
 * the two sides do, and told once a dialog.
 */
final class NegotiationRules {
  private static final int MIN = EngineSettings.MIN_INTERVAL_S;

  private NegotiationRules() {}

  /**
   * One rule.
   *
   * @param name as the alert carries it
   * @param hint what to check when it is violated
   */
  private record Rule(String name, Check check, String hint) {}

  /** Says what is wrong; null when nothing is. */
  @FunctionalInterface
  private interface Check {
    @Nullable String wrong(Exchange exchange);
  }

  /**
   * A request and its 2xx on one hop; either may not have been seen.
   *
   * @param senderKnowsTimers whether the request's sender listed {@code timer} in any of its
   *     messages
   */
  private record Exchange(
      @Nullable TimerWords request, @Nullable TimerWords success, boolean senderKnowsTimers) {
    int requested() {
      return request == null ? SipMessage.ABSENT : request.sessionExpiresS();
    }

    int requestedMinSe() {
      return request == null ? SipMessage.ABSENT : request.minSeS();
    }

    int answered() {
      return success == null ? SipMessage.ABSENT : success.sessionExpiresS();
    }

    RefresherParam answeredRefresher() {
      return success == null ? RefresherParam.ABSENT : success.refresher();
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "R1",
              NegotiationRules::unreadable,
              "The other side cannot read it either. Look for a firmware fix, or an SBC that rewrites it."),
          new Rule(
              "R3",
              e -> below(e.requestedMinSe()) ? "Min-SE of " + e.requestedMinSe() + " s" : null,
              "No Min-SE may be below 90 s (RFC 4028 section 5): raise it."),
          new Rule(
              "R4",
              NegotiationRules::intervalTooSmall,
              "Set the session interval of that side to 90 s or more; 1800 s is usual."),
          new Rule(
              "R6",
              e ->
                  e.requested() >= 0 && e.requested() < e.requestedMinSe()
                      ? "a request of %d s with a Min-SE of %d s"
                          .formatted(e.requested(), e.requestedMinSe())
                      : null,
              "Its sender contradicts itself: set its session interval to its Min-SE or more."),
          new Rule(
              "R8",
              NegotiationRules::outOfRange,
              "pjsip ignores such an interval, so the two sides count differently. The side that answered"
                  + " has to keep to the request's Session-Expires and Min-SE."),
          new Rule(
              "R9",
              NegotiationRules::wrongRefresher,
              "The side named may not know that it has to refresh. Check who put it in: the answering"
                  + " side, or a proxy on the way (sst)."),
          new Rule(
              "R10",
              e ->
                  e.answered() >= 0
                          && e.answeredRefresher() == RefresherParam.UAC
                          && e.success() != null
                          && !e.success().requiresTimer()
                      ? "a 2xx with refresher=uac and without Require: timer"
                      : null,
              "Most phones do not mind. If this one does not refresh, that is why."),
          new Rule(
              "R14",
              e ->
                  e.answered() >= 0 && e.answeredRefresher() == RefresherParam.ABSENT
                      ? "a 2xx with an interval of " + e.answered() + " s and no refresher"
                      : null,
              "The sender of the request is taken for the refresher. If the sides read this differently,"
                  + " nobody refreshes: the side that answered has to name it (RFC 4028 section 9)."));

  /** Raises what the transaction violates. */
  static void check(WatchedDialog dialog, RefreshAttempt attempt, Alarms alarms) {
    for (Exchange exchange : exchanges(dialog, attempt)) {
      for (Rule rule : RULES) {
        String wrong = rule.check().wrong(exchange);
        if (wrong != null) {
          // R9 asks what a side ever said it can do: the mirror may have lost some of it.
          boolean all = !rule.name().equals("R9") || attempt.isInitial();
          boolean confirmed = all && !attempt.mayBeTwo() && !attempt.isAssumed();
          alarms.raiseOnce(text(dialog, attempt, rule, wrong), attempt.answeredUs(), confirmed);
        }
      }
    }
  }

  private static List<Exchange> exchanges(WatchedDialog dialog, RefreshAttempt attempt) {
    boolean knowsTimers = dialog.party(attempt.by).hasEverSupportedTimer();
    List<Hop> hops = attempt.hops().list();
    List<Exchange> exchanges = new ArrayList<>(hops.size());
    for (Hop hop : hops) {
      exchanges.add(new Exchange(hop.request(), hop.success(), knowsTimers));
    }
    return exchanges;
  }

  /** Whether the refresher was made to be one without saying that it can (a proxy's doing). */
  static boolean isForced(WatchedDialog dialog, RefreshAttempt attempt) {
    for (Exchange e : exchanges(dialog, attempt)) {
      if (e.answered() >= 0 && namesUac(e) && lacksTimer(e)) {
        return true;
      }
    }
    return false;
  }

  private static AlertTexts.Text text(
      WatchedDialog dialog, RefreshAttempt attempt, Rule rule, String wrong) {
    String detail =
        "%s, in %s by %s, answered by %s"
            .formatted(
                wrong,
                AlertTexts.request(attempt),
                AlertTexts.who(dialog, attempt.by),
                AlertTexts.who(dialog, attempt.by.other()));
    return NegotiationTexts.badNegotiation(rule.name(), detail + ".", rule.hint());
  }

  private static boolean below(int seconds) {
    return seconds >= 0 && seconds < MIN;
  }

  private static @Nullable String unreadable(Exchange e) {
    String wrong = unreadable(e.request());
    return wrong == null ? unreadable(e.success()) : wrong;
  }

  private static @Nullable String unreadable(@Nullable TimerWords message) {
    if (message == null) {
      return null;
    }
    if (message.sessionExpiresS() == SipMessage.UNREADABLE) {
      return "a Session-Expires that cannot be read";
    }
    if (message.minSeS() == SipMessage.UNREADABLE) {
      return "a Min-SE that cannot be read";
    }
    if (message.isClamped()) {
      return "a Session-Expires of more than 2^31 s";
    }
    return message.isConflicting() ? "two Session-Expires that differ; the first is taken" : null;
  }

  private static @Nullable String intervalTooSmall(Exchange e) {
    if (below(e.answered())) {
      return "a 2xx with an interval of " + e.answered() + " s; 90 s is the least";
    }
    return below(e.requested())
        ? "a request for an interval of " + e.requested() + " s; 90 s is the least"
        : null;
  }

  private static @Nullable String outOfRange(Exchange e) {
    if (e.answered() < 0) {
      return null;
    }
    if (e.requested() >= 0 && e.answered() > e.requested()) {
      return "a 2xx with %d s to a request for %d s".formatted(e.answered(), e.requested());
    }
    return e.answered() < e.requestedMinSe()
        ? "a 2xx with %d s to a request with Min-SE %d s"
            .formatted(e.answered(), e.requestedMinSe())
        : null;
  }

  private static @Nullable String wrongRefresher(Exchange e) {
    TimerWords request = e.request();
    if (request == null || e.answered() < 0 || e.answeredRefresher() == RefresherParam.ABSENT) {
      return null;
    }
    if (!request.supportsTimer()) {
      return lacksTimer(e) && namesUac(e)
          ? "a 2xx with refresher=uac to a request without Supported: timer"
          : null;
    }
    boolean differs =
        request.sessionExpiresS() >= 0
            && request.refresher() != RefresherParam.ABSENT
            && request.refresher() != e.answeredRefresher();
    return differs
        ? "a 2xx with refresher=%s to a request with refresher=%s"
            .formatted(lower(e.answeredRefresher()), lower(request.refresher()))
        : null;
  }

  /** A sender that listed timer before is not without it because one re-INVITE leaves it out. */
  private static boolean lacksTimer(Exchange e) {
    TimerWords request = e.request();
    return request != null
        && !request.supportsTimer()
        && !request.isCut()
        && !e.senderKnowsTimers();
  }

  private static boolean namesUac(Exchange e) {
    return e.answeredRefresher() == RefresherParam.UAC;
  }

  private static String lower(RefresherParam refresher) {
    return refresher.name().toLowerCase(java.util.Locale.ROOT);
  }
}
