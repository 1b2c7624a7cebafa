package org.sessionwatch.session.model;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.sessionwatch.session.TimerState;

/** The alerts of one dialog, kind by kind as section 3 of the domain page lists them. */
final class Alarm {
  private static final long SECOND = 1_000_000;

  /** How long after its expiry a session is said to have expired. */
  private static final long EXPIRY_TOLD_US = 2 * SECOND;

  private static final long GLARE_US = 10 * SECOND;

  private static final Pattern TIMER_REASON =
      Pattern.compile(
          "Reason: SIP;cause=408;text=\"(No session refresh received\\.|Session timeout)\"");

  private final DialogReading dialog;
  private final Verdict verdict;

  Alarm(DialogReading dialog, Verdict verdict) {
    this.dialog = dialog;
    this.verdict = verdict;
  }

  void raise() {
    List<Interval> intervals = dialog.intervals;
    for (int i = 0; i < intervals.size(); i++) {
      boolean last = i + 1 == intervals.size();
      long cleared = last ? Verdict.NEVER : intervals.get(i + 1).fromUs();
      if (intervals.get(i).active()) {
        late(intervals.get(i), cleared);
        missed(intervals.get(i), cleared);
        expired(intervals.get(i), cleared);
      }
    }
    if (dropped()) {
      event("DROPPED_BY_TIMER", "CRITICAL", dialog.endUs());
    }
    dialog.attempts.forEach(this::failed);
    turnedOff();
    dialog.attempts.forEach(this::glare);
    if (isUnacknowledged() && !certain()) {
      event("UNACKED_2XX", "CRITICAL", dialog.endUs());
    }
    new Gaps(dialog, verdict).find();
    new Roles(dialog, verdict).judge();
    new Negotiation(dialog, verdict).flag();
    if (dialog.isFirst) {
      Refusals.judge(dialog, verdict);
    }
  }

  private void event(String kind, String severity, long atUs) {
    verdict.say("alert " + kind + " " + severity, atUs, Verdict.NEVER);
  }

  /** Whether the instant came while the interval ran, in a call that was up, and was recorded. */
  private boolean came(long instantUs, long clearedUs) {
    boolean before2xx = clearedUs == Verdict.NEVER || instantUs < clearedUs;
    return before2xx && instantUs < dialog.endUs() && instantUs <= dialog.untilUs;
  }

  private void late(Interval interval, long clearedUs) {
    long instant = interval.dueUs() + dialog.toleranceUs;
    boolean excused =
        dialog.attempts.stream().anyMatch(one -> one.excuses(instant, interval.fromUs()));
    if (came(instant, clearedUs) && !excused) {
      verdict.say("alert REFRESH_LATE WARNING", instant, clearedUs);
    }
  }

  private void missed(Interval interval, long clearedUs) {
    long instant = interval.atRiskUs();
    boolean withDrop = clearedUs == Verdict.NEVER && dropped();
    if (came(instant, clearedUs) || withDrop) {
      verdict.say("alert REFRESH_MISSED CRITICAL", instant, clearedUs);
    }
  }

  private void expired(Interval interval, long clearedUs) {
    if (came(interval.expiredUs() + EXPIRY_TOLD_US, clearedUs)) {
      String severity = interval.forced() ? "WARNING" : "CRITICAL";
      verdict.say("alert SESSION_EXPIRED " + severity, interval.expiredUs(), clearedUs);
    }
  }

  /** Whether the BYE was the timer's. */
  boolean dropped() {
    if (dialog.bye == null) {
      return false;
    }
    if (dialog.bye.request().headers().more() != null) {
      return certain();
    }
    return !isUnacknowledged()
        && dialog.lastInterval().looksDropped(dialog.bye.by(), dialog.endUs());
  }

  /** The BYE comes 32 s after a 2xx of its sender that nobody acknowledged. */
  private boolean isUnacknowledged() {
    return dialog.bye != null
        && dialog.successes().stream()
            .filter(one -> one.request().method().equals("INVITE"))
            .filter(one -> one.by() != Objects.requireNonNull(dialog.bye).by())
            .filter(one -> isNear32s(dialog.endUs() - one.answeredUs()))
            .anyMatch(one -> !dialog.isAcknowledged(one));
  }

  private static boolean isNear32s(long afterUs) {
    return Math.abs(afterUs - Attempt.TIMEOUT_US) <= 2 * SECOND;
  }

  /** 491, and no 2xx to anything within 10 s. */
  private void glare(Attempt attempt) {
    Transaction first =
        attempt.tries().stream().filter(one -> one.status() == 491).findFirst().orElse(null);
    if (first == null) {
      return;
    }
    long instant = first.answeredUs() + GLARE_US;
    boolean refreshed =
        dialog.intervals.stream()
            .anyMatch(one -> one.fromUs() > first.answeredUs() && one.fromUs() <= instant);
    if (!refreshed && came(instant, Verdict.NEVER)) {
      ofTimer(attempt.last(), "REFRESH_GLARE", "WARNING", instant);
    }
  }

  /** Whether the BYE says itself that it is the timer's. */
  boolean certain() {
    String reason = dialog.bye == null ? null : dialog.bye.request().headers().more();
    return reason != null && TIMER_REASON.matcher(reason).matches();
  }

  private void failed(Attempt attempt) {
    Transaction last = attempt.last();
    switch (attempt.outcome(dialog)) {
      case UNANSWERED ->
          ofTimer(last, "REFRESH_UNANSWERED", "CRITICAL", last.askedUs() + Attempt.TIMEOUT_US);
      case REJECTED -> {
        if (!last.asksForRetry() && !crossed(last)) {
          boolean grave = last.status() == 481 || last.status() == 408;
          ofTimer(last, "REFRESH_REJECTED", grave ? "CRITICAL" : "WARNING", last.answeredUs());
        }
      }
      case REFRESHED, TURNED_OFF, GLARE, CANCELLED, PENDING -> {}
    }
  }

  /**
   * Without a running timer only a request that asks for one was a refresh; R12: OPTIONAL is never
   * alerted.
   */
  private void ofTimer(Transaction refresh, String kind, String severity, long atUs) {
    TimerState state = dialog.at(atUs).state();
    boolean asks = refresh.request().headers().interval() != null;
    if (state == TimerState.ACTIVE || (asks && state != TimerState.OPTIONAL)) {
      event(kind, severity, atUs);
    }
  }

  /** 481 from a side that was hanging up itself: request and BYE met on the way. */
  private boolean crossed(Transaction refresh) {
    return refresh.status() == 481
        && dialog.bye != null
        && dialog.bye.by() != refresh.by()
        && Math.abs(dialog.endUs() - refresh.answeredUs()) <= SECOND;
  }

  private void turnedOff() {
    for (int i = 1; i < dialog.intervals.size(); i++) {
      Interval now = Objects.requireNonNull(dialog.intervals.get(i));
      if (dialog.intervals.get(i - 1).active() && now.state() == TimerState.OFF) {
        event("TIMER_TURNED_OFF", "WARNING", now.fromUs());
      }
    }
  }
}
