package org.sessionwatch.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert of a dialog, or of a whole PBX.
 *
 * @param alertId derived from the dialog (or PBX), the kind, its subject and the instant, so that
 *     it is the same whoever computes it
 * @param kind what happened
 * @param severity how urgent it is
 * @param raisedAt the instant of the threshold or message, not when the program noticed
 * @param clearedAt when the condition ended; null while it holds, and for events that cannot end
 * @param confirmed false where the mirror may have lost something or the PBX could not be asked
 * @param detail who, which side, since when, when the call will drop
 * @param hint what to check
 */
public record Alert(
    UUID alertId,
    AlertKind kind,
    Severity severity,
    Instant raisedAt,
    @Nullable Instant clearedAt,
    boolean confirmed,
    String detail,
    String hint) {

  /** Whether it may rest on what its mirror is known to have lost in the time it is about. */
  public boolean isInDoubt() {
    return !confirmed && detail.endsWith(AlertTexts.DOUBT);
  }

  /** The same alert, over since the given instant. */
  public Alert cleared(Instant at) {
    return new Alert(alertId, kind, severity, raisedAt, at, confirmed, detail, hint);
  }
}
