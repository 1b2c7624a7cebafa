package org.sessionwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.store.EffectRows.HopRow;
import org.sessionwatch.store.EffectRows.RefreshRow;
import org.sessionwatch.store.Handle.Values;
import org.sessionwatch.store.HistoryRows.Places;

/**
 * The way of rows into the history that may be there already, from this daemon or another: by COPY
 * into temporary tables, and from there one statement a table. Rows are locked in the order of
 * their keys, which all daemons keep to. For one thread at a time.
 */
final class Merge {
  private final Pbxs pbxs;
  private final WrittenDialogs written;
  private final Map<UUID, Long> days = new HashMap<>();
  private final Set<UUID> inserted = new HashSet<>();
  private List<DialogRow> merged = List.of();

  Merge(Pbxs pbxs, WrittenDialogs written) {
    this.pbxs = pbxs;
    this.written = written;
  }

  /** Writes a batch within a transaction. */
  void write(Handle handle, EffectRows rows) throws SQLException {
    dialogs(handle, rows.dialogs());
    refreshes(handle, rows.refreshes(), places());
    hops(handle, rows.hops(), places());
  }

  /** Where the dialogs that were merged last are kept. */
  Places places() {
    return new Places() {
      @Override
      public long day(Dialog dialog) {
        return days.getOrDefault(dialog.dialogId(), HistoryRows.day(dialog.firstHeardAt()));
      }

      @Override
      public int pbx(String name) {
        return pbxs.id(name);
      }
    };
  }

  /** Merges dialogs, within the transaction. */
  void dialogs(Handle handle, List<DialogRow> dialogs) throws SQLException {
    days.clear();
    inserted.clear();
    merged = dialogs;
    if (dialogs.isEmpty()) {
      return;
    }
    Connection connection = handle.connection();
    copyKeys(connection, "pg_temp.stage_key", dialogs);
    handle.execute(Statements.CLAIM_DAYS);
    findDays(handle);
    try (CopyBinary copy =
        new CopyBinary(connection, "pg_temp.stage_dialog", HistoryRows.DIALOG + ", reopened")) {
      for (DialogRow row : dialogs) {
        HistoryRows.dialog(copy, row, places());
        copy.add(row.reopened()).endRow();
      }
      copy.end();
    }
    inserted.addAll(
        handle.list(Statements.INSERT_DIALOG, Values.NONE, row -> row.getObject(1, UUID.class)));
    if (inserted.size() < dialogs.size()) {
      handle.number(Statements.LOCK_DIALOGS);
      handle.execute(Statements.MERGE_DIALOG);
    }
    handle.execute(Statements.RELEASE_KEYS);
  }

  private void findDays(Handle handle) throws SQLException {
    record Found(UUID id, long day, boolean elsewhere) {}

    List<Found> found =
        handle.list(
            Statements.FIND_DAYS,
            Values.NONE,
            row ->
                new Found(
                    Rows.uuid(row, "dialog_id"),
                    Rows.day(row, "heard_on"),
                    row.getBoolean("elsewhere")));
    for (Found one : found) {
      days.put(one.id, one.day);
      if (one.elsewhere) {
        handle.execute(
            Statements.MOVE_KEY,
            to -> {
              to.id("dialogId", one.id);
              to.day("heardOn", LocalDate.ofEpochDay(one.day));
            });
      }
    }
  }

  void copyKeys(Connection connection, String table, Collection<DialogRow> dialogs)
      throws SQLException {
    try (CopyBinary copy = new CopyBinary(connection, table, HistoryRows.KEY)) {
      for (DialogRow row : dialogs) {
        Dialog dialog = row.dialog();
        HistoryRows.key(copy, dialog.dialogId(), HistoryRows.day(dialog.firstHeardAt()));
        copy.endRow();
      }
      copy.end();
    }
  }

  void copyRefreshes(
      Connection connection, String table, Collection<RefreshRow> rows, Places places)
      throws SQLException {
    try (CopyBinary copy = new CopyBinary(connection, table, HistoryRows.REFRESH)) {
      for (RefreshRow row : rows) {
        HistoryRows.refresh(copy, row, places);
        copy.endRow();
      }
      copy.end();
    }
  }

  void copyHops(Connection connection, String table, Collection<HopRow> rows, Places places)
      throws SQLException {
    try (CopyBinary copy = new CopyBinary(connection, table, HistoryRows.HOP)) {
      for (HopRow row : rows) {
        HistoryRows.hop(copy, row, places);
        copy.endRow();
      }
      copy.end();
    }
  }

  /** Merges refreshes, within the transaction. */
  void refreshes(Handle handle, Collection<RefreshRow> rows, Places places) throws SQLException {
    if (!rows.isEmpty()) {
      copyRefreshes(handle.connection(), "pg_temp.stage_refresh", rows, places);
      handle.execute(Statements.UPSERT_REFRESH);
    }
  }

  /** Merges hops, within the transaction. */
  void hops(Handle handle, Collection<HopRow> rows, Places places) throws SQLException {
    if (!rows.isEmpty()) {
      copyHops(handle.connection(), "pg_temp.stage_hop", rows, places);
      handle.execute(Statements.UPSERT_HOP);
    }
  }

  /** The transaction is committed. */
  void committed() {
    for (DialogRow row : merged) {
      Dialog dialog = row.dialog();
      boolean ours =
          inserted.contains(dialog.dialogId())
              && places().day(dialog) == HistoryRows.day(dialog.firstHeardAt());
      if (ours) {
        written.put(row);
      } else {
        written.remove(dialog);
      }
    }
  }
}
