package org.sessionwatch.session;

import java.util.List;

/**
 * A dialog's state as a plain value, to be written out and read back: enough for its deadlines to
 * go on after a restart, or in another daemon.
 *
 * @param dialog the dialog as it stood
 * @param refreshes how many refreshes it had, which is the last one's {@code seq}
 * @param lastRefreshCseqCaller CSeq of the caller's latest refresh request known; 0 for none
 * @param lastRefreshCseqCallee CSeq of the callee's latest refresh request known; 0 for none
 * @param openAlerts its alerts that were raised since its last refreshing 2xx, or could still be
 *     cleared
 */
public record OpenDialog(
    Dialog dialog,
    int refreshes,
    long lastRefreshCseqCaller,
    long lastRefreshCseqCallee,
    List<Alert> openAlerts) {}
