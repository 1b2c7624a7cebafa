package org.sessionwatch.session;

import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What alerts say to an administrator: who, which side, since when, when the call will drop; and
 * what to check.
 */
final class AlertTexts {
  /**
   * An alert's words.
   *
   * @param subject tells a dialog's alerts of one kind apart: a rule, a request or an interval;
   *     empty where there can be only one
   */
  record Text(AlertKind kind, Severity severity, String subject, String detail, String hint) {
    Alert alert(UUID dialogId, long raisedUs, Certainty certainty) {
      return new Alert(
          DialogIds.alertId(dialogId, kind, subject),
          kind,
          severity,
          Instants.at(raisedUs),
          null,
          certainty.isConfirmed(),
          certainty == Certainty.DOUBTFUL ? detail + DOUBT : detail,
          hint);
    }
  }

  /** Follows the detail of an alert about something that did not come, where it may have. */
  static final String DOUBT =
      " The mirror lost messages in that time, so what is missing may have been sent.";

  private AlertTexts() {}

  /** The alert, certain after all. */
  static Alert certain(Alert alert) {
    String detail = alert.detail();
    String plain =
        detail.endsWith(DOUBT) ? detail.substring(0, detail.length() - DOUBT.length()) : detail;
    return new Alert(
        alert.alertId(),
        alert.kind(),
        alert.severity(),
        alert.raisedAt(),
        alert.clearedAt(),
        true,
        plain,
        alert.hint());
  }

  static Text late(WatchedDialog dialog, Interval interval) {
    Thresholds at = interval.thresholds();
    return new Text(
        AlertKind.REFRESH_LATE,
        Severity.WARNING,
        interval.id(dialog),
        "%s has to refresh the session every %d s; the refresh due at %s has not come by %s. %s"
            .formatted(
                refresher(dialog, interval),
                interval.seconds(),
                time(at.dueUs()),
                time(at.lateUs()),
                drops(interval)),
        "Does the refresher still answer (registration, qualify, NAT binding, firewall)? Is its session"
            + " timer switched on, and does its UPDATE or re-INVITE reach the PBX?");
  }

  static Text missed(WatchedDialog dialog, Interval interval) {
    Thresholds at = interval.thresholds();
    return new Text(
        AlertKind.REFRESH_MISSED,
        Severity.CRITICAL,
        interval.id(dialog),
        "%s did not refresh the session of %d s; the refresh was due at %s. The other side may hang up"
                .formatted(refresher(dialog, interval), interval.seconds(), time(at.dueUs()))
            + " at any moment; the session expires at %s.".formatted(time(at.expiredUs())),
        "The call is about to drop. Check the refresher's network path and its session timer settings;"
            + " letting the PBX refresh (refresher=uas towards a caller, uac towards a callee) avoids it.");
  }

  static Text expired(WatchedDialog dialog, Interval interval) {
    Thresholds at = interval.thresholds();
    return new Text(
        AlertKind.SESSION_EXPIRED,
        interval.forced() ? Severity.WARNING : Severity.CRITICAL,
        interval.id(dialog),
        "The session of %d s expired at %s without a refresh by %s, and no BYE was heard."
            .formatted(interval.seconds(), time(at.expiredUs()), refresher(dialog, interval)),
        "If the PBX still shows the call, it is a zombie: neither side enforces the timer. If not, the"
            + " mirror lost the BYE: check its path.");
  }

  static Text dropped(WatchedDialog dialog, Drop drop, @Nullable Side by, long atUs) {
    Interval interval = Interval.of(dialog);
    return new Text(
        AlertKind.DROPPED_BY_TIMER,
        Severity.CRITICAL,
        interval.id(dialog),
        "%s hung up at %s%s because no session refresh came; %s had to send one every %d s. Last refresh %s."
            .formatted(
                by == null ? "The PBX" : who(dialog, by),
                time(atUs),
                drop == Drop.CERTAIN ? "" : " (no reason given, the instant fits)",
                refresher(dialog, interval),
                interval.seconds(),
                time(interval.refreshedUs())),
        "The silent side is the refresher: look there first (network, NAT, firmware, timer settings),"
            + " then whether its refreshes reach the PBX at all.");
  }

  static Text unanswered(WatchedDialog dialog, RefreshAttempt attempt) {
    return new Text(
        AlertKind.REFRESH_UNANSWERED,
        Severity.CRITICAL,
        subject(dialog, attempt),
        "%s sent %s to refresh the session at %s and %s gave no final response in 32 s."
            .formatted(
                who(dialog, attempt.by),
                request(attempt),
                time(attempt.requestedUs()),
                who(dialog, attempt.by.other())),
        "Its sender will hang up. Is the other side reachable, and does it know the method? A client"
            + " that ignores UPDATE should not list it in Allow.");
  }

  static Text rejected(WatchedDialog dialog, RefreshAttempt attempt) {
    boolean fatal = attempt.status() == 481 || attempt.status() == 408;
    return new Text(
        AlertKind.REFRESH_REJECTED,
        fatal ? Severity.CRITICAL : Severity.WARNING,
        subject(dialog, attempt),
        "%s answered %d to %s of %s, sent at %s to refresh the session."
            .formatted(
                who(dialog, attempt.by.other()),
                attempt.status(),
                request(attempt),
                who(dialog, attempt.by),
                time(attempt.requestedUs())),
        fatal
            ? "Its sender hangs up now. The side that answered has lost the call: did it restart, or did"
                + " the request go to another address than the call's?"
            : "The session goes on until it expires. Look at why that side rejects the request (codec,"
                + " state, method not supported).");
  }

  static Text glare(WatchedDialog dialog, RefreshAttempt attempt) {
    return new Text(
        AlertKind.REFRESH_GLARE,
        Severity.WARNING,
        subject(dialog, attempt),
        "%s answered 491 to %s of %s, and no refresh got through in the 10 s after it."
            .formatted(who(dialog, attempt.by.other()), request(attempt), who(dialog, attempt.by)),
        "Both sides sent a request at the same time and at least one did not try again. The session"
            + " goes on until it expires.");
  }

  static Text wrongSide(WatchedDialog dialog, RefreshAttempt attempt) {
    return new Text(
        AlertKind.WRONG_SIDE_REFRESH,
        Severity.INFO,
        "",
        "%s keeps refreshing, though %s is the refresher."
            .formatted(who(dialog, attempt.by), refresher(dialog, Interval.of(dialog))),
        "Harmless as long as it goes on; the two sides disagree on who refreshes.");
  }

  static Text unacked(WatchedDialog dialog, RefreshAttempt attempt, long byeUs) {
    return new Text(
        AlertKind.UNACKED_2XX,
        Severity.CRITICAL,
        subject(dialog, attempt),
        "%s hung up at %s, 32 s after its 2xx to %s, since no ACK came. This is not the session timer."
            .formatted(who(dialog, attempt.by.other()), time(byeUs), request(attempt)),
        "The ACK goes to the Contact of the 2xx: is that address reachable from the other side (NAT,"
            + " firewall, a private address in Contact)?");
  }

  private static String drops(Interval interval) {
    Thresholds at = interval.thresholds();
    return "Last refresh %s. Without one the call may drop from %s and expires at %s."
        .formatted(time(interval.refreshedUs()), time(at.atRiskUs()), time(at.expiredUs()));
  }

  private static String refresher(WatchedDialog dialog, Interval interval) {
    Side side = interval.refresher();
    return side == null ? "The refresher" : who(dialog, side);
  }

  static String who(WatchedDialog dialog, Side side) {
    Party party = dialog.partySnapshot(side);
    String agent = party.userAgent() == null ? "" : " (" + party.userAgent() + ")";
    return (side == Side.CALLER ? "Caller " : "Callee ") + party.uri() + agent;
  }

  static String request(RefreshAttempt attempt) {
    return attempt.method + " (CSeq " + attempt.cseq() + ")";
  }

  /** The request by its sender's tag and its number: both sides may use the same number. */
  static String subject(WatchedDialog dialog, RefreshAttempt attempt) {
    return dialog.tag(attempt.by) + " " + attempt.cseq();
  }

  static String time(long us) {
    return DateTimeFormatter.ISO_INSTANT.format(Instants.at(us).truncatedTo(ChronoUnit.SECONDS));
  }
}
