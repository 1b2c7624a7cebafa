package org.sessionwatch.store;

import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogHop;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.TimerStatus;
import org.sessionwatch.store.EffectRows.DialogRow;
import org.sessionwatch.store.EffectRows.HopRow;
import org.sessionwatch.store.EffectRows.RefreshRow;

/**
 * Rows by COPY into a connection's temporary tables, from which they are merged into the history:
 * COPY itself stops at a row that is there already. Thread-safe.
 */
final class Staging {
  private static final int CHUNK = 1 << 16;
  private static final String COPY_DIALOGS = "COPY pg_temp.stage_dialog FROM STDIN";
  private static final String COPY_TOUCHED = "COPY pg_temp.stage_touch FROM STDIN";
  private static final String COPY_REFRESHES = "COPY pg_temp.stage_refresh FROM STDIN";
  private static final String COPY_HOPS = "COPY pg_temp.stage_hop FROM STDIN";
  private static final String COPY_ALERTS = "COPY pg_temp.stage_alert FROM STDIN";

  /** Connections that have the tables: these live as long as the connection. */
  private final Set<PGConnection> prepared =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Makes the tables where the connection has none yet. To be called outside a transaction. */
  void prepare(Connection connection) throws SQLException {
    PGConnection server = connection.unwrap(PGConnection.class);
    if (!prepared.contains(server)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(Statements.STAGE);
      }
      prepared.add(server);
    }
  }

  /** Puts what is new of the dialogs there, where only their last refresh is. */
  void copyTouched(Connection connection, Collection<DialogRow> dialogs) throws SQLException {
    CopyText text = new CopyText();
    for (DialogRow row : dialogs) {
      TimerStatus timer = row.dialog().timer();
      text.add(row.dialog().dialogId()).add(heardOn(row.dialog()));
      text.add(timer.refreshedAt()).add(timer.state());
      text.add(timer.intervalS()).add(timer.refresher()).add(timer.minSeS()).endRow();
    }
    copy(connection, COPY_TOUCHED, text);
  }

  /** As claim_days.sql lays it down, unless another daemon has before. */
  private static String heardOn(Dialog dialog) {
    return LocalDate.ofInstant(dialog.firstHeardAt(), ZoneOffset.UTC).toString();
  }

  /** Puts the rows there. */
  void copy(
      Connection connection,
      Collection<DialogRow> dialogs,
      Collection<RefreshRow> refreshes,
      Collection<HopRow> hops)
      throws SQLException {
    CopyText dialogText = new CopyText();
    dialogs.forEach(row -> dialog(dialogText, row));
    copy(connection, COPY_DIALOGS, dialogText);
    CopyText refreshText = new CopyText();
    refreshes.forEach(row -> refresh(refreshText, row.dialog(), row.refresh()));
    copy(connection, COPY_REFRESHES, refreshText);
    CopyText hopText = new CopyText();
    hops.forEach(row -> hop(hopText, row.dialog(), row.hop()));
    copy(connection, COPY_HOPS, hopText);
  }

  /**
   * Puts alerts there, each with its turn: one that is told of again, because it was confirmed or
   * cleared, has a later turn than before.
   *
   * @return how many turns there are
   */
  int copyAlerts(Connection connection, Collection<AlertView> alerts) throws SQLException {
    Map<UUID, Integer> turns = new HashMap<>();
    CopyText text = new CopyText();
    int last = 0;
    for (AlertView view : alerts) {
      int turn = turns.merge(view.alert().alertId(), 1, Integer::sum);
      last = Math.max(last, turn);
      text.add(turn).add(text.rows());
      alert(text, view);
    }
    copy(connection, COPY_ALERTS, text);
    return last;
  }

  private static void alert(CopyText to, AlertView view) {
    Alert alert = view.alert();
    Dialog dialog = view.dialog();
    to.add(alert.alertId()).add(dialog == null ? null : dialog.dialogId().toString());
    to.add(view.pbx()).add(alert.kind().name()).add(alert.severity());
    to.add(alert.raisedAt()).add(alert.clearedAt()).add(alert.confirmed());
    to.add(alert.detail()).add(alert.hint()).add(AlertPayload.of(view)).endRow();
  }

  private static void copy(Connection connection, String sql, CopyText rows) throws SQLException {
    if (rows.rows() == 0) {
      return;
    }
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
    try {
      byte[] bytes = rows.bytes();
      for (int at = 0; at < bytes.length; at += CHUNK) {
        copy.writeToCopy(bytes, at, Math.min(CHUNK, bytes.length - at));
      }
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  /** In the order of {@code sql/statements/stage.sql}. */
  private static void dialog(CopyText to, DialogRow row) {
    Dialog dialog = row.dialog();
    Party caller = dialog.caller();
    Party callee = dialog.callee();
    to.add(dialog.dialogId()).add(dialog.pbx()).add(dialog.callId());
    to.add(caller.tag()).add(callee.tag()).add(caller.uri()).add(callee.uri());
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
    to.add(row.reopened()).endRow();
  }

  private static void channel(CopyText to, @Nullable Channel channel) {
    to.add(channel == null ? null : channel.name());
    to.add(channel == null ? null : channel.uniqueid());
    to.add(channel == null ? null : channel.linkedid());
  }

  private static void hangup(CopyText to, @Nullable Hangup hangup) {
    to.add(hangup == null ? null : hangup.cause());
    to.add(hangup == null ? null : hangup.causeText());
    to.add(hangup == null ? null : hangup.techCause());
  }

  private static void hop(CopyText to, Dialog dialog, DialogHop hop) {
    to.add(dialog.dialogId()).add(hop.pbx());
    to.add(address(hop.caller())).add(address(hop.callee()));
    to.add(hop.firstHeardAt()).add(hop.since());
    to.add(hop.intervalS()).add(hop.refresher()).add(hop.minSeS()).add(hop.requestedS()).endRow();
  }

  /** A key holds no null. */
  private static String address(@Nullable InetSocketAddress address) {
    if (address == null) {
      return "";
    }
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static void refresh(CopyText to, Dialog dialog, Refresh refresh) {
    to.add(dialog.dialogId()).add(refresh.seq()).add(refresh.method()).add(refresh.cseq());
    to.add(refresh.by()).add(refresh.requestedAt()).add(refresh.answeredAt());
    to.add(refresh.status()).add(refresh.outcome()).add(refresh.dueAt());
    to.add(refresh.punctuality()).add(refresh.latenessMs()).add(refresh.intervalS());
    to.add(refresh.refresher()).add(refresh.confirmed()).endRow();
  }
}
