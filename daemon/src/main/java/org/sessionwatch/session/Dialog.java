package org.sessionwatch.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An established dialog as it stands: what a row, a line of output or a page shows.
 *
 * @param dialogId derived from Call-ID and both tags by {@link DialogIds}
 * @param callId Call-ID
 * @param pbx name of the PBX that heard it first
 * @param caller the side that sent the first INVITE; where the dialog was first heard in mid-call,
 *     the side that sent the first message heard
 * @param callee the other side
 * @param firstHeardAt the first message heard of it
 * @param establishedAt the first 2xx to its INVITE; null when it was first heard in mid-call
 * @param endedAt its end; null while it is open
 * @param end how it ended; null while it is open
 * @param endCertain false where a drop by the timer is only probable
 * @param timer its session timer
 * @param channel the PBX's names for it; null when the PBX was not asked or does not know
 * @param hangup what the PBX said at the end; null when it said nothing
 * @param endReason text of the Reason header of the BYE; null when there was none
 */
public record Dialog(
    UUID dialogId,
    String callId,
    String pbx,
    Party caller,
    Party callee,
    Instant firstHeardAt,
    @Nullable Instant establishedAt,
    @Nullable Instant endedAt,
    @Nullable EndCause end,
    boolean endCertain,
    TimerStatus timer,
    @Nullable Channel channel,
    @Nullable Hangup hangup,
    @Nullable String endReason) {

  /** The party on the given side. */
  public Party party(Side side) {
    return side == Side.CALLER ? caller : callee;
  }
}
