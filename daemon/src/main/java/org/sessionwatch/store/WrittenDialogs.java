package org.sessionwatch.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.TimerStatus;
import org.sessionwatch.store.EffectRows.DialogRow;

/**
 * Which dialogs are in the database as they are now, but for the instant of their last refresh: a
 * refresh changes nothing else, and to write all 32 columns for it is most of what writing costs.
 *
 * <p>A table of fixed size in which a dialog may push out another, which is then written in full
 * once more. Nobody relies on it: where the row turns out not to be there, or to be another
 * daemon's, it is written in full. Thread-safe.
 */
final class WrittenDialogs {
  /** 4 MiB, for a quarter of a million open calls. */
  private static final int PLACES = 1 << 18;

  private final long[] ids = new long[PLACES];
  private final long[] states = new long[PLACES];

  /** Whether it is there, and open, and nothing but its last refresh can be new. */
  synchronized boolean holds(DialogRow row) {
    UUID id = row.dialog().dialogId();
    int place = place(id);
    return mayBeTouched(row)
        && ids[place] == id.getMostSignificantBits()
        && states[place] == state(row.dialog());
  }

  /** These rows are committed. */
  synchronized void committed(Collection<DialogRow> rows) {
    for (DialogRow row : rows) {
      UUID id = row.dialog().dialogId();
      int place = place(id);
      if (mayBeTouched(row)) {
        ids[place] = id.getMostSignificantBits();
        states[place] = state(row.dialog());
      } else if (ids[place] == id.getMostSignificantBits()) {
        ids[place] = 0;
      }
    }
  }

  /** Something is not as it was thought to be. */
  synchronized void forget() {
    Arrays.fill(ids, 0);
  }

  private static boolean mayBeTouched(DialogRow row) {
    return !row.forgotten()
        && !row.reopened()
        && row.dialog().endedAt() == null
        && row.dialog().timer().refreshedAt() != null;
  }

  private static int place(UUID id) {
    return (int) id.getLeastSignificantBits() & (PLACES - 1);
  }

  private static long state(Dialog dialog) {
    TimerStatus timer = dialog.timer();
    return mixed(
        dialog.pbx(),
        dialog.caller(),
        dialog.callee(),
        instant(dialog.firstHeardAt()),
        dialog.establishedAt(),
        timer.state().name(),
        timer.intervalS(),
        timer.refresher() == null ? null : timer.refresher().name(),
        timer.minSeS(),
        dialog.channel(),
        dialog.hangup());
  }

  private static long instant(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
  }

  private static long mixed(@Nullable Object... parts) {
    long mixed = 1;
    for (@Nullable Object part : parts) {
      mixed = (mixed + Objects.hashCode(part)) * 0x9E3779B97F4A7C15L;
      mixed ^= mixed >>> 32;
    }
    return mixed;
  }
}
