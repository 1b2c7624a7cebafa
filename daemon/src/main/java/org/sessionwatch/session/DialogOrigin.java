package org.sessionwatch.session;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/**
 * What is known of a dialog from its first message, and stays. A {@link WatchedDialog} is one and
 * does not have one: a farm has a million of them open, and as one object they are smaller.
 */
class DialogOrigin extends Chained<WatchedDialog> {
  // Where which text is; the tags are first, since each message is compared with them.
  private static final int CALLER_TAG = 0;
  private static final int CALLEE_TAG = 1;
  private static final int CALLER_URI = 2;
  private static final int CALLEE_URI = 3;

  private final Call call;
  private final String pbx;
  private final byte[] texts;
  private final PartyState caller;
  private final PartyState callee;
  private final long firstHeardUs;
  private final long establishedUs;

  /** One of a call that is heard by its PBX's mirror. */
  private DialogOrigin(
      Call call,
      String pbx,
      byte[] texts,
      PartyState caller,
      PartyState callee,
      long firstHeardUs,
      long establishedUs) {
    this.call = call;
    this.pbx = pbx;
    this.texts = texts;
    this.caller = caller;
    this.callee = callee;
    this.firstHeardUs = firstHeardUs;
    this.establishedUs = establishedUs;
  }

  /** The same one, as part of its dialog. */
  DialogOrigin(DialogOrigin known) {
    this(
        known.call,
        known.pbx,
        known.texts,
        known.caller,
        known.callee,
        known.firstHeardUs,
        known.establishedUs);
  }

  /**
   * That of a dialog which this 2xx to the INVITE makes; the call began with its first INVITE.
   *
   * @param firstHeardUs the first message
   * @param nowUs the first 2xx
   */
  static DialogOrigin ofInvite(
      Call call, InitialInvite invite, SipMessage success, long firstHeardUs, long nowUs) {
    return new DialogOrigin(
        call,
        call.pbx(),
        texts(invite.fromTag(), success.toTagBytes(), invite.fromUri(), invite.toUri()),
        invite.caller(),
        invite.callee(success),
        firstHeardUs,
        nowUs);
  }

  /**
   * That of a dialog which is heard from its middle.
   *
   * @param byCallee whether the request's sender is known to be the callee
   */
  static DialogOrigin midCall(Call call, SipMessage message, boolean byCallee, long heardUs) {
    byte[] fromTag = message.fromTagBytes();
    byte[] toTag = message.toTagBytes();
    byte[] fromUri = message.fromUriBytes();
    byte[] toUri = message.toUriBytes();
    return new DialogOrigin(
        call,
        call.pbx(),
        byCallee ? texts(toTag, fromTag, toUri, fromUri) : texts(fromTag, toTag, fromUri, toUri),
        new PartyState(),
        new PartyState(),
        heardUs,
        Instants.NONE);
  }

  /** That of a dialog as it was written out. */
  static DialogOrigin restored(Call call, Dialog dialog) {
    Party caller = dialog.caller();
    Party callee = dialog.callee();
    return new DialogOrigin(
        call,
        dialog.pbx(),
        texts(utf8(caller.tag()), utf8(callee.tag()), utf8(caller.uri()), utf8(callee.uri())),
        PartyState.restored(caller),
        PartyState.restored(callee),
        Instants.us(dialog.firstHeardAt()),
        Instants.us(dialog.establishedAt()));
  }

  private static byte[] texts(
      byte[] callerTag, byte[] calleeTag, byte[] callerUri, byte[] calleeUri) {
    return PackedTexts.of(callerTag, calleeTag, callerUri, calleeUri);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** What all dialogs of its Call-ID share. */
  final Call call() {
    return call;
  }

  /** The PBX that heard it first. */
  final String pbx() {
    return pbx;
  }

  /** Made anew each time: it is wanted for a row or an alert, and kept for a million dialogs. */
  final UUID id() {
    return DialogIds.dialogId(call.callId(), tag(Side.CALLER), tag(Side.CALLEE));
  }

  final PartyState party(Side side) {
    return side == Side.CALLER ? caller : callee;
  }

  /** The side as it is told of. */
  final Party partySnapshot(Side side) {
    int uri = side == Side.CALLER ? CALLER_URI : CALLEE_URI;
    return party(side).snapshot(tag(side), PackedTexts.text(texts, uri));
  }

  final String tag(Side side) {
    return PackedTexts.text(texts, side == Side.CALLER ? CALLER_TAG : CALLEE_TAG);
  }

  /** Packed texts, of which the first is the caller's tag and the second the callee's. */
  final byte[] tags() {
    return texts;
  }

  final long firstHeardUs() {
    return firstHeardUs;
  }

  /** The first 2xx; {@link Instants#NONE} when it was first heard in mid-call. */
  final long establishedUs() {
    return establishedUs;
  }

  /** The side whose tag the message has in From; null when the tags are not this dialog's. */
  final @Nullable Side sender(SipMessage message) {
    if (isBetween(CALLER_TAG, CALLEE_TAG, message)) {
      return Side.CALLER;
    }
    return isBetween(CALLEE_TAG, CALLER_TAG, message) ? Side.CALLEE : null;
  }

  private boolean isBetween(int fromTag, int toTag, SipMessage message) {
    return PackedTexts.isFromTag(texts, fromTag, message)
        && PackedTexts.isToTag(texts, toTag, message);
  }
}
