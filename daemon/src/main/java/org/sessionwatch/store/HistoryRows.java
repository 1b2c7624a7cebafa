package org.sessionwatch.store;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogHop;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.TimerStatus;
import org.sessionwatch.store.EffectRows.HopRow;
import org.sessionwatch.store.EffectRows.RefreshRow;

/** The columns of the history's tables, and values to them in the same order. */
final class HistoryRows {
  /** What a row holds that its values do not tell. */
  interface Places {
    /** The UTC day that a dialog's rows are kept under, in days since 1970. */
    long day(Dialog dialog);

    /** The id of a PBX. */
    int pbx(String name);
  }

  static final String KEY = "dialog_id, heard_on";
  static final String DIALOG =
      "dialog_id, heard_on, pbx_id, call_id, caller_tag, callee_tag, caller, callee,"
          + " caller_user_agent, callee_user_agent, caller_supports_timer, callee_supports_timer,"
          + " caller_allows_update, callee_allows_update, first_heard_at, established_at, ended_at,"
          + " end_cause, end_certain, end_reason, forgotten, timer_state, interval_s, refresher,"
          + " min_se_s, refreshed_at, channel, uniqueid, linkedid, hangup_cause, hangup_cause_text,"
          + " hangup_tech_cause, revision";
  static final String END =
      "dialog_id, heard_on, ended_at, end_cause, end_certain, end_reason, refreshed_at,"
          + " hangup_cause, hangup_cause_text, hangup_tech_cause, revision";
  static final String REFRESH =
      "dialog_id, heard_on, seq, method, cseq, requested_by, requested_at, answered_at, status,"
          + " outcome, due_at, punctuality, lateness_ms, interval_s, refresher, confirmed";
  static final String HOP =
      "dialog_id, heard_on, pbx_id, caller_address, callee_address, first_heard_at, since,"
          + " interval_s, refresher, min_se_s, requested_s";
  static final String ALERT =
      "heard_on, alert_id, dialog_id, pbx_id, kind, severity, raised_at, cleared_at, confirmed,"
          + " detail, hint";

  private static final int SECONDS_A_DAY = 86_400;

  private HistoryRows() {}

  /** The UTC day of an instant, in days since 1970. */
  static long day(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), SECONDS_A_DAY);
  }

  static void key(CopyBinary to, UUID dialogId, long day) {
    to.add(dialogId).addDay(day);
  }

  static void dialog(CopyBinary to, DialogRow row, Places places) {
    Dialog dialog = row.dialog();
    Party caller = dialog.caller();
    Party callee = dialog.callee();
    to.add(dialog.dialogId()).addDay(places.day(dialog)).add(places.pbx(dialog.pbx()));
    to.add(dialog.callId()).add(caller.tag()).add(callee.tag());
    to.add(caller.uri()).add(callee.uri());
    to.add(caller.userAgent()).add(callee.userAgent());
    to.add(caller.supportsTimer()).add(callee.supportsTimer());
    to.add(caller.allowsUpdate()).add(callee.allowsUpdate());
    to.add(dialog.firstHeardAt()).add(dialog.establishedAt()).add(dialog.endedAt());
    to.add(dialog.end()).add(dialog.endCertain()).add(dialog.endReason()).add(row.forgotten());
    TimerStatus timer = dialog.timer();
    to.add(timer.state()).add(timer.intervalS()).add(timer.refresher()).add(timer.minSeS());
    to.add(timer.refreshedAt());
    channel(to, dialog.channel());
    hangup(to, dialog.hangup());
    to.add(row.revision());
  }

  /** What of a dialog's row is new at its end. */
  static void end(CopyBinary to, DialogRow row, Places places) {
    Dialog dialog = row.dialog();
    to.add(dialog.dialogId()).addDay(places.day(dialog));
    to.add(dialog.endedAt()).add(dialog.end()).add(dialog.endCertain()).add(dialog.endReason());
    to.add(dialog.timer().refreshedAt());
    hangup(to, dialog.hangup());
    to.add(row.revision());
  }

  private static void channel(CopyBinary to, @Nullable Channel channel) {
    to.add(channel == null ? null : channel.name());
    to.add(channel == null ? null : channel.uniqueid());
    to.add(channel == null ? null : channel.linkedid());
  }

  private static void hangup(CopyBinary to, @Nullable Hangup hangup) {
    to.add(hangup == null ? null : hangup.cause());
    to.add(hangup == null ? null : hangup.causeText());
    to.add(hangup == null ? null : hangup.techCause());
  }

  static void refresh(CopyBinary to, RefreshRow row, Places places) {
    Refresh refresh = row.refresh();
    to.add(row.dialog().dialogId()).addDay(places.day(row.dialog()));
    to.add(refresh.seq()).add(refresh.method()).add(refresh.cseq());
    to.add(refresh.by()).add(refresh.requestedAt()).add(refresh.answeredAt());
    to.add(refresh.status()).add(refresh.outcome()).add(refresh.dueAt());
    to.add(refresh.punctuality()).add(refresh.latenessMs()).add(refresh.intervalS());
    to.add(refresh.refresher()).add(refresh.confirmed());
  }

  static void hop(CopyBinary to, HopRow row, Places places) {
    DialogHop hop = row.hop();
    to.add(row.dialog().dialogId()).addDay(places.day(row.dialog())).add(places.pbx(hop.pbx()));
    to.add(address(hop.caller())).add(address(hop.callee()));
    to.add(hop.firstHeardAt()).add(hop.since());
    to.add(hop.intervalS()).add(hop.refresher()).add(hop.minSeS()).add(hop.requestedS());
  }

  /** A key holds no null. */
  private static String address(@Nullable InetSocketAddress address) {
    if (address == null) {
      return "";
    }
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  static void alert(CopyBinary to, AlertView view, Places places) {
    Alert alert = view.alert();
    Dialog dialog = view.dialog();
    to.addDay(dialog == null ? day(alert.raisedAt()) : places.day(dialog));
    to.add(alert.alertId()).add(dialog == null ? null : dialog.dialogId());
    to.add(places.pbx(view.pbx())).add(alert.kind().name()).add(alert.severity());
    to.add(alert.raisedAt()).add(alert.clearedAt()).add(alert.confirmed());
    to.add(alert.detail()).add(alert.hint());
  }
}
