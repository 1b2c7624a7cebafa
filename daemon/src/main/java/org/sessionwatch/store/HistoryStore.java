package org.sessionwatch.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.OpenDialog;
import org.sessionwatch.store.Handle.Values;

/**
 * The history in PostgreSQL: what was told of dialogs becomes rows, and open dialogs come back.
 *
 * <p>Rows have natural keys, so that writing the same thing twice changes nothing. Every method
 * throws {@link StoreException}, whose message is made for an administrator. Thread-safe.
 */
public final class HistoryStore implements AutoCloseable {
  private static final int OTHER_CONNECTIONS = 3;

  private final Database database;
  private final DatabaseErrors errors;
  private final PoolSource source;
  private final HikariDataSource pool;

  /** One connection, for batches alone. */
  private final HikariDataSource batchPool;

  private final Pbxs pbxs;
  private final BatchWriter batches;

  /** The connection of a write that goes on. */
  private volatile @Nullable Connection writing;

  /**
   * A store in the given database. Connects only when something is asked of it.
   *
   * @param settings where; of the embedded server see {@code EmbeddedDatabase.settings()}
   * @param kinds the configured PBXs' kinds by name; others are entered as {@link PbxKind#OTHER}
   * @throws StoreException when the URL cannot be read
   */
  public HistoryStore(DatabaseSettings settings, Map<String, PbxKind> kinds) {
    this.database = new Database(settings);
    this.errors = new DatabaseErrors(database);
    this.source = database.poolSource();
    this.pool = database.pool(source, OTHER_CONNECTIONS);
    this.batchPool = database.pool(database.poolSource(), 1);
    this.pbxs = new Pbxs(kinds);
    this.batches = new BatchWriter(errors, pbxs);
  }

  /** Work in the database, and what comes of it. */
  private interface Work<T> {
    T in(Handle handle) throws SQLException;
  }

  /** Work of which nothing comes that is to be known. */
  private interface Change {
    void in(Handle handle) throws SQLException;
  }

  /**
   * Brings the schema up to this release and enters the configured PBXs.
   *
   * @return how many migrations ran
   */
  public int migrate() {
    int ran = migrateSchema();
    transact(handle -> pbxs.enter(handle, pbxs.configured()));
    return ran;
  }

  private int migrateSchema() {
    try {
      Connection connection = source.connect();
      boolean given = false;
      try {
        int ran = new Schema(database).migrate(connection);
        if (!pool.isRunning()) {
          source.give(connection);
          given = true;
        }
        return ran;
      } finally {
        if (!given) {
          connection.close();
        }
      }
    } catch (SQLException e) {
      throw errors.of(e);
    }
  }

  /** Writes what the effects tell, all of it or, on an exception, nothing. */
  public void write(List<Effect> effects) {
    write(new EffectRows(effects));
  }

  /** Writes the rows, all of them or, on an exception, none. */
  void write(EffectRows rows) {
    read(
        batchPool,
        handle -> {
          writing = handle.connection();
          try {
            batches.write(handle, rows);
          } finally {
            writing = null;
          }
          return true;
        });
  }

  /**
   * Makes partitions ahead of time and drops those that are older than is to be kept. Several
   * daemons may do so at once.
   *
   * @param keep how long rows are kept; null for ever
   * @param width of a new partition: {@code day}, {@code week} or {@code month}
   * @return what was done, a line each; empty when there was nothing to do
   */
  public List<String> maintain(@Nullable Duration keep, String width) {
    return read(
        handle ->
            handle.list(
                Statements.MAINTAIN,
                to -> {
                  to.number("keepS", keep == null ? null : keep.toSeconds());
                  to.text("width", width);
                },
                row -> row.getString(1)));
  }

  /** Writes what PBXs answered to OPTIONS. An older answer never replaces a newer one. */
  public void writeStatuses(Collection<PbxStatus> statuses) {
    transact(
        handle -> {
          pbxs.enter(handle, statuses.stream().map(PbxStatus::pbx).collect(Collectors.toSet()));
          handle.batch(Statements.UPSERT_PBX_STATUS, statuses, Binding::status);
        });
  }

  /** Writes how the sources of mirrored SIP are. */
  public void writeFeeds(Collection<FeedRow> feeds) {
    transact(handle -> handle.batch(Statements.UPSERT_FEED, feeds, Binding::feed));
  }

  /**
   * The sources of mirrored SIP that this daemon heard in the last 7 days; their counts are 0.
   *
   * @param heardBy which daemon
   */
  public List<FeedRow> feeds(String heardBy) {
    return read(
        handle ->
            handle.list(Statements.KNOWN_FEEDS, to -> to.text("heardBy", heardBy), Rows::feed));
  }

  /** Writes what could not be kept while the database was away. */
  void writeGaps(Collection<Spool.Gap> gaps) {
    transact(handle -> handle.batch(Statements.INSERT_GAP, gaps, Binding::gap));
  }

  /** The dialogs that had not ended when they were last written, oldest first. */
  public List<OpenDialog> openDialogs() {
    return read(
        handle -> {
          List<OpenDialog> open =
              handle.list(
                  Statements.OPEN_DIALOGS,
                  Values.NONE,
                  row -> {
                    OpenDialog one = Rows.openDialog(row);
                    batches.takenUp(one, row.getLong("revision"), Rows.day(row, "heard_on"));
                    return one;
                  });
          if (!open.isEmpty()) {
            Map<UUID, List<Alert>> alerts = openAlerts(handle);
            open.replaceAll(
                one -> one.with(alerts.getOrDefault(one.dialog().dialogId(), List.of())));
          }
          return open;
        });
  }

  /**
   * Ends the gaps of whole PBXs' feeds that an earlier run told of and did not live to end: they
   * were over, at the latest, when this run began to hear, at {@code begun}.
   */
  public List<Effect> endsOfGaps(Instant begun) {
    return read(
        handle ->
            handle.list(
                Statements.OPEN_GAPS,
                to -> to.time("begun", begun),
                row ->
                    new Effect.PbxAlertCleared(
                        row.getString("pbx"), Rows.alert(row).cleared(begun))));
  }

  /**
   * Cuts the connection of the {@link #write} that goes on: it fails. Of the driver's own accord
   * one that sends to a server which no longer reads waits for as long as TCP does.
   */
  void cutWriting() {
    Connection connection = writing;
    if (connection != null) {
      try {
        // A thread of its own: closing a TLS socket may wait for the one that writes.
        connection.abort(task -> new Thread(task, "history-cut").start());
      } catch (SQLException e) {
        throw errors.of(e);
      }
    }
  }

  /** The command line to look into the database by hand; it carries no password. */
  public String psql() {
    return database.psql();
  }

  @Override
  public void close() {
    pool.close();
    batchPool.close();
    try {
      source.close();
    } catch (SQLException e) {
      throw errors.of(e);
    }
  }

  private static Map<UUID, List<Alert>> openAlerts(Handle handle) throws SQLException {
    Map<UUID, List<Alert>> alerts = new HashMap<>();
    handle.list(
        Statements.OPEN_ALERTS,
        Values.NONE,
        row ->
            alerts
                .computeIfAbsent(Rows.uuid(row, "dialog_id"), id -> new ArrayList<>())
                .add(Rows.alert(row)));
    return alerts;
  }

  private void transact(Change change) {
    read(
        handle -> {
          handle.begin();
          try {
            change.in(handle);
          } catch (SQLException | RuntimeException e) {
            rollback(handle, e);
            throw e;
          }
          handle.commit();
          return true;
        });
  }

  private static void rollback(Handle handle, Exception cause) {
    try {
      handle.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private <T> T read(Work<T> work) {
    return read(pool, work);
  }

  /** The room's boundary: whatever the driver throws leaves as one kind of exception. */
  private <T> T read(HikariDataSource from, Work<T> work) {
    try (Handle handle = new Handle(from.getConnection())) {
      return work.in(handle);
    } catch (SQLException | RuntimeException e) {
      StoreException error = errors.of(e);
      if (error.kind() == StoreException.Kind.REFUSED_ROW) {
        // Somebody may have taken rows away that were thought to be there.
        batches.refused();
      }
      throw error;
    }
  }
}
