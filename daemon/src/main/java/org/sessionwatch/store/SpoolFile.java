package org.sessionwatch.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sessionwatch.session.Effect;
import org.sessionwatch.store.Spool.Span;
import org.sessionwatch.store.StoreException.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * A {@link Spool}'s SQLite file: blocks of changes that follow each other, each a row with a place
 * for every change. What is done counts from {@link #commit} on, and has reached the disk then.
 * Used by one thread.
 */
final class SpoolFile implements AutoCloseable {
  /**
   * What is known of a block without reading its changes.
   *
   * @param id place of its first change
   * @param toldUs when it was appended, microseconds since the epoch
   * @param keys of its changes' dialogs
   */
  record Block(long id, int changes, long toldUs, long[] keys) {}

  private static final Logger LOG = LoggerFactory.getLogger(SpoolFile.class);

  /** Written by this release; those up to it are read. */
  static final int FORMAT = 2;

  private final Connection connection;
  private final Path file;
  private final Map<Long, ChangeBlocks> layouts = new HashMap<>();
  private long layout;

  private SpoolFile(Connection connection, Path file) {
    this.connection = connection;
    this.file = file;
  }

  /**
   * Opens a file, making it where there is none; it is this process' alone until it is closed.
   *
   * @throws StoreException when a later release wrote it
   */
  static SpoolFile open(Path file) throws SQLException {
    return open("jdbc:sqlite:" + file, file);
  }

  /** One that is gone with the process. */
  static SpoolFile inMemory() throws SQLException {
    return open("jdbc:sqlite::memory:", Path.of(":memory:"));
  }

  private static SpoolFile open(String url, Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    config.setBusyTimeout(0);
    Connection connection = config.createConnection(url);
    try {
      connection.setAutoCommit(false);
      SpoolFile opened = new SpoolFile(connection, file);
      opened.prepare();
      return opened;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void prepare() throws SQLException {
    long format = number("PRAGMA user_version");
    if (format > FORMAT) {
      throw new StoreException(
          Kind.SPOOL,
          ("the spool %s was written by a later release (format %d, this one knows %d): run that"
                  + " release until it is empty, or move the file away, with what it holds lost")
              .formatted(file, format, FORMAT));
    }
    run("CREATE TABLE IF NOT EXISTS layout (id INTEGER PRIMARY KEY, records TEXT NOT NULL UNIQUE)");
    // The keys before the changes: they are read without them.
    run(
        "CREATE TABLE IF NOT EXISTS block (id INTEGER PRIMARY KEY, changes INTEGER NOT NULL, told_us INTEGER NOT NULL,"
            + " layout INTEGER NOT NULL, keys BLOB NOT NULL, body BLOB NOT NULL)");
    run("PRAGMA user_version = " + FORMAT);
    try (PreparedStatement add =
        connection.prepareStatement("INSERT OR IGNORE INTO layout (records) VALUES (?)")) {
      add.setString(1, ChangeBlocks.CURRENT.layout());
      add.executeUpdate();
    }
    try (Statement query = connection.createStatement();
        ResultSet rows = query.executeQuery("SELECT id, records FROM layout")) {
      while (rows.next()) {
        String records = rows.getString(2);
        boolean current = records.equals(ChangeBlocks.CURRENT.layout());
        if (current) {
          layout = rows.getLong(1);
        }
        layouts.put(rows.getLong(1), current ? ChangeBlocks.CURRENT : ChangeBlocks.of(records));
      }
    }
    commit();
  }

  Path path() {
    return file;
  }

  Connection connection() {
    return connection;
  }

  /** Appends a block whose first change has the place {@code id}. */
  void append(long id, long toldUs, List<Effect> effects) throws SQLException {
    ByteBuffer keys = ByteBuffer.allocate(effects.size() * Long.BYTES);
    effects.forEach(effect -> keys.putLong(HeldDialogs.key(effect)));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO block VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, id);
      insert.setInt(2, effects.size());
      insert.setLong(3, toldUs);
      insert.setLong(4, layout);
      insert.setBytes(5, keys.array());
      insert.setBytes(6, ChangeBlocks.CURRENT.write(effects));
      insert.executeUpdate();
    }
  }

  /**
   * The changes of the oldest blocks, as many whole ones as make no more than {@code most}, but at
   * least one.
   *
   * @param but without the blocks there
   */
  List<Spool.Entry> head(int most, List<Span> but) throws SQLException {
    List<Spool.Entry> entries = new ArrayList<>();
    String sql = "SELECT id, changes, layout, body FROM block WHERE " + not(but) + " ORDER BY id";
    try (Statement query = connection.createStatement();
        ResultSet rows = query.executeQuery(sql)) {
      while (rows.next()) {
        int changes = rows.getInt(2);
        if (!entries.isEmpty() && entries.size() + changes > most) {
          break;
        }
        entries.addAll(entries(rows.getLong(1), changes, rows.getLong(3), rows.getBytes(4)));
      }
    }
    return entries;
  }

  private List<Spool.Entry> entries(long id, int changes, long layout, byte[] body) {
    ChangeBlocks blocks = layouts.get(layout);
    if (blocks != null) {
      return blocks.read(body, id, changes);
    }
    List<Spool.Entry> unreadable = new ArrayList<>();
    for (long place = id; place < id + changes; place++) {
      unreadable.add(new Spool.Entry(place, null, "no layout " + layout));
    }
    return unreadable;
  }

  /** Blocks whose first changes are at these places. */
  List<Block> blocks(Span span) throws SQLException {
    return blocks("id BETWEEN " + span.fromId() + " AND " + span.toId() + " ORDER BY id");
  }

  /** The oldest block but for those there; empty when there is none. */
  List<Block> oldest(List<Span> but) throws SQLException {
    return blocks(not(but) + " ORDER BY id LIMIT 1");
  }

  private List<Block> blocks(String which) throws SQLException {
    List<Block> blocks = new ArrayList<>();
    try (Statement query = connection.createStatement();
        ResultSet rows =
            query.executeQuery("SELECT id, changes, told_us, keys FROM block WHERE " + which)) {
      while (rows.next()) {
        long[] keys = new long[rows.getInt(2)];
        ByteBuffer.wrap(rows.getBytes(4)).asLongBuffer().get(keys);
        blocks.add(new Block(rows.getLong(1), keys.length, rows.getLong(3), keys));
      }
    }
    return blocks;
  }

  /** When the oldest block was appended, but for those there; 0 when there is none. */
  long toldOldest(List<Span> but) throws SQLException {
    return number("SELECT told_us FROM block WHERE " + not(but) + " ORDER BY id LIMIT 1");
  }

  private static String not(List<Span> but) {
    StringBuilder sql = new StringBuilder("true");
    but.forEach(span -> sql.append(" AND id NOT BETWEEN " + span.fromId() + " AND " + span.toId()));
    return sql.toString();
  }

  void delete(Span span) throws SQLException {
    run("DELETE FROM block WHERE id BETWEEN " + span.fromId() + " AND " + span.toId());
  }

  /** What it takes on disk, not counting what can be used again. */
  long bytes() throws SQLException {
    long pages = number("PRAGMA page_count") - number("PRAGMA freelist_count");
    return pages * number("PRAGMA page_size");
  }

  /** Gives back the disk's space that can be used again, where that is more than so many bytes. */
  void shrink(long least) throws SQLException {
    if (number("PRAGMA freelist_count") * number("PRAGMA page_size") <= least) {
      return;
    }
    connection.setAutoCommit(true);
    try {
      run("VACUUM");
    } finally {
      connection.setAutoCommit(false);
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  /**
   * As if nothing had been done since the last {@link #commit}. On a full disk SQLite has rolled
   * back of its own accord, which the driver takes for an error; it would then commit each
   * statement on its own.
   */
  void rollback() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      begin();
    }
  }

  private void begin() {
    try {
      run("BEGIN");
    } catch (SQLException e) {
      LOG.debug("No transaction could be begun in {}", file, e);
    }
  }

  /** What the room may see of it; what was begun is rolled back. */
  StoreException failed(SQLException e) {
    rollback();
    return new StoreException(
        Kind.SPOOL, "the spool %s cannot be read (%s)".formatted(file, e.getMessage()), e);
  }

  /** The first column of the first row; 0 when there is none. */
  long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
