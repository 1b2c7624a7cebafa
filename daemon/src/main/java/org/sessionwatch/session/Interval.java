package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;

/**
 * One session interval of a dialog, as alerts about it are named and worded, also when the timer
 * itself has gone on.
 *
 * @param refreshedUs the 2xx that it runs from
 * @param toleranceUs how long after half of it a refresh is still on time
 * @param seconds its length
 * @param refresher the side that is to refresh; null where that is not known
 * @param refreshedBy who sent the request that the 2xx answered; null for the call's INVITE
 * @param refreshedCseq that request's CSeq
 * @param forced a proxy made a caller without timer support the refresher
 */
record Interval(
    long refreshedUs,
    long toleranceUs,
    int seconds,
    @Nullable Side refresher,
    @Nullable Side refreshedBy,
    int refreshedCseq,
    boolean forced) {

  /** The one that runs. */
  static Interval of(WatchedDialog dialog) {
    SessionTimer timer = dialog.timer();
    return new Interval(
        timer.refreshedUs(),
        dialog.toleranceUs(),
        timer.intervalS(),
        timer.refresher(),
        timer.refreshedBy(),
        (int) timer.refreshedCseq(),
        timer.isForced());
  }

  /** Alike wherever and whenever its 2xx was heard; empty for the call's first one. */
  String id(WatchedDialog dialog) {
    return refreshedBy == null ? "" : dialog.tag(refreshedBy) + " " + refreshedCseq;
  }

  Thresholds thresholds() {
    return Thresholds.of(refreshedUs, seconds, toleranceUs);
  }
}
