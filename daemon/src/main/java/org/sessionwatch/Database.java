package org.sessionwatch;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.Settings;
import org.sessionwatch.store.HistoryStore;
import org.sessionwatch.store.StoreException;
import org.sessionwatch.store.embedded.EmbeddedDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured PostgreSQL server, or an embedded one where none is configured, with its schema.
 */
final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);

  private final @Nullable EmbeddedDatabase embedded;
  private final HistoryStore store;
  private volatile int migrations;
  private volatile boolean ready;
  private boolean kept;

  private Database(@Nullable EmbeddedDatabase embedded, HistoryStore store) {
    this.embedded = embedded;
    this.store = store;
  }

  /**
   * Connects, starting the embedded server when it is that one, and brings the schema up to date.
   *
   * @throws org.sessionwatch.store.StoreException with one line that says what is wrong
   */
  static Database open(Settings settings) {
    DatabaseSettings configured = settings.database();
    if (configured != null) {
      return connect(null, configured, settings);
    }
    EmbeddedDatabase embedded = EmbeddedDatabase.start(settings.stateDirectory());
    try {
      return connect(embedded, embedded.settings(), settings);
    } catch (RuntimeException e) {
      embedded.close();
      throw e;
    }
  }

  /**
   * Like {@link #open}, but a configured server that cannot be reached now is waited for: calls are
   * watched meanwhile. One that answers and refuses is a mistake, and told at once.
   *
   * @return what opens it, after all that needs no server has been done
   */
  static Opening openingOrWaiting(Settings settings) {
    DatabaseSettings configured = settings.database();
    if (configured == null) {
      return new Opening(() -> open(settings), () -> {});
    }
    Database database = new Database(null, new HistoryStore(configured, kinds(settings)));
    return new Opening(database::preparedOrWaited, database::close);
  }

  /**
   * A database that is about to be opened.
   *
   * @param open opens it
   * @param forget gives up what there is instead
   */
  record Opening(Supplier<Database> open, Runnable forget) {}

  private Database preparedOrWaited() {
    try {
      prepare();
    } catch (StoreException e) {
      if (e.kind() != StoreException.Kind.UNREACHABLE) {
        close();
        throw e;
      }
      log.warn("{}; going on without it: what is told meanwhile is spooled", e.getMessage());
    }
    return this;
  }

  /** Brings the schema up to date; throws StoreException while the server is away. */
  void prepare() {
    migrations = store.migrate();
    ready = true;
    log.info("Look into the history with: {}", psql());
  }

  /** Whether the schema is known to be there and up to date. */
  boolean isReady() {
    return ready;
  }

  private static Database connect(
      @Nullable EmbeddedDatabase embedded, DatabaseSettings where, Settings settings) {
    HistoryStore store = new HistoryStore(where, kinds(settings));
    try {
      Database database = new Database(embedded, store);
      database.prepare();
      return database;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static Map<String, PbxKind> kinds(Settings settings) {
    Map<String, PbxKind> kinds = new HashMap<>();
    for (PbxSettings pbx : settings.pbxs()) {
      kinds.put(pbx.name(), pbx.kind());
    }
    return kinds;
  }

  HistoryStore store() {
    return store;
  }

  /** How many migrations the schema needed. */
  int migrations() {
    return migrations;
  }

  /** The command line to look into it by hand. */
  String psql() {
    return embedded == null ? store.psql() : embedded.psql();
  }

  /**
   * Lets the embedded server go on when this is closed, for someone to look into it.
   *
   * @return the command line that ends it, or what else there is to say
   */
  String keepRunning() {
    if (embedded == null) {
      return "it is not ours to end";
    }
    kept = true;
    return embedded.leaveRunning();
  }

  @Override
  public void close() {
    store.close();
    if (embedded != null && !kept) {
      embedded.close();
    }
  }
}
