package org.sessionwatch.store;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of what was given to the database, since the start. Thread-safe. */
final class Tally {
  private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

  private final AtomicLong written = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile @Nullable String lastError;

  /** Effects in the database. */
  long written() {
    return written.get();
  }

  /** What the database refused for what is in it, or could not be read from the spool. */
  long refused() {
    return refused.get();
  }

  /** The last error's line; null when there was none. */
  @Nullable String lastError() {
    return lastError;
  }

  void written(long effects) {
    written.addAndGet(effects);
  }

  /** The database could not be written to. */
  void failed(String reason) {
    lastError = reason;
  }

  void refused(DatabaseThread.Refusal refusal) {
    refused(subject(refusal.effect()), refusal.reason());
  }

  void unreadable(Spool.Entry entry) {
    refused("change " + entry.id() + " of the spool", entry.problem());
  }

  private void refused(String subject, String reason) {
    refused.incrementAndGet();
    lastError = reason;
    LOG.warn("Not written, {}: {}", subject, reason);
  }

  /** The key, by which the row can be looked for, and no more of it: it may hold anything. */
  private static String subject(@Nullable Effect effect) {
    if (effect == null) {
      return "status of the PBXs, or a gap";
    }
    Dialog dialog = effect.dialog();
    String of = dialog == null ? "a PBX" : "dialog " + dialog.dialogId();
    if (effect instanceof Effect.Refreshed refreshed) {
      return "refresh %s/%d of %s"
          .formatted(Words.of(refreshed.refresh().by()), refreshed.refresh().cseq(), of);
    }
    return effect.getClass().getSimpleName() + " of " + of;
  }
}
