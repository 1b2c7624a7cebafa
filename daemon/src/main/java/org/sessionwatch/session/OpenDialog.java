package org.sessionwatch.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dialog's state as a plain value, to be written out and read back: enough for its deadlines to
 * go on after a restart, or in another daemon.
 *
 * @param dialog the dialog as it stood
 * @param refreshes how many refreshes it had, which is the last one's {@code seq}
 * @param lastRefreshCseqCaller CSeq of the caller's latest refresh request known; 0 for none
 * @param lastRefreshCseqCallee CSeq of the callee's latest refresh request known; 0 for none
 * @param refreshedBy the side whose request the running interval's 2xx answered; null while that is
 *     the INVITE that began the call, or it is not known
 * @param refreshedCseq that request's CSeq; 0 where the side is null
 * @param openAlerts its alerts that were raised since its last refreshing 2xx, or could still be
 *     cleared
 */
public record OpenDialog(
    Dialog dialog,
    int refreshes,
    long lastRefreshCseqCaller,
    long lastRefreshCseqCallee,
    @Nullable Side refreshedBy,
    long refreshedCseq,
    List<Alert> openAlerts) {

  /** A dialog in its first interval. */
  public OpenDialog(
      Dialog dialog,
      int refreshes,
      long lastRefreshCseqCaller,
      long lastRefreshCseqCallee,
      List<Alert> openAlerts) {
    this(dialog, refreshes, lastRefreshCseqCaller, lastRefreshCseqCallee, null, 0, openAlerts);
  }

  /** The same with these alerts. */
  public OpenDialog with(List<Alert> alerts) {
    return new OpenDialog(
        dialog,
        refreshes,
        lastRefreshCseqCaller,
        lastRefreshCseqCallee,
        refreshedBy,
        refreshedCseq,
        alerts);
  }
}
