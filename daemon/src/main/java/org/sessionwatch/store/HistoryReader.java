package org.sessionwatch.store;

import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sessionwatch.config.DatabaseSettings;

/**
 * The history for reading, by a role that need be no more than a reader. A statement may take as
 * long as it takes.
 */
public final class HistoryReader {
  private final DatabaseErrors errors;
  private final Jdbi jdbi;

  /**
   * A reader of the given database. Connects only when something is asked.
   *
   * @throws StoreException of kind BAD_URL
   */
  public HistoryReader(DatabaseSettings settings) {
    Database database = new Database(settings);
    this.errors = new DatabaseErrors(database);
    PGSimpleDataSource source = database.source();
    source.setApplicationName("sessionwatch report");
    this.jdbi = Jdbi.create(source);
  }

  /**
   * Runs the work in one transaction that reads, which sees the history as of one moment.
   *
   * @throws StoreException whatever the driver threw
   */
  public <T extends @Nullable Object> T read(Function<Handle, T> work) {
    try (Handle handle = jdbi.open()) {
      handle.execute(Statements.INTERPRET);
      handle.setReadOnly(true);
      return handle.inTransaction(
          org.jdbi.v3.core.transaction.TransactionIsolationLevel.REPEATABLE_READ, work::apply);
    } catch (RuntimeException e) {
      throw isOfDatabase(e) ? errors.of(e) : e;
    }
  }

  private static boolean isOfDatabase(Throwable thrown) {
    Throwable at = thrown;
    while (at != null) {
      if (at instanceof SQLException) {
        return true;
      }
      at = at.getCause() == at ? null : at.getCause();
    }
    return false;
  }
}
