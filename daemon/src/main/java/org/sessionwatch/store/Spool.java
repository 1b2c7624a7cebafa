package org.sessionwatch.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;
import org.sessionwatch.store.StoreException.Kind;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Effects on disk, in order, while the database is away: a file in the state directory. What was
 * appended has reached the disk when {@link #append} returns.
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

  /** Effects that are kept, given back and dropped together, at most. */
  private static final int BLOCK = 1_000;

  /** The file may keep so much of what it no longer needs. */
  private static final long KEPT_FREE_BYTES = 4 << 20;

  private final SpoolFile file;
  private final SpoolGaps gaps;
  private final long capacityBytes;
  private final Clock clock;
  private final HeldDialogs held = new HeldDialogs();

  /** Places that could not be emptied yet. */
  private final List<Span> gone = new ArrayList<>();

  private long nextId = 1;
  private volatile long changes;
  private volatile long bytes;
  private volatile long oldestUs;
  private volatile long lost;
  private boolean failing;

  private Spool(SpoolFile file, long capacityBytes, Clock clock) throws SQLException {
    this.file = file;
    this.capacityBytes = capacityBytes;
    this.clock = clock;
    this.gaps = new SpoolGaps(file);
    this.lost = SpoolUpgrade.run(file, gaps, BLOCK);
    for (SpoolFile.Block block : file.blocks(new Span(1, Long.MAX_VALUE))) {
      entered(block.id(), block.keys());
    }
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
    Path path = stateDirectory.resolve("spool.db").toAbsolutePath();
    try {
      Files.createDirectories(stateDirectory);
      // The driver unpacks its library there: /tmp may be mounted noexec.
      System.setProperty("org.sqlite.tmpdir", stateDirectory.toAbsolutePath().toString());
      return opened(SpoolFile.open(path), capacityBytes, clock);
    } catch (IOException | SQLException e) {
      throw new StoreException(
          Kind.SPOOL,
          ("cannot open the spool %s (%s): check that [state] directory is writable, that no other"
                  + " sessionwatch uses it, and that the file is whole; it may be moved away, with"
                  + " what it holds lost")
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /** One that is gone with the process, for tests and the demonstration. */
  public static Spool inMemory(long capacityBytes, Clock clock) {
    try {
      return opened(SpoolFile.inMemory(), capacityBytes, clock);
    } catch (SQLException e) {
      throw new StoreException(Kind.SPOOL, "cannot make a spool: " + e.getMessage(), e);
    }
  }

  private static Spool opened(SpoolFile file, long capacityBytes, Clock clock) throws SQLException {
    try {
      return new Spool(file, capacityBytes, clock);
    } catch (SQLException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Appends the effects; where there is no room, the oldest that are here make it.
   *
   * @return where they are; null when they could not be written: then nothing has changed
   */
  @Nullable Span append(List<Effect> effects) {
    try {
      long nowUs = clock.nowUs();
      for (int from = 0; from < effects.size(); from += BLOCK) {
        List<Effect> block = effects.subList(from, Math.min(effects.size(), from + BLOCK));
        file.append(nextId + from, nowUs, block);
      }
      file.commit();
      failing = false;
    } catch (SQLException | RuntimeException e) {
      file.rollback();
      tellFailure(e);
      return null;
    }
    Span span = new Span(nextId, nextId + effects.size() - 1);
    entered(nextId, effects.stream().mapToLong(HeldDialogs::key).toArray());
    makeRoom();
    return span;
  }

  private void tellFailure(Exception e) {
    if (!failing) {
      failing = true;
      LOG.error(
          "The spool {} cannot be written ({}): what PostgreSQL does not take waits in memory",
          file.path(),
          e.getMessage());
    }
  }

  private void entered(long firstId, long[] keys) {
    for (long key : keys) {
      held.add(key);
    }
    changes += keys.length;
    nextId = firstId + keys.length;
  }

  private void left(SpoolFile.Block block) {
    for (long key : block.keys()) {
      held.remove(key);
    }
    changes -= block.changes();
  }

  private void makeRoom() {
    try {
      measure();
      while (bytes > capacityBytes && changes > 0) {
        for (SpoolFile.Block oldest : file.oldest(gone)) {
          drop(oldest);
        }
        measure();
      }
    } catch (SQLException e) {
      file.rollback();
      LOG.debug("The spool {} is larger than it may be, and cannot be made smaller", file, e);
    }
  }

  private void drop(SpoolFile.Block oldest) throws SQLException {
    file.delete(new Span(oldest.id(), oldest.id()));
    file.commit();
    left(oldest);
    if (lost == 0) {
      LOG.error(
          "The spool {} is full ({} bytes): the oldest changes in it are dropped",
          file.path(),
          capacityBytes);
    }
    lost += oldest.changes();
    gaps.add(
        oldest.toldUs(),
        oldest.toldUs(),
        oldest.changes(),
        "the spool was full while the database was away");
  }

  /** Remembers what never came here, because more was told than the database and the disk took. */
  void remember(Backlog.Loss loss) {
    try {
      gaps.add(
          loss.fromUs(),
          loss.toUs(),
          loss.count(),
          "more was told than the database and the spool could take");
    } catch (SQLException e) {
      file.rollback();
      LOG.debug("A gap of {} changes could not be written", loss.count(), e);
    }
  }

  /** The oldest effects, about so many; they stay until {@link #remove}. */
  List<Entry> head(int most) {
    try {
      return file.head(most, gone);
    } catch (SQLException e) {
      throw file.failed(e);
    }
  }

  /**
   * The effects at these places, which {@link #head} or {@link #append} gave, are in the database.
   * On a disk that is full not even this can be written; then they are passed over until it can.
   */
  void remove(Span span) {
    try {
      file.blocks(span).forEach(this::left);
      gone.add(span);
      for (Span one : gone) {
        file.delete(one);
      }
      file.commit();
      gone.clear();
      if (changes == 0) {
        file.shrink(KEPT_FREE_BYTES);
      }
      measure();
    } catch (SQLException e) {
      file.rollback();
      LOG.debug("{} are in the database but cannot be removed from the spool", gone, e);
    }
  }

  /** Gaps that the database does not know yet. */
  List<Gap> gaps() {
    return gaps.all();
  }

  /** The database knows them. */
  void forgetGaps() {
    gaps.forget();
  }

  /**
   * Whether the effect must wait behind something here of its dialog, or of any PBX. Sometimes so
   * where it need not: see {@link HeldDialogs}.
   */
  boolean holdsBefore(Effect effect) {
    return held.mayHold(effect);
  }

  /** Whether the database knows all that was here, gaps included. May be called by any thread. */
  boolean holdsNothing() {
    return isEmpty() && !gaps.any();
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
      file.close();
    } catch (SQLException e) {
      LOG.debug("Cannot close the spool", e);
    }
  }

  private void measure() throws SQLException {
    bytes = file.bytes();
    oldestUs = file.toldOldest(gone);
  }
}
