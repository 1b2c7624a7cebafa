package org.sessionwatch.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogIds;
import org.sessionwatch.session.EndCause;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Punctuality;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.RefreshOutcome;
import org.sessionwatch.session.Severity;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerState;
import org.sessionwatch.session.TimerStatus;

/** Dialogs as the engine would tell of them: 90 s, the caller refreshes, one Call-ID each. */
final class Calls {
  static final Instant START = Instant.parse("2026-11-22T06:18:59.069521Z");
  static final int INTERVAL_S = 90;

  private Calls() {}

  /** An established dialog. */
  static Dialog dialog(String callId) {
    return dialog(callId, START);
  }

  /** An established dialog whose last refreshing 2xx was at the given time. */
  static Dialog dialog(String callId, Instant refreshedAt) {
    return new Dialog(
        DialogIds.dialogId(callId, "a-" + callId, "b-" + callId),
        callId,
        "pbx1",
        new Party("a-" + callId, "sip:100@10.0.0.1:5060", "Phone A 1.2", true, true),
        new Party("b-" + callId, "sip:200@pbx.example", "Asterisk PBX 22.10.1", true, null),
        START.minusMillis(250),
        START,
        null,
        null,
        true,
        new TimerStatus(TimerState.ACTIVE, INTERVAL_S, Side.CALLER, 90, refreshedAt),
        null,
        null,
        null);
  }

  /** A dialog first heard in mid-call, of which little is known. */
  static Dialog unknown(String callId) {
    return new Dialog(
        DialogIds.dialogId(callId, "a", "b"),
        callId,
        "pbx2",
        new Party("a", "sip:a@x", null, null, null),
        new Party("b", "sip:b@y", null, null, null),
        START,
        null,
        null,
        null,
        true,
        new TimerStatus(TimerState.UNKNOWN, null, null, 90, null),
        null,
        null,
        null);
  }

  static Dialog withChannel(Dialog d, Channel channel) {
    return copy(d, d.endedAt(), d.end(), d.timer(), channel, d.hangup(), d.endReason());
  }

  static Dialog withTimer(Dialog d, TimerStatus timer) {
    return copy(d, d.endedAt(), d.end(), timer, d.channel(), d.hangup(), d.endReason());
  }

  static Dialog ended(Dialog d, Instant at, EndCause cause) {
    return copy(d, at, cause, d.timer(), d.channel(), d.hangup(), d.endReason());
  }

  static Dialog withHangup(Dialog d, Hangup hangup, String reason) {
    return copy(d, d.endedAt(), d.end(), d.timer(), d.channel(), hangup, reason);
  }

  static Dialog withParties(Dialog d, Party caller, Party callee) {
    return new Dialog(
        d.dialogId(),
        d.callId(),
        d.pbx(),
        caller,
        callee,
        d.firstHeardAt(),
        d.establishedAt(),
        d.endedAt(),
        d.end(),
        d.endCertain(),
        d.timer(),
        d.channel(),
        d.hangup(),
        d.endReason());
  }

  static Dialog copy(
      Dialog d,
      @Nullable Instant endedAt,
      @Nullable EndCause end,
      TimerStatus timer,
      @Nullable Channel channel,
      @Nullable Hangup hangup,
      @Nullable String endReason) {
    return new Dialog(
        d.dialogId(),
        d.callId(),
        d.pbx(),
        d.caller(),
        d.callee(),
        d.firstHeardAt(),
        d.establishedAt(),
        endedAt,
        end,
        d.endCertain(),
        timer,
        channel,
        hangup,
        endReason);
  }

  /** A refresh by the caller that succeeded, so long after {@link #START}. */
  static Refresh refreshed(int seq, long cseq, long afterMs, long latenessMs) {
    Punctuality punctuality = latenessMs > 6_000 ? Punctuality.LATE : Punctuality.ON_TIME;
    Instant at = START.plusMillis(afterMs);
    return new Refresh(
        seq,
        "UPDATE",
        cseq,
        Side.CALLER,
        at,
        at.plusMillis(3),
        200,
        RefreshOutcome.REFRESHED,
        at.minusMillis(latenessMs),
        punctuality,
        latenessMs,
        INTERVAL_S,
        Side.CALLER,
        true);
  }

  /** A refresh without an answer yet. */
  static Refresh pending(int seq, long cseq, Side by, long afterMs) {
    return new Refresh(
        seq,
        "INVITE",
        cseq,
        by,
        START.plusMillis(afterMs),
        null,
        null,
        RefreshOutcome.PENDING,
        null,
        null,
        null,
        null,
        null,
        false);
  }

  /** A refresh that the other side rejected. */
  static Refresh rejected(int seq, long cseq, Side by, long afterMs, int status) {
    Instant at = START.plusMillis(afterMs);
    return new Refresh(
        seq,
        "UPDATE",
        cseq,
        by,
        at,
        at.plusMillis(2),
        status,
        RefreshOutcome.REJECTED,
        at,
        Punctuality.ON_TIME,
        0L,
        INTERVAL_S,
        Side.CALLER,
        true);
  }

  static Alert alert(Dialog dialog, AlertKind kind, long afterMs) {
    Instant at = START.plusMillis(afterMs);
    return new Alert(
        DialogIds.alertId(dialog.dialogId(), kind, at.toString()),
        kind,
        kind == AlertKind.REFRESH_LATE ? Severity.WARNING : Severity.CRITICAL,
        at,
        null,
        true,
        "caller sip:100@10.0.0.1 has not refreshed",
        "check its session timers");
  }

  static Alert cleared(Alert alert, Instant at) {
    return new Alert(
        alert.alertId(),
        alert.kind(),
        alert.severity(),
        alert.raisedAt(),
        at,
        alert.confirmed(),
        alert.detail(),
        alert.hint());
  }
}
