package org.sessionwatch.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Dialog;

/**
 * What this daemon last made of dialogs' rows: their {@link Revision}, and up to which refresh they
 * are told.
 *
 * <p>A table in which each dialog has a few places, and may push out another, which is then merged
 * with its row once more. Nobody relies on it: a row is changed only where it has that revision.
 * Thread-safe.
 */
final class WrittenDialogs {
  /** 192 KiB, for some thousand open calls: it grows as they do. */
  private static final int FEWEST = 1 << 13;

  /** 48 MiB, for a million. */
  private static final int MOST = 1 << 21;

  /** So many places in a row a dialog may be in: one that is over makes room first. */
  private static final int PLACES_EACH = 8;

  /** Each so many puts for the whole table, one looks whether it is crowded: 16 places a put. */
  private static final int LOOKS = 16;

  private static final long OVER = Long.MIN_VALUE;

  private long[] ids = new long[FEWEST];
  private long[] revisions = new long[FEWEST];
  private long[] refreshedUs = new long[FEWEST];
  private int puts;

  /** The revision that its row has; 0 when that is not known. */
  synchronized long known(Dialog dialog) {
    int place = find(id(dialog));
    return place < 0 ? 0 : revisions[place];
  }

  /** Whether its row is told up to its last refresh, as far as that is known. */
  synchronized boolean isRefreshed(DialogRow row) {
    int place = find(id(row.dialog()));
    return place >= 0 && refreshedUs[place] == refreshed(row);
  }

  /** The row is in the database, and is this daemon's alone. */
  synchronized void put(DialogRow row) {
    put(id(row.dialog()), row.revision(), refreshed(row));
    if (++puts % (ids.length / LOOKS) == 0 && ids.length < MOST && isCrowded()) {
      grow();
    }
  }

  private void put(long id, long revision, long refreshed) {
    int found = find(id);
    int place = found < 0 ? free(id) : found;
    ids[place] = id;
    revisions[place] = revision;
    refreshedUs[place] = refreshed;
  }

  private int find(long id) {
    for (int i = 0; i < PLACES_EACH; i++) {
      int place = place(id, i);
      if (ids[place] == id) {
        return place;
      }
    }
    return -1;
  }

  private int free(long id) {
    int over = place(id, PLACES_EACH - 1);
    for (int i = 0; i < PLACES_EACH; i++) {
      int place = place(id, i);
      if (ids[place] == 0) {
        return place;
      }
      over = refreshedUs[place] == OVER ? place : over;
    }
    return over;
  }

  private int place(long id, int i) {
    return (int) (id + i) & (ids.length - 1);
  }

  /** What the row is, is not known any more. */
  synchronized void remove(Dialog dialog) {
    int place = find(id(dialog));
    if (place >= 0) {
      ids[place] = 0;
    }
  }

  /** Something is not as it was thought to be. */
  synchronized void forget() {
    Arrays.fill(ids, 0);
  }

  private boolean isCrowded() {
    int open = 0;
    for (int place = 0; place < ids.length; place++) {
      open += ids[place] != 0 && refreshedUs[place] != OVER ? 1 : 0;
    }
    return open > ids.length / 3;
  }

  private void grow() {
    long[][] from = {ids, revisions, refreshedUs};
    ids = new long[2 * from[0].length];
    revisions = new long[ids.length];
    refreshedUs = new long[ids.length];
    for (int i = 0; i < from[0].length; i++) {
      if (from[0][i] != 0) {
        put(from[0][i], from[1][i], from[2][i]);
      }
    }
  }

  private static long id(Dialog dialog) {
    return id(dialog.dialogId());
  }

  /** Half of it: 62 bits that are as good as random, since it is derived by a digest. */
  private static long id(UUID dialogId) {
    return dialogId.getLeastSignificantBits();
  }

  private static long refreshed(DialogRow row) {
    Instant at = row.dialog().timer().refreshedAt();
    return row.isOver() ? OVER : us(at);
  }

  private static long us(@Nullable Instant at) {
    return at == null ? OVER + 1 : at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
  }
}
