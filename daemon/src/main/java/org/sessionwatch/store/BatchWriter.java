package org.sessionwatch.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;
import org.sessionwatch.session.OpenDialog;

/**
 * Writes batches, each in a transaction: by {@link Append} as long as what is told is new, and by
 * {@link Merge} where it is not. Batches of which nothing is new come one after another, from a
 * second daemon or when a batch is told again, so merging goes on for longer each time.
 * Thread-safe.
 *
 * <p>Its connection is its own, since it is set up for nothing but this.
 */
final class BatchWriter {
  private static final int LONGEST_MERGING = 256;
  private static final int TRIES = 4;

  private final DatabaseErrors errors;
  private final Pbxs pbxs;
  private final WrittenDialogs written = new WrittenDialogs();
  private final Merge merge;
  private final Append append;

  /** Connections that have the temporary tables: these live as long as the connection. */
  private final Set<PGConnection> prepared = Collections.newSetFromMap(new WeakHashMap<>());

  private int mergingFor;
  private int lastMergingFor;

  BatchWriter(DatabaseErrors errors, Pbxs pbxs) {
    this.errors = errors;
    this.pbxs = pbxs;
    this.merge = new Merge(pbxs, written);
    this.append = new Append(pbxs, written, merge);
  }

  /** Writes the rows, all of them or, on an exception, none. */
  synchronized void write(Handle handle, EffectRows rows) {
    try {
      prepare(handle.connection());
      if (mergingFor > 0) {
        mergingFor--;
      } else if (isAppended(handle, rows)) {
        append.committed(rows);
        merge.committed();
        lastMergingFor = 0;
        return;
      } else {
        lastMergingFor = Math.min(LONGEST_MERGING, 2 * lastMergingFor + 1);
        mergingFor = lastMergingFor - 1;
      }
      merge(handle, rows);
      merge.committed();
    } catch (SQLException e) {
      throw errors.of(e);
    }
  }

  /** These were found open, as this daemon or another left them. */
  synchronized void takenUp(OpenDialog open, long revision, long day) {
    DialogRow row = DialogRow.of(open.dialog());
    if (revision == row.revision() && day == HistoryRows.day(open.dialog().firstHeardAt())) {
      written.put(row);
    }
  }

  /** A row was refused: nothing that was thought to be there is relied on any more. */
  synchronized void refused() {
    written.forget();
    append.forget();
  }

  private boolean isAppended(Handle handle, EffectRows rows) throws SQLException {
    begin(handle, rows);
    try {
      if (append.write(handle, rows)) {
        Alerts.write(handle, rows.alerts(), append.places());
        handle.commit();
        return true;
      }
      handle.rollback();
      return false;
    } catch (SQLException | RuntimeException e) {
      rollback(handle, e);
      if (isOfRows(e)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Two daemons that lock the same rows in another order: one of them gives way and tries again.
   */
  private void merge(Handle handle, EffectRows rows) throws SQLException {
    for (int tries = 1; ; tries++) {
      begin(handle, rows);
      try {
        merge.write(handle, rows);
        Alerts.write(handle, rows.alerts(), merge.places());
        handle.commit();
        return;
      } catch (SQLException | RuntimeException e) {
        rollback(handle, e);
        if (tries == TRIES || !DatabaseErrors.sqlStateClass(e).equals("40")) {
          throw e;
        }
      }
    }
  }

  /** What is in the rows, or who else holds them: anything else would fail a second time. */
  private static boolean isOfRows(Exception e) {
    return switch (DatabaseErrors.sqlStateClass(e)) {
      case "21", "22", "23", "40", "44", "54", "P0" -> true;
      default -> false;
    };
  }

  private void begin(Handle handle, EffectRows rows) throws SQLException {
    handle.begin();
    try {
      pbxs.hold(handle, rows.pbxs());
    } catch (SQLException | RuntimeException e) {
      rollback(handle, e);
      throw e;
    }
  }

  /**
   * Of a server that does not answer, the connection is cut: the driver leaves it open where COPY
   * began, and to roll back would be to wait as long once more.
   */
  private static void rollback(Handle handle, Exception cause) {
    try {
      if (DatabaseErrors.sqlStateClass(cause).equals("08")) {
        handle.connection().abort(task -> new Thread(task, "history-cut").start());
      } else {
        handle.rollback();
      }
    } catch (SQLException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private void prepare(Connection connection) throws SQLException {
    PGConnection server = connection.unwrap(PGConnection.class);
    if (!prepared.contains(server)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(Statements.STAGE);
        statement.execute(Statements.PLAN_BY_KEYS);
        statement.execute(Statements.WAIT_FOR_OTHERS);
      }
      // Planned when they are first used, and never again.
      server.setPrepareThreshold(1);
      prepared.add(server);
    }
  }
}
