package org.sessionwatch.session;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

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

  /** That of a dialog which this 2xx to the INVITE makes; the call began with its first INVITE. */
  static DialogOrigin ofInvite(
      String callId,
      String pbx,
      InitialInvite invite,
      SipMessage success,
      long firstHeardUs,
      long nowUs,
      IntervalDemands demands) {
    PartyState callee = invite.callee(success);
    return new DialogOrigin(callId, pbx, invite.caller(), callee, firstHeardUs, nowUs, demands);
  }

  /**
   * That of a dialog which is heard from its middle.
   *
   * @param byCallee whether the request's sender is known to be the callee
   */
  static DialogOrigin midCall(
      String callId,
      String pbx,
      SipMessage message,
      boolean byCallee,
      long heardUs,
      IntervalDemands demands) {
    PartyState from = new PartyState(message.fromTagBytes(), message.fromUri());
    PartyState to = new PartyState(message.toTagBytes(), message.toUri());
    PartyState caller = byCallee ? to : from;
    PartyState callee = byCallee ? from : to;
    return new DialogOrigin(callId, pbx, caller, callee, heardUs, Instants.NONE, demands);
  }

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
    return DialogIds.dialogId(callId, caller.tag(), callee.tag());
  }

  PartyState party(Side side) {
    return side == Side.CALLER ? caller : callee;
  }

  /** The side whose tag the message has in From; null when the tags are not this dialog's. */
  @Nullable Side sender(SipMessage message) {
    byte[] callers = caller.tagBytes();
    byte[] callees = callee.tagBytes();
    if (message.isFromTag(callers) && message.isToTag(callees)) {
      return Side.CALLER;
    }
    return message.isFromTag(callees) && message.isToTag(callers) ? Side.CALLEE : null;
  }
}
