package org.sessionwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.store.EffectRows.AlertRow;
import org.sessionwatch.store.HistoryRows.Places;

/** Alerts into the history, and to those who LISTEN, in the same transaction. */
final class Alerts {
  private static final String STAGE = HistoryRows.ALERT + ", turn, n, json";

  private Alerts() {}

  /** Writes and tells of alerts, within the transaction in which their dialogs were written. */
  static void write(Handle handle, List<AlertRow> alerts, Places places) throws SQLException {
    if (alerts.isEmpty()) {
      return;
    }
    int turns = stage(handle.connection(), alerts, places);
    handle.execute(Statements.LOCK_ALERTS);
    for (long turn = 1; turn <= turns; turn++) {
      long now = turn;
      handle.number(Statements.UPSERT_ALERT, to -> to.number("turn", now));
    }
  }

  /**
   * Puts alerts there, each with its turn: one that is told of again, because it was confirmed or
   * cleared, has a later turn than before.
   *
   * @return how many turns there are
   */
  private static int stage(Connection connection, List<AlertRow> alerts, Places places)
      throws SQLException {
    Map<UUID, Integer> turns = new HashMap<>();
    int last = 0;
    try (CopyBinary copy = new CopyBinary(connection, "pg_temp.stage_alert", STAGE)) {
      int n = 0;
      for (AlertRow row : alerts) {
        AlertView view = row.view();
        int turn = turns.merge(view.alert().alertId(), 1, Integer::sum);
        last = Math.max(last, turn);
        HistoryRows.alert(copy, view, places);
        copy.add(turn).add(n++).add(AlertPayload.of(view)).endRow();
      }
      copy.end();
    }
    return last;
  }
}
