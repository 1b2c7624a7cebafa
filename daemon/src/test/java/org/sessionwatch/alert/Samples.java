package org.sessionwatch.alert;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogIds;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Severity;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerState;
import org.sessionwatch.session.TimerStatus;

/** A dialog and its alerts. */
final class Samples {
  static final Instant REFRESHED = Instant.parse("2026-11-22T06:19:00.25Z");
  static final UUID DIALOG_ID = DialogIds.dialogId("1-18368@127.0.0.1", "1", "9a9d");

  private Samples() {}

  static Dialog dialog() {
    return dialog("sip:100@pbx");
  }

  static Dialog dialog(String calleeUri) {
    return new Dialog(
        DIALOG_ID,
        "1-18368@127.0.0.1",
        "pbx1",
        new Party("1", "sip:sipp@phone", null, true, true),
        new Party("9a9d", calleeUri, "Asterisk PBX 22.10.1", true, true),
        REFRESHED,
        REFRESHED,
        null,
        null,
        true,
        new TimerStatus(TimerState.ACTIVE, 90, Side.CALLER, 90, REFRESHED),
        new Channel("PJSIP/100-00000001", "1763792340.7", "1763792340.6"),
        null,
        null);
  }

  /** The n-th alert of the dialog. */
  static Alert alert(int n) {
    return alert(n, Severity.WARNING, true, null);
  }

  /** The n-th alert, with its dialog. */
  static AlertView view(int n) {
    return new AlertView(dialog(), alert(n));
  }

  /** An alert about a whole PBX. */
  static AlertView ofPbx(@Nullable Instant clearedAt) {
    return AlertView.ofPbx(
        "pbx1",
        new Alert(
            DialogIds.pbxAlertId("pbx1", AlertKind.FEED_GAP, "SOCKET", 1),
            AlertKind.FEED_GAP,
            Severity.INFO,
            REFRESHED,
            clearedAt,
            true,
            "The mirror lost 3 messages.",
            "Is the receive buffer large enough?"));
  }

  static Alert alert(int n, Severity severity, boolean confirmed, @Nullable Instant clearedAt) {
    return new Alert(
        DialogIds.alertId(DIALOG_ID, AlertKind.REFRESH_LATE, "" + n),
        AlertKind.REFRESH_LATE,
        severity,
        REFRESHED.plusSeconds(51),
        clearedAt,
        confirmed,
        "Caller sip:sipp@phone has not refreshed.",
        "Is its session timer switched on?");
  }
}
