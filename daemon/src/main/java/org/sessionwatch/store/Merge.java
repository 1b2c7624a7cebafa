package org.sessionwatch.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.sessionwatch.store.EffectRows.DialogRow;

/**
 * Puts a batch's dialogs, refreshes and hops into the history: by COPY into temporary tables, and
 * from there by one statement a table. A dialog of which only the last refresh is new has one
 * column changed, as long as no other daemon had a hand in it. Thread-safe.
 */
final class Merge {
  private final Staging staging = new Staging();
  private final WrittenDialogs known = new WrittenDialogs();

  /** To be called outside a transaction. */
  void prepare(Handle handle) throws SQLException {
    staging.prepare(handle.getConnection());
  }

  /** Within a transaction. */
  void write(Handle handle, EffectRows rows) throws SQLException {
    List<DialogRow> dialogs = rows.dialogs();
    if (dialogs.isEmpty()) {
      return;
    }
    List<DialogRow> whole = new ArrayList<>(dialogs);
    List<DialogRow> touched = dialogs.stream().filter(known::holds).toList();
    if (!touched.isEmpty()) {
      staging.copyTouched(handle.getConnection(), touched);
      Set<UUID> done =
          new HashSet<>(handle.createQuery(Statements.TOUCH_DIALOG).mapTo(UUID.class).list());
      whole.removeIf(row -> done.contains(row.dialog().dialogId()));
    }
    staging.copy(handle.getConnection(), whole, rows.refreshes(), rows.hops());
    if (!whole.isEmpty()) {
      handle.execute(Statements.CLAIM_DAYS);
      handle.execute(Statements.UPSERT_DIALOG);
    }
    if (!rows.refreshes().isEmpty()) {
      handle.execute(Statements.UPSERT_REFRESH);
    }
    if (!rows.hops().isEmpty()) {
      handle.execute(Statements.UPSERT_HOP);
    }
  }

  /** The transaction is committed. */
  void committed(EffectRows rows) {
    known.committed(rows.dialogs());
  }

  /** A row was refused: nothing that was thought to be there is relied on any more. */
  void refused() {
    known.forget();
  }
}
