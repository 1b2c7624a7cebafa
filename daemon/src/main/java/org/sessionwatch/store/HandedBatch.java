package org.sessionwatch.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;

/**
 * A batch for the database, or in it without anybody's being sure of that yet.
 *
 * @param rows what the effects come to, where that was made ready; null where it was not
 * @param unreadable entries of the spool among its places that are no effects any more
 * @param span where it is on disk; null while it is in memory alone
 * @param sinceUs since when its oldest effect waits, microseconds since the epoch
 */
record HandedBatch(
    List<Effect> effects,
    @Nullable EffectRows rows,
    List<Spool.Entry> unreadable,
    Spool.@Nullable Span span,
    long sinceUs) {

  /** What was told, in memory alone. */
  static HandedBatch ofQueue(List<Effect> effects, @Nullable EffectRows rows, long sinceUs) {
    return new HandedBatch(effects, rows, List.of(), null, sinceUs);
  }

  /** Entries of the spool: at least one. */
  static HandedBatch ofSpool(List<Spool.Entry> entries, long nowUs) {
    List<Effect> effects = new ArrayList<>(entries.size());
    List<Spool.Entry> unreadable = new ArrayList<>();
    for (Spool.Entry entry : entries) {
      if (entry.effect() == null) {
        unreadable.add(entry);
      } else {
        effects.add(entry.effect());
      }
    }
    Spool.Span span = new Spool.Span(entries.get(0).id(), entries.get(entries.size() - 1).id());
    return new HandedBatch(effects, null, unreadable, span, nowUs);
  }

  /** The same, which is on disk now. */
  HandedBatch spooledAt(Spool.Span place) {
    return new HandedBatch(effects, rows, unreadable, place, sinceUs);
  }
}
