package org.sessionwatch.session;

import java.util.UUID;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/** An INVITE without a To tag: the beginning of a dialog, of several (R29), or of none. */
final class InitialInvite {
  final String fromTag;
  final long requestedUs;
  private final SipMessage request;
  private long answeredUs = Instants.NONE;
  private int status;
  private String rejectingTag = "";

  InitialInvite(SipMessage request, long requestedUs) {
    this.request = request;
    this.fromTag = request.fromTag();
    this.requestedUs = requestedUs;
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
    attempt.requested(request);
    return attempt;
  }

  void answered(SipMessage response, long nowUs) {
    if (status == 0 || response.isSuccess()) {
      status = response.status();
      answeredUs = nowUs;
      rejectingTag = response.toTag();
    }
  }

  boolean isRefusedForTimer() {
    return status == 420 || status == 421 || status == 422;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** From here on neither a response nor a retry of it is expected. */
  long overUs() {
    return status == 0
        ? requestedUs + EngineSettings.RINGING_US
        : answeredUs + EngineSettings.TRANSACTION_TIMEOUT_US;
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
