package org.sessionwatch.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.TimerStatus;

/** Values to the named parameters of {@link Statements}. */
final class Binding {
  private final SqlStatement<?> statement;

  Binding(SqlStatement<?> statement) {
    this.statement = statement;
  }

  void dialog(Dialog dialog, boolean forgotten, boolean reopened) {
    statement.bind("dialogId", dialog.dialogId());
    text("pbx", dialog.pbx());
    text("callId", dialog.callId());
    party("caller", dialog.caller());
    party("callee", dialog.callee());
    time("firstHeardAt", dialog.firstHeardAt());
    time("establishedAt", dialog.establishedAt());
    time("endedAt", dialog.endedAt());
    word("endCause", dialog.end());
    statement.bind("endCertain", dialog.endCertain());
    text("endReason", dialog.endReason());
    statement.bind("forgotten", forgotten);
    statement.bind("reopened", reopened);
    timer(dialog.timer());
    channel(dialog.channel());
    hangup(dialog.hangup());
  }

  void refresh(Dialog dialog, Refresh refresh) {
    statement.bind("dialogId", dialog.dialogId());
    statement.bind("seq", refresh.seq());
    text("method", refresh.method());
    statement.bind("cseq", refresh.cseq());
    word("requestedBy", refresh.by());
    time("requestedAt", refresh.requestedAt());
    time("answeredAt", refresh.answeredAt());
    statement.bind("status", refresh.status());
    word("outcome", refresh.outcome());
    time("dueAt", refresh.dueAt());
    word("punctuality", refresh.punctuality());
    statement.bind("latenessMs", refresh.latenessMs());
    statement.bind("intervalS", refresh.intervalS());
    word("refresher", refresh.refresher());
    statement.bind("confirmed", refresh.confirmed());
  }

  void alert(AlertView view) {
    Alert alert = view.alert();
    Dialog dialog = view.dialog();
    statement.bind("alertId", alert.alertId());
    statement.bind("dialogId", dialog == null ? null : dialog.dialogId());
    text("pbx", view.pbx());
    text("kind", alert.kind().name());
    word("severity", alert.severity());
    time("raisedAt", alert.raisedAt());
    time("clearedAt", alert.clearedAt());
    statement.bind("confirmed", alert.confirmed());
    text("detail", alert.detail());
    text("hint", alert.hint());
  }

  void status(PbxStatus status) {
    text("pbx", status.pbx());
    statement.bind("up", status.up());
    time("since", status.since());
    time("checkedAt", status.checkedAt());
    statement.bind("roundTripMs", status.roundTripMs());
    statement.bind("supportsTimer", status.supportsTimer());
    statement.bind("allowsUpdate", status.allowsUpdate());
  }

  void text(String name, @Nullable String text) {
    statement.bind(name, Words.text(text));
  }

  void word(String name, @Nullable Enum<?> constant) {
    statement.bind(name, Words.of(constant));
  }

  private void time(String name, @Nullable Instant instant) {
    OffsetDateTime time = instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    statement.bindByType(name, time, OffsetDateTime.class);
  }

  private void party(String side, Party party) {
    text(side, party.uri());
    text(side + "Tag", party.tag());
    text(side + "UserAgent", party.userAgent());
    statement.bind(side + "SupportsTimer", party.supportsTimer());
    statement.bind(side + "AllowsUpdate", party.allowsUpdate());
  }

  private void timer(TimerStatus timer) {
    word("timerState", timer.state());
    statement.bind("intervalS", timer.intervalS());
    word("refresher", timer.refresher());
    statement.bind("minSeS", timer.minSeS());
    time("refreshedAt", timer.refreshedAt());
  }

  private void channel(@Nullable Channel channel) {
    text("channel", channel == null ? null : channel.name());
    text("uniqueid", channel == null ? null : channel.uniqueid());
    text("linkedid", channel == null ? null : channel.linkedid());
  }

  private void hangup(@Nullable Hangup hangup) {
    statement.bind("hangupCause", hangup == null ? null : hangup.cause());
    text("hangupCauseText", hangup == null ? null : hangup.causeText());
    text("hangupTechCause", hangup == null ? null : hangup.techCause());
  }
}
