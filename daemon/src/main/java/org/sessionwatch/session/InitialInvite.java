package org.sessionwatch.session;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/** An INVITE without a To tag: the beginning of a dialog, of several (R29), or of none. */
final class InitialInvite {
  /** More hops than any INVITE passes in sight of one mirror. */
  private static final int MAX_COPIES = 16;

  final String fromTag;
  final long requestedUs;
  private final SipMessage request;
  private long answeredUs = Instants.NONE;
  private int status;
  private boolean ringsOn;
  private String rejectingTag = "";
  private int demandedS;
  private final List<SipMessage> copies = new ArrayList<>(1);
  private final List<RefreshAttempt> attempts = new ArrayList<>(1);

  InitialInvite(SipMessage request, long requestedUs) {
    this.request = request;
    this.fromTag = request.fromTag();
    this.requestedUs = requestedUs;
    copies.add(request);
  }

  /** The same INVITE on another hop, or once more. */
  void repeated(SipMessage copy) {
    boolean known = copies.stream().anyMatch(other -> other.branch().equals(copy.branch()));
    if (!known && copies.size() < MAX_COPIES) {
      copies.add(copy);
      attempts.forEach(attempt -> attempt.requested(copy));
    }
  }

  boolean is(String tag, long cseq) {
    return request.cseq() == cseq && fromTag.equals(tag);
  }

  PartyState caller() {
    PartyState caller = new PartyState(fromTag, request.fromUri());
    caller.learn(request);
    return caller;
  }

  PartyState callee(SipMessage response) {
    PartyState callee = new PartyState(response.toTag(), request.toUri());
    callee.learn(response);
    return callee;
  }

  /** The attempt that a dialog begins with. */
  RefreshAttempt attempt() {
    RefreshAttempt attempt =
        new RefreshAttempt(0, SipMethod.INVITE, Side.CALLER, request.cseq(), requestedUs);
    copies.forEach(attempt::requested);
    attempts.add(attempt);
    return attempt;
  }

  /** Takes note of a final response; true when it is news. */
  boolean answered(SipMessage response, long nowUs) {
    boolean news = status == 0 || (response.isSuccess() && !isSuccess());
    if (status == 0 || response.isSuccess()) {
      status = response.status();
      answeredUs = nowUs;
      rejectingTag = response.toTag();
      demandedS = status == 422 ? response.minSeS() : 0;
    }
    return news;
  }

  String callerUri() {
    return request.fromUri();
  }

  String calleeUri() {
    return request.toUri();
  }

  /** Whether it asks for less than an earlier try of the same call was told to ask for (R17). */
  boolean asksForLessThan(InitialInvite earlier) {
    int askedS = request.sessionExpiresS();
    return isAfter(earlier) && askedS >= 0 && askedS < earlier.demandedS;
  }

  /** A retry has the next number; with a new From tag (R16) some begin to count anew. */
  private boolean isAfter(InitialInvite earlier) {
    long step = request.cseq() - earlier.request.cseq();
    boolean anew = step == 0 && !fromTag.equals(earlier.fromTag);
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

  /** The dialog that did not come about. */
  Dialog rejected(String callId, String pbx) {
    UUID id = DialogIds.dialogId(callId, fromTag, rejectingTag);
    return new Dialog(
        id,
        callId,
        pbx,
        caller().snapshot(),
        new PartyState(rejectingTag, request.toUri()).snapshot(),
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
