package org.sessionwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.store.EffectRows.HopRow;
import org.sessionwatch.store.EffectRows.RefreshRow;
import org.sessionwatch.store.HistoryRows.Places;

/**
 * The usual way of a batch into the history: what is new goes straight into the tables by COPY, a
 * dialog's row is changed where it is as this daemon left it, and one that says already what there
 * is to say is left alone. What cannot be told to be new is merged.
 *
 * <p>Where any of that turns out to be otherwise (a row is there, or is another's), the transaction
 * fails or {@link #write} says so, and the batch is to be merged as a whole. For one thread at a
 * time.
 */
final class Append {
  /** Two daemons' clocks may differ by so much, and so on which day a call began. */
  private static final long NEAR_MIDNIGHT_S = 300;

  private static final int SECONDS_A_DAY = 86_400;

  private final Pbxs pbxs;
  private final WrittenDialogs written;
  private final Merge merge;
  private final RecentKeys begun = new RecentKeys();
  private final RecentKeys refreshes = new RecentKeys();
  private final RecentKeys hops = new RecentKeys();

  /** What became of the dialogs of a batch. */
  private final List<DialogRow> fresh = new ArrayList<>();

  /** Only their end is new. */
  private final List<DialogRow> ended = new ArrayList<>();

  private final List<DialogRow> changed = new ArrayList<>();
  private final List<DialogRow> unsure = new ArrayList<>();
  private final List<DialogRow> same = new ArrayList<>();
  private final Set<UUID> merged = new HashSet<>();

  Append(Pbxs pbxs, WrittenDialogs written, Merge merge) {
    this.pbxs = pbxs;
    this.written = written;
    this.merge = merge;
  }

  /**
   * Writes within a transaction.
   *
   * @return false when a row was not as it was thought to be: the transaction is to be rolled back
   */
  boolean write(Handle handle, EffectRows rows) throws SQLException {
    sort(rows);
    Connection connection = handle.connection();
    copyDialogs(connection);
    if (!end(handle) || !change(handle)) {
      return false;
    }
    merge.dialogs(handle, unsure);
    copyRefreshes(handle, rows.refreshes());
    copyHops(handle, rows.hops());
    return true;
  }

  /** Where the batch's dialogs are kept. */
  Places places() {
    return new Places() {
      @Override
      public long day(Dialog dialog) {
        return merged.contains(dialog.dialogId())
            ? merge.places().day(dialog)
            : HistoryRows.day(dialog.firstHeardAt());
      }

      @Override
      public int pbx(String name) {
        return pbxs.id(name);
      }
    };
  }

  private void sort(EffectRows rows) {
    List.of(fresh, ended, changed, unsure, same).forEach(List::clear);
    merged.clear();
    for (DialogRow row : rows.dialogs()) {
      sort(row, rows.isRefreshTold(row.dialog())).add(row);
    }
    unsure.forEach(row -> merged.add(row.dialog().dialogId()));
  }

  private List<DialogRow> sort(DialogRow row, boolean refreshTold) {
    long known = written.known(row.dialog());
    if (known == 0) {
      return row.begun() && beginsOnOneDay(row.dialog()) ? fresh : unsure;
    }
    if (row.reopened()) {
      return unsure;
    }
    if (known == row.revision()) {
      return refreshTold || written.isRefreshed(row) ? same : changed;
    }
    return known == Revision.beforeEnd(row) ? ended : changed;
  }

  /**
   * Whether every daemon takes it to have begun on the same day, so that the key of its row alone
   * tells whether it is there.
   */
  private static boolean beginsOnOneDay(Dialog dialog) {
    long second = Math.floorMod(dialog.firstHeardAt().getEpochSecond(), SECONDS_A_DAY);
    return dialog.establishedAt() != null
        && second >= NEAR_MIDNIGHT_S
        && second < SECONDS_A_DAY - NEAR_MIDNIGHT_S;
  }

  private void copyDialogs(Connection connection) throws SQLException {
    if (fresh.isEmpty()) {
      return;
    }
    List<DialogRow> open = fresh.stream().filter(row -> !row.isOver()).toList();
    if (!open.isEmpty()) {
      merge.copyKeys(connection, "sessionwatch.dialog_key", open);
    }
    try (CopyBinary copy = new CopyBinary(connection, "sessionwatch.dialog", HistoryRows.DIALOG)) {
      for (DialogRow row : fresh) {
        HistoryRows.dialog(copy, row, places());
        copy.endRow();
      }
      copy.end();
    }
  }

  private boolean end(Handle handle) throws SQLException {
    if (ended.isEmpty()) {
      return true;
    }
    try (CopyBinary copy =
        new CopyBinary(
            handle.connection(), "pg_temp.stage_end", HistoryRows.END + ", known_revision")) {
      for (DialogRow row : ended) {
        HistoryRows.end(copy, row, places());
        copy.add(written.known(row.dialog())).endRow();
      }
      copy.end();
    }
    return handle.number(Statements.END_DIALOG) == ended.size();
  }

  private boolean change(Handle handle) throws SQLException {
    if (changed.isEmpty()) {
      return true;
    }
    try (CopyBinary copy =
        new CopyBinary(
            handle.connection(), "pg_temp.stage_change", HistoryRows.DIALOG + ", known_revision")) {
      for (DialogRow row : changed) {
        HistoryRows.dialog(copy, row, places());
        copy.add(written.known(row.dialog())).endRow();
      }
      copy.end();
    }
    return handle.number(Statements.UPDATE_DIALOG) == changed.size();
  }

  private void copyRefreshes(Handle handle, List<RefreshRow> rows) throws SQLException {
    List<RefreshRow> told = new ArrayList<>();
    List<RefreshRow> news = new ArrayList<>(rows.size());
    for (RefreshRow row : rows) {
      boolean isTold = refreshes.has(row.key()) || merged.contains(row.dialog().dialogId());
      (isTold ? told : news).add(row);
    }
    if (!news.isEmpty()) {
      merge.copyRefreshes(handle.connection(), "sessionwatch.refresh", news, places());
    }
    merge.refreshes(handle, told, places());
  }

  private void copyHops(Handle handle, List<HopRow> rows) throws SQLException {
    List<HopRow> told = new ArrayList<>();
    List<HopRow> news = new ArrayList<>(rows.size());
    int at = 0; // Both are in order of the dialogs' ids.
    for (HopRow row : rows) {
      Dialog dialog = row.dialog();
      while (at < fresh.size() && EffectRows.compare(fresh.get(at).dialog(), dialog) < 0) {
        at++;
      }
      boolean now = at < fresh.size() && EffectRows.compare(fresh.get(at).dialog(), dialog) == 0;
      boolean ours = now || begun.has(dialog.dialogId().getLeastSignificantBits());
      (ours && !hops.has(row.key()) ? news : told).add(row);
    }
    if (!news.isEmpty()) {
      merge.copyHops(handle.connection(), "sessionwatch.dialog_hop", news, places());
    }
    merge.hops(handle, told, places());
  }

  /** The transaction is committed. */
  void committed(EffectRows rows) {
    fresh.forEach(row -> begun.add(row.dialog().dialogId().getLeastSignificantBits()));
    List.<Collection<DialogRow>>of(fresh, ended, changed, same)
        .forEach(all -> all.forEach(written::put));
    rows.refreshes().forEach(row -> refreshes.add(row.key()));
    rows.hops().forEach(row -> hops.add(row.key()));
  }

  /** Nothing that was thought to be there is relied on any more. */
  void forget() {
    begun.forget();
    refreshes.forget();
    hops.forget();
  }
}
