package org.sessionwatch;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.Settings;
import org.sessionwatch.store.HistoryStore;
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
  private final int migrations;
  private boolean kept;

  private Database(@Nullable EmbeddedDatabase embedded, HistoryStore store, int migrations) {
    this.embedded = embedded;
    this.store = store;
    this.migrations = migrations;
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

  private static Database connect(
      @Nullable EmbeddedDatabase embedded, DatabaseSettings where, Settings settings) {
    HistoryStore store = new HistoryStore(where, kinds(settings));
    try {
      int migrations = store.migrate();
      Database database = new Database(embedded, store, migrations);
      log.info("Look into the history with: {}", database.psql());
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
