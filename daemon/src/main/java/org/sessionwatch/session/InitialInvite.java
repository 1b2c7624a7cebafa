package org.sessionwatch.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * An INVITE without a To tag: the beginning of a dialog, of several (R29), or of none. For half a
 * minute another 2xx of it may make another dialog, so of its messages only what such a dialog
 * begins with is kept.
 */
final class InitialInvite extends Chained<InitialInvite> {
  private static final byte[] NO_TAG = {};

  // Where which text is.
  private static final int FROM_TAG = 0;
  private static final int FROM_URI = 1;
  private static final int TO_URI = 2;

  final long requestedUs;
  private final long cseq;
  private final byte[] texts;
  private final PartyState caller = new PartyState();

  /** Its copies; the first is the one that counts where they differ. */
  private final Hops copies = new Hops();

  private List<RefreshAttempt> attempts = List.of();
  private final int askedS;
  private long answeredUs = Instants.NONE;
  private int status;
  private boolean ringsOn;
  private byte[] refusingTag = NO_TAG;
  private int demandedS;

  InitialInvite(SipMessage request, long requestedUs) {
    this.requestedUs = requestedUs;
    this.cseq = request.cseq();
    this.askedS = request.sessionExpiresS();
    this.texts =
        PackedTexts.of(request.fromTagBytes(), request.fromUriBytes(), request.toUriBytes());
    caller.learn(request);
    copies.take(Hop.ofRequest(request.branch(), TimerWords.of(request)));
  }

  /** The same INVITE on another hop, or once more. */
  void repeated(SipMessage copy) {
    if (!copies.has(copy.branch()) && !copies.isFull()) {
      Hop hop = Hop.ofRequest(copy.branch(), TimerWords.of(copy));
      copies.take(hop);
      attempts.forEach(attempt -> attempt.requested(cseq, hop));
    }
  }

  /** Whether the message, or the request that it answers, is this one or a copy of it. */
  boolean is(SipMessage message) {
    return cseq == message.cseq() && isFrom(message);
  }

  /** Whether the message has its From tag there too. */
  boolean isFrom(SipMessage message) {
    return PackedTexts.isFromTag(texts, FROM_TAG, message);
  }

  /** Whether the message goes to its sender, by the To tag. */
  boolean isTo(SipMessage message) {
    return PackedTexts.isToTag(texts, FROM_TAG, message);
  }

  byte[] fromTag() {
    return PackedTexts.bytes(texts, FROM_TAG);
  }

  byte[] fromUri() {
    return PackedTexts.bytes(texts, FROM_URI);
  }

  byte[] toUri() {
    return PackedTexts.bytes(texts, TO_URI);
  }

  PartyState caller() {
    return caller.copy();
  }

  PartyState callee(SipMessage response) {
    PartyState answering = new PartyState();
    answering.learn(response);
    return answering;
  }

  /** The attempt that a dialog begins with. */
  RefreshAttempt attempt() {
    RefreshAttempt attempt =
        new RefreshAttempt(0, SipMethod.INVITE, Side.CALLER, cseq, requestedUs);
    copies.list().forEach(copy -> attempt.requested(cseq, copy));
    attempts = Few.with(attempts, attempt);
    return attempt;
  }

  /** Takes note of a final response; true when it is news. */
  boolean answered(SipMessage response, long nowUs) {
    boolean news = status == 0 || (response.isSuccess() && !isSuccess());
    if (status == 0 || response.isSuccess()) {
      status = response.status();
      answeredUs = nowUs;
      refusingTag = isRefusedForTimer() ? response.toTagBytes() : NO_TAG;
      demandedS = status == 422 ? response.minSeS() : 0;
    }
    return news;
  }

  String callerUri() {
    return PackedTexts.text(texts, FROM_URI);
  }

  String calleeUri() {
    return PackedTexts.text(texts, TO_URI);
  }

  /** Whether it asks for less than an earlier try of the same call was told to ask for (R17). */
  boolean asksForLessThan(InitialInvite earlier) {
    return isAfter(earlier) && askedS >= 0 && askedS < earlier.demandedS;
  }

  /** A retry has the next number; with a new From tag (R16) some begin to count anew. */
  private boolean isAfter(InitialInvite earlier) {
    long step = cseq - earlier.cseq;
    boolean anew = step == 0 && !PackedTexts.isSame(texts, FROM_TAG, earlier.texts, FROM_TAG);
    return step > 0 || (anew && earlier.status != 0 && requestedUs > earlier.answeredUs);
  }

  boolean isRefusedForTimer() {
    return status == 420 || status == 421 || status == 422;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** From here on neither a response nor a retry of it is expected. */
  long overUs() {
    if (status != 0) {
      return answeredUs + EngineSettings.TRANSACTION_TIMEOUT_US;
    }
    return requestedUs + (ringsOn ? EngineSettings.RINGING_US : EngineSettings.RINGING_IN_GAP_US);
  }

  /** No answer to it was lost: it may ring as long as any. */
  void ringOn() {
    ringsOn = true;
  }

  /** The dialog that did not come about, one that {@link #isRefusedForTimer}. */
  Dialog rejected(String callId, String pbx) {
    String callerTag = PackedTexts.text(texts, FROM_TAG);
    String calleeTag = new String(refusingTag, StandardCharsets.UTF_8);
    UUID id = DialogIds.dialogId(callId, callerTag, calleeTag);
    return new Dialog(
        id,
        callId,
        pbx,
        caller.snapshot(callerTag, callerUri()),
        new PartyState().snapshot(calleeTag, calleeUri()),
        Instants.at(requestedUs),
        null,
        Instants.at(answeredUs),
        EndCause.REJECTED,
        true,
        new SessionTimer(TimerState.NONE).status(),
        null,
        null,
        null);
  }
}
