package org.sessionwatch.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.OpenDialog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The history in PostgreSQL: what was told of dialogs becomes rows, and open dialogs come back.
 *
 * <p>Rows have natural keys, so that writing the same thing twice changes nothing. Every method
 * throws {@link StoreException}, whose message is made for an administrator. Thread-safe.
 */
public final class HistoryStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryStore.class);
  private static final int OTHER_CONNECTIONS = 3;

  private final Database database;
  private final DatabaseErrors errors;
  private final HikariDataSource pool;
  private final Jdbi jdbi;

  /** One connection, for batches alone. */
  private final HikariDataSource batchPool;

  private final Jdbi batchJdbi;
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
    this.pool = database.pool(OTHER_CONNECTIONS);
    this.jdbi = jdbi(pool);
    this.batchPool = database.pool(1);
    this.batchJdbi = jdbi(batchPool);
    this.pbxs = new Pbxs(kinds);
    this.batches = new BatchWriter(errors, pbxs);
  }

  private static Jdbi jdbi(HikariDataSource pool) {
    Jdbi jdbi = Jdbi.create(pool);
    jdbi.getConfig(SqlStatements.class).setSqlParser(new NamedParameters());
    return jdbi;
  }

  /**
   * Brings the schema up to this release and enters the configured PBXs.
   *
   * @return how many migrations ran
   */
  public int migrate() {
    // Meanwhile: the pool and JDBI need as long for their first statement as for all that follow.
    CompletableFuture<Void> warm = CompletableFuture.runAsync(this::askAnything);
    int ran = new Schema(database).migrate();
    warm.join();
    transact(handle -> pbxs.enter(handle, pbxs.configured()));
    return ran;
  }

  private void askAnything() {
    try {
      read(handle -> handle.createQuery("SELECT 1").mapTo(Integer.class).one());
    } catch (StoreException e) {
      LOG.debug("A first statement failed: {}", e.getMessage()); // what is asked next tells
    }
  }

  /** Writes what the effects tell, all of it or, on an exception, nothing. */
  public void write(List<Effect> effects) {
    this.<@Nullable Void>read(
        batchJdbi,
        handle -> {
          writing = handle.getConnection();
          try {
            batches.write(handle, effects);
          } finally {
            writing = null;
          }
          return null;
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
            handle
                .createQuery(Statements.MAINTAIN)
                .bind("keepS", keep == null ? null : keep.toSeconds())
                .bind("width", width)
                .mapTo(String.class)
                .list());
  }

  /** Writes what PBXs answered to OPTIONS. An older answer never replaces a newer one. */
  public void writeStatuses(Collection<PbxStatus> statuses) {
    transact(
        handle -> {
          pbxs.enter(handle, statuses.stream().map(PbxStatus::pbx).collect(Collectors.toSet()));
          Binding.batch(handle, Statements.UPSERT_PBX_STATUS, statuses, Binding::status);
        });
  }

  /** Writes how the sources of mirrored SIP are. */
  public void writeFeeds(Collection<FeedRow> feeds) {
    transact(handle -> Binding.batch(handle, Statements.UPSERT_FEED, feeds, Binding::feed));
  }

  /**
   * The sources of mirrored SIP that this daemon heard in the last 7 days; their counts are 0.
   *
   * @param heardBy which daemon
   */
  public List<FeedRow> feeds(String heardBy) {
    return read(
        handle ->
            handle
                .createQuery(Statements.KNOWN_FEEDS)
                .bind("heardBy", heardBy)
                .map((row, context) -> Rows.feed(row))
                .list());
  }

  /** Writes what could not be kept while the database was away. */
  void writeGaps(Collection<Spool.Gap> gaps) {
    transact(handle -> Binding.batch(handle, Statements.INSERT_GAP, gaps, Binding::gap));
  }

  /** The dialogs that had not ended when they were last written, oldest first. */
  public List<OpenDialog> openDialogs() {
    return read(
        handle -> {
          Map<UUID, List<Alert>> alerts = openAlerts(handle);
          return handle
              .createQuery(Statements.OPEN_DIALOGS)
              .map(
                  (row, context) -> {
                    UUID id = Rows.uuid(row, "dialog_id");
                    OpenDialog open = Rows.openDialog(row, alerts.getOrDefault(id, List.of()));
                    batches.takenUp(open, row.getLong("revision"), Rows.day(row, "heard_on"));
                    return open;
                  })
              .list();
        });
  }

  /**
   * Ends the gaps of whole PBXs' feeds that an earlier run told of and did not live to end: they
   * were over, at the latest, when this run began to hear, at {@code begun}.
   */
  public List<Effect> endsOfGaps(Instant begun) {
    return read(
        handle ->
            handle
                .createQuery(Statements.OPEN_GAPS)
                .bind("begun", begun.atOffset(ZoneOffset.UTC))
                .map(
                    (row, context) ->
                        (Effect)
                            new Effect.PbxAlertCleared(
                                row.getString("pbx"), Rows.alert(row).cleared(begun)))
                .list());
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
  }

  private static Map<UUID, List<Alert>> openAlerts(Handle handle) {
    record Raised(UUID dialogId, Alert alert) {}

    return handle
        .createQuery(Statements.OPEN_ALERTS)
        .map((row, context) -> new Raised(Rows.uuid(row, "dialog_id"), Rows.alert(row)))
        .collect(
            Collectors.groupingBy(
                Raised::dialogId, Collectors.mapping(Raised::alert, Collectors.toList())));
  }

  private void transact(Consumer<Handle> work) {
    this.<@Nullable Void>read(
        handle -> {
          handle.useTransaction(work::accept);
          return null;
        });
  }

  /** The room's boundary: whatever the driver throws leaves as one kind of exception. */
  private <T extends @Nullable Object> T read(Function<Handle, T> work) {
    return read(jdbi, work);
  }

  private <T extends @Nullable Object> T read(Jdbi from, Function<Handle, T> work) {
    try (Handle handle = from.open()) {
      return work.apply(handle);
    } catch (RuntimeException e) {
      StoreException error = errors.of(e);
      if (error.kind() == StoreException.Kind.REFUSED_ROW) {
        // Somebody may have taken rows away that were thought to be there.
        batches.refused();
      }
      throw error;
    }
  }
}
