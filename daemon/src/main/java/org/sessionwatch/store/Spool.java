package org.sessionwatch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.store.StoreException.Kind;
import org.sessionwatch.time.Clock;
import org.sessionwatch.time.Micros;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * Effects on disk, in order, while the database is away: a SQLite file in the state directory. What
 * was appended has reached the disk when {@link #append} returns.
 *
 * <p>When it is full the oldest effects are dropped: those of a dialog carry its whole state, so
 * the later ones make up for them, and what is lost of refreshes and alerts is the part that nobody
 * can act on any more. What was dropped is counted, and remembered as a gap until the database
 * knows it.
 *
 * <p>Used by one thread; {@link #health} by any.
 */
public final class Spool implements AutoCloseable {
  /** What was lost between two instants. */
  record Gap(UUID id, Instant beganAt, Instant endedAt, long lost, String reason) {}

  /** An effect and its place; null when it cannot be read any more. */
  record Entry(long id, @Nullable Effect effect, String problem) {}

  /** Places that follow each other; some of them may be empty by now. */
  record Span(long fromId, long toId) {}

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final int FORMAT = 1;
  private static final int DROPPED_AT_ONCE = 1_000;

  private final Connection connection;
  private final Path file;
  private final long capacityBytes;
  private final Clock clock;
  private volatile long changes;
  private volatile long bytes;
  private volatile long oldestUs;
  private volatile long lost;
  private volatile boolean hasGaps;

  /** Places that could not be emptied yet. */
  private final List<Span> gone = new ArrayList<>();

  private long goneCount;

  private boolean failing;

  private Spool(Connection connection, Path file, long capacityBytes, Clock clock)
      throws SQLException {
    this.connection = connection;
    this.file = file;
    this.capacityBytes = capacityBytes;
    this.clock = clock;
    checkFormat();
    changes = number("SELECT count(*) FROM change");
    hasGaps = number("SELECT count(*) FROM gap") > 0;
    measure();
  }

  /**
   * Opens the spool of a state directory, making it where there is none.
   *
   * @param capacityBytes the most that it may take on disk, not counting a few megabytes of its log
   * @throws StoreException of kind SPOOL: it cannot be opened, another daemon uses it, or it is a
   *     later release's
   */
  public static Spool open(Path stateDirectory, long capacityBytes, Clock clock) {
    Path file = stateDirectory.resolve("spool.db").toAbsolutePath();
    try {
      Files.createDirectories(stateDirectory);
      // The driver unpacks its library there: /tmp may be mounted noexec.
      System.setProperty("org.sqlite.tmpdir", stateDirectory.toAbsolutePath().toString());
      return opened("jdbc:sqlite:" + file, file, capacityBytes, clock);
    } catch (IOException | SQLException e) {
      throw new StoreException(
          Kind.SPOOL,
          ("cannot open the spool %s (%s): check that [state] directory is writable, that no other"
                  + " sessionwatch uses it, and that the file is whole; it may be moved away, with"
                  + " what it holds lost")
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** One that is gone with the process, for tests and the demonstration. */
  public static Spool inMemory(long capacityBytes, Clock clock) {
    try {
      return opened("jdbc:sqlite::memory:", Path.of(":memory:"), capacityBytes, clock);
    } catch (SQLException e) {
      throw new StoreException(Kind.SPOOL, "cannot make a spool: " + e.getMessage(), e);
    }
  }

  private static Spool opened(String url, Path file, long capacityBytes, Clock clock)
      throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
    config.setBusyTimeout(0);
    Connection connection = config.createConnection(url);
    try {
      connection.setAutoCommit(false);
      return new Spool(connection, file, capacityBytes, clock);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private void checkFormat() throws SQLException {
    long format = number("PRAGMA user_version");
    if (format > FORMAT) {
      throw new StoreException(
          Kind.SPOOL,
          ("the spool %s was written by a later release (format %d, this one knows %d): run that"
                  + " release until it is empty, or move the file away, with what it holds lost")
              .formatted(file, format, FORMAT));
    }
    run(
        "CREATE TABLE IF NOT EXISTS change (id INTEGER PRIMARY KEY AUTOINCREMENT, told_us INTEGER NOT NULL,"
            + " dialog INTEGER NOT NULL, kind TEXT NOT NULL, body BLOB NOT NULL)");
    run("CREATE INDEX IF NOT EXISTS change_dialog ON change (dialog)");
    run(
        "CREATE TABLE IF NOT EXISTS gap (id TEXT PRIMARY KEY, began_us INTEGER NOT NULL, ended_us INTEGER NOT NULL,"
            + " lost INTEGER NOT NULL, reason TEXT NOT NULL)");
    run("PRAGMA user_version = " + FORMAT);
    connection.commit();
  }

  /**
   * Appends the effects; where there is no room, the oldest that are here make it.
   *
   * @return where they are; null when they could not be written: then nothing has changed
   */
  @Nullable Span append(List<Effect> effects) {
    try {
      insert(effects);
      long last = number("SELECT last_insert_rowid()");
      connection.commit();
      failing = false;
      changes += effects.size();
      measure();
      while (bytes > capacityBytes && changes > 0) {
        dropOldest();
      }
      return new Span(last - effects.size() + 1, last);
    } catch (SQLException | RuntimeException e) {
      rollback();
      if (!failing) {
        failing = true;
        LOG.error(
            "The spool {} cannot be written ({}): what PostgreSQL does not take waits in memory",
            file,
            e.getMessage());
      }
      return null;
    }
  }

  private void insert(List<Effect> effects) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO change (told_us, dialog, kind, body) VALUES (?, ?, ?, ?)")) {
      for (Effect effect : effects) {
        insert.setLong(1, clock.nowUs());
        insert.setLong(2, key(effect));
        insert.setString(3, EffectCodec.kind(effect));
        insert.setBytes(4, EffectCodec.write(effect));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void dropOldest() throws SQLException {
    String oldest = "(SELECT id FROM change ORDER BY id LIMIT " + DROPPED_AT_ONCE + ")";
    long began = number("SELECT min(told_us) FROM change WHERE id IN " + oldest);
    long ended = number("SELECT max(told_us) FROM change WHERE id IN " + oldest);
    long gone = run("DELETE FROM change WHERE id IN " + oldest);
    connection.commit();
    changes -= gone;
    measure();
    if (lost == 0) {
      LOG.error(
          "The spool {} is full ({} bytes): the oldest changes in it are dropped",
          file,
          capacityBytes);
    }
    lost += gone;
    addGap(began, ended, gone, "the spool was full while the database was away");
  }

  /** One gap grows as long as the database does not know it. */
  private void addGap(long beganUs, long endedUs, long count, String reason) throws SQLException {
    try (PreparedStatement add =
        connection.prepareStatement(
            "INSERT INTO gap VALUES (coalesce((SELECT id FROM gap WHERE reason = ?5), ?1), ?2, ?3, ?4, ?5)"
                + " ON CONFLICT (id) DO UPDATE SET ended_us = max(ended_us, ?3), lost = lost + ?4")) {
      add.setString(1, UUID.randomUUID().toString());
      add.setLong(2, beganUs);
      add.setLong(3, endedUs);
      add.setLong(4, count);
      add.setString(5, reason);
      add.executeUpdate();
      connection.commit();
      hasGaps = true;
    }
  }

  /** Remembers what never came here, because more was told than the database and the disk took. */
  void remember(EffectQueue.Loss loss) {
    try {
      addGap(
          loss.fromUs(),
          loss.toUs(),
          loss.count(),
          "more was told than the database and the spool could take");
    } catch (SQLException e) {
      rollback();
      LOG.debug("A gap of {} changes could not be written", loss.count(), e);
    }
  }

  /** The oldest effects, at most so many; they stay until {@link #remove}. */
  List<Entry> head(int most) {
    StringBuilder sql = new StringBuilder("SELECT id, kind, body FROM change WHERE true");
    gone.forEach(
        span -> sql.append(" AND id NOT BETWEEN " + span.fromId() + " AND " + span.toId()));
    try (PreparedStatement query =
        connection.prepareStatement(sql.append(" ORDER BY id LIMIT ?").toString())) {
      query.setInt(1, most);
      List<Entry> entries = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          entries.add(entry(rows.getLong(1), rows.getString(2), rows.getBytes(3)));
        }
      }
      return entries;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static Entry entry(long id, String kind, byte[] body) {
    try {
      return new Entry(id, EffectCodec.read(kind, body), "");
    } catch (IOException e) {
      return new Entry(id, null, kind + ": " + DatabaseErrors.oneLine(e));
    }
  }

  /**
   * The effects at these places are in the database. On a disk that is full not even this can be
   * written; then they are passed over until it can.
   *
   * @param count how many they are
   */
  void remove(Span span, int count) {
    gone.add(span);
    goneCount += count;
    changes -= count;
    try {
      long deleted = 0;
      for (Span one : gone) {
        deleted +=
            run(
                "DELETE FROM change WHERE id BETWEEN %d AND %d"
                    .formatted(one.fromId(), one.toId()));
      }
      connection.commit();
      gone.clear();
      // Some of them may have been dropped meanwhile, and were counted then.
      changes += goneCount - deleted;
      goneCount = 0;
      if (changes == 0) {
        shrink();
      }
      measure();
    } catch (SQLException e) {
      rollback();
      LOG.debug("{} are in the database but cannot be removed from the spool", gone, e);
    }
  }

  private void shrink() throws SQLException {
    connection.setAutoCommit(true);
    try {
      run("VACUUM");
    } finally {
      connection.setAutoCommit(false);
    }
  }

  /** Gaps that the database does not know yet. */
  List<Gap> gaps() {
    if (!hasGaps) {
      return List.of();
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM gap")) {
      List<Gap> gaps = new ArrayList<>();
      while (rows.next()) {
        gaps.add(
            new Gap(
                UUID.fromString(rows.getString(1)),
                Micros.toInstant(rows.getLong(2)),
                Micros.toInstant(rows.getLong(3)),
                rows.getLong(4),
                rows.getString(5)));
      }
      return gaps;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** The database knows them. */
  void forgetGaps() {
    try {
      run("DELETE FROM gap");
      connection.commit();
      hasGaps = false;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * The keys of those effects that must wait behind something of their dialog (or of any PBX) here;
   * all of them when the file cannot be read.
   */
  Set<Long> held(List<Effect> effects) {
    if (isEmpty()) {
      return Set.of();
    }
    Set<Long> keys = new HashSet<>();
    effects.forEach(effect -> keys.add(key(effect)));
    try (PreparedStatement query =
        connection.prepareStatement("SELECT 1 FROM change WHERE dialog = ? LIMIT 1")) {
      for (Iterator<Long> left = keys.iterator(); left.hasNext(); ) {
        query.setLong(1, left.next());
        try (ResultSet row = query.executeQuery()) {
          if (!row.next()) {
            left.remove();
          }
        }
      }
    } catch (SQLException e) {
      rollback();
      LOG.debug("Cannot look into the spool", e);
      effects.forEach(effect -> keys.add(key(effect)));
    }
    return keys;
  }

  /** Whether the database knows all that was here, gaps included. May be called by any thread. */
  boolean holdsNothing() {
    return isEmpty() && !hasGaps;
  }

  /** Whether no effect is here. May be called by any thread. */
  boolean isEmpty() {
    return changes == 0;
  }

  /** How much waits. May be called by any thread. */
  public SpoolHealth health() {
    long waiting = changes;
    Duration oldest =
        waiting == 0
            ? Duration.ZERO
            : Duration.ofNanos(Math.max(0, clock.nowUs() - oldestUs) * 1_000);
    return new SpoolHealth(waiting, bytes, capacityBytes, oldest, lost);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.debug("Cannot close the spool", e);
    }
  }

  /** Half of the id is enough: two dialogs that share it wait for each other, no more. */
  static long key(Effect effect) {
    Dialog dialog = effect.dialog();
    return dialog == null ? 0 : dialog.dialogId().getLeastSignificantBits();
  }

  private void measure() throws SQLException {
    long pages = number("PRAGMA page_count") - number("PRAGMA freelist_count");
    bytes = pages * number("PRAGMA page_size");
    oldestUs = number("SELECT told_us FROM change ORDER BY id LIMIT 1");
  }

  private long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** How many rows it changed. */
  private int run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return Math.max(0, statement.getUpdateCount());
    }
  }

  private void rollback() {
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.debug("Cannot roll back", e);
    }
  }

  private StoreException failed(SQLException e) {
    rollback();
    return new StoreException(
        Kind.SPOOL, "the spool %s cannot be read (%s)".formatted(file, e.getMessage()), e);
  }
}
