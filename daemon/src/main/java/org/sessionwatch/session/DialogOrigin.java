package org.sessionwatch.session;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a dialog from its first message, and stays.
 *
 * @param pbx name of the PBX that heard it first
 * @param firstHeardUs the first message
 * @param establishedUs the first 2xx; {@link Instants#NONE} when it was first heard in mid-call
 * @param demands the 422s of its Call-ID
 */
record DialogOrigin(
    String callId,
    String pbx,
    PartyState caller,
    PartyState callee,
    long firstHeardUs,
    long establishedUs,
    IntervalDemands demands) {

  /** That of a dialog as it was written out. */
  static DialogOrigin restored(Dialog dialog) {
    return new DialogOrigin(
        dialog.callId(),
        dialog.pbx(),
        PartyState.restored(dialog.caller()),
        PartyState.restored(dialog.callee()),
        Instants.us(dialog.firstHeardAt()),
        Instants.us(dialog.establishedAt()),
        new IntervalDemands());
  }

  UUID id() {
    return DialogIds.dialogId(callId, caller.tag, callee.tag);
  }

  PartyState party(Side side) {
    return side == Side.CALLER ? caller : callee;
  }

  /**
   * The side that a From and a To tag make the sender; null when the tags are not this dialog's.
   */
  @Nullable Side sender(String fromTag, String toTag) {
    if (fromTag.equals(caller.tag) && toTag.equals(callee.tag)) {
      return Side.CALLER;
    }
    return fromTag.equals(callee.tag) && toTag.equals(caller.tag) ? Side.CALLEE : null;
  }
}
