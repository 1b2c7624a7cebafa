package org.sessionwatch.store;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;

/**
 * Which dialogs have something in the spool: a count a place, at which several dialogs may meet.
 * Then one of them waits behind the other, which costs a way over the disk and nothing else. Takes
 * 4 MiB while something is there, and none while nothing is. Used by one thread.
 */
final class HeldDialogs {
  private static final int PLACES = 1 << 20;

  private int @Nullable [] counts;
  private long all;

  /** Half of a dialog's id; 0 for what is about a whole PBX. */
  static long key(Effect effect) {
    Dialog dialog = effect.dialog();
    return dialog == null ? 0 : dialog.dialogId().getLeastSignificantBits();
  }

  void add(long key) {
    if (counts == null) {
      counts = new int[PLACES];
    }
    counts[place(key)]++;
    all++;
  }

  /** One of those that were added is there no more. */
  void remove(long key) {
    if (counts == null) {
      return;
    }
    counts[place(key)]--;
    all--;
    if (all == 0) {
      counts = null;
    }
  }

  /** Whether something of its dialog, or of any PBX, may be there. */
  boolean mayHold(Effect effect) {
    return counts != null && counts[place(key(effect))] > 0;
  }

  private static int place(long key) {
    return (int) (key ^ key >>> Integer.SIZE) & (PLACES - 1);
  }
}
