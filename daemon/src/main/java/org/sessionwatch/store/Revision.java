package org.sessionwatch.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.TimerStatus;

/**
 * A number for all that a dialog's row says, the same in every run: a daemon knows by it that a row
 * is as it left it. While the dialog is up, the instant of its last refresh has no part in it: that
 * follows from the refresh's own row.
 */
final class Revision {
  private long mixed = 1;

  private Revision() {}

  /** Never 0, which is what a row has that several daemons had a hand in. */
  static long of(DialogRow row) {
    return of(row, true);
  }

  /**
   * What the row was if its dialog was up and nothing but its end is new; 0 where it tells of no
   * end, or of one that is not known.
   */
  static long beforeEnd(DialogRow row) {
    return row.dialog().endedAt() == null || row.forgotten() ? 0 : of(row, false);
  }

  private static long of(DialogRow row, boolean withEnd) {
    Revision revision = new Revision();
    Dialog dialog = row.dialog();
    revision.add(dialog.pbx());
    revision.add(dialog.caller());
    revision.add(dialog.callee());
    revision.add(dialog.firstHeardAt()).add(dialog.establishedAt());
    revision.add(withEnd ? dialog.endedAt() : null);
    revision.add(withEnd ? Words.of(dialog.end()) : null);
    revision.add(!withEnd || dialog.endCertain());
    revision.add(withEnd ? dialog.endReason() : null).add(row.forgotten());
    revision.add(dialog.timer());
    if (withEnd && row.isOver()) {
      revision.add(dialog.timer().refreshedAt());
    }
    revision.add(dialog.channel());
    if (withEnd) {
      revision.add(dialog.hangup());
    }
    return revision.mixed == 0 ? 1 : revision.mixed;
  }

  private void add(Party party) {
    add(party.tag()).add(party.uri()).add(party.userAgent());
    add(party.supportsTimer()).add(party.allowsUpdate());
  }

  private void add(TimerStatus timer) {
    add(Words.of(timer.state())).add(timer.intervalS());
    add(Words.of(timer.refresher())).add(timer.minSeS());
  }

  private void add(@Nullable Channel channel) {
    if (channel != null) {
      add(channel.name()).add(channel.uniqueid()).add(channel.linkedid());
    }
  }

  private void add(@Nullable Hangup hangup) {
    if (hangup != null) {
      add(hangup.cause()).add(hangup.causeText()).add(hangup.techCause());
    }
  }

  /** To the microsecond, as it comes back from the database. */
  private Revision add(@Nullable Instant instant) {
    return mix(
        instant == null ? 0 : instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
  }

  /** Text, number or truth: their hashes are laid down in Java's documentation. */
  private Revision add(@Nullable Object value) {
    return mix(value == null ? 0 : value.hashCode());
  }

  private Revision mix(long part) {
    mixed = (mixed + part) * 0x9E3779B97F4A7C15L;
    mixed ^= mixed >>> 32;
    return this;
  }
}
