package org.sessionwatch.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.store.EffectRows.DialogRow;

/**
 * Puts a batch's dialogs, refreshes, hops and alerts into the history: by COPY into temporary
 * tables, and from there by one statement a table. A dialog of which only the last refresh is new
 * has one column changed, as long as no other daemon had a hand in it. Thread-safe.
 */
final class Merge {
  private final Staging staging = new Staging();
  private final WrittenDialogs written = new WrittenDialogs();

  /** To be called outside a transaction. */
  void prepare(Handle handle) throws SQLException {
    staging.prepare(handle.getConnection());
  }

  /**
   * Writes within a transaction. Rows are locked in the order of their ids, which all daemons keep
   * to; those of which only one column changes come last and are not waited for.
   *
   * @param all whether every dialog is to be written in full
   * @return false when a dialog was not as it was thought to be: the transaction is to be rolled
   *     back, and all written in full
   */
  boolean write(Handle handle, EffectRows rows, boolean all) throws SQLException {
    List<DialogRow> dialogs = rows.dialogs();
    if (dialogs.isEmpty()) {
      return true;
    }
    List<DialogRow> known = all ? List.of() : dialogs.stream().filter(written::holds).toList();
    List<DialogRow> whole = new ArrayList<>(dialogs);
    whole.removeAll(Set.copyOf(known));
    staging.copy(handle.getConnection(), whole, rows.refreshes(), rows.hops());
    if (!whole.isEmpty()) {
      handle.execute(Statements.CLAIM_DAYS);
      handle.execute(Statements.UPSERT_DIALOG);
    }
    if (!known.isEmpty()) {
      staging.copyTouched(handle.getConnection(), known);
      if (handle.createUpdate(Statements.TOUCH_DIALOG).execute() < known.size()) {
        return false;
      }
    }
    if (!rows.refreshes().isEmpty()) {
      handle.execute(Statements.UPSERT_REFRESH);
    }
    if (!rows.hops().isEmpty()) {
      handle.execute(Statements.UPSERT_HOP);
    }
    return true;
  }

  /** Writes and tells of alerts, within the transaction in which their dialogs were written. */
  void writeAlerts(Handle handle, List<AlertView> alerts) throws SQLException {
    if (alerts.isEmpty()) {
      return;
    }
    int turns = staging.copyAlerts(handle.getConnection(), alerts);
    handle.execute(Statements.LOCK_ALERTS);
    for (int turn = 1; turn <= turns; turn++) {
      handle.createQuery(Statements.UPSERT_ALERT).bind("turn", turn).mapTo(Long.class).one();
    }
  }

  /** The transaction is committed. */
  void committed(EffectRows rows) {
    written.committed(rows.dialogs());
  }

  /** A row was refused: nothing that was thought to be there is relied on any more. */
  void refused() {
    written.forget();
  }
}
