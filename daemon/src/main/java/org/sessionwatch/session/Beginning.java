package org.sessionwatch.session;

import org.sessionwatch.sip.SipMessage;

/**
 * How the dialogs of one call begin: its INVITEs, what came before what it belongs to, and what is
 * to be told with a dialog that is yet to come. Let go of after half a minute: a farm has a million
 * calls open.
 */
final class Beginning {
  private final Call call;
  private final Invites invites = new Invites();
  private final Misplaced misplaced = new Misplaced();
  private final EarlyNotes notes = new EarlyNotes();

  /** That of a call of which nothing was heard yet. */
  Beginning(Call call) {
    this.call = call;
  }

  /** The 422s of its Call-ID. */
  IntervalDemands demands() {
    return notes.demands();
  }

  /** An INVITE without To tag. */
  void invite(SipMessage message, long nowUs) {
    InitialInvite known = invites.find(message);
    if (known != null) {
      known.repeated(message);
    } else if (invites.begin(message, nowUs) != null) {
      notes.compare(invites);
      release();
    }
  }

  /** A response to an INVITE of no dialog; false when it answers none that is known. */
  boolean answered(SipMessage response, long nowUs) {
    InitialInvite invite = invites.find(response);
    if (invite == null) {
      return false;
    }
    if (!response.isFinal() || invite.answered(response, nowUs)) {
      notes.answered(invite, response, nowUs);
      notes.compare(invites);
      WatchedDialog dialog = call.firstDialog();
      if (dialog != null) {
        // A refusal that was mirrored after the 2xx of its retry.
        dialog.take(notes.takeNotes());
      }
    }
    if (response.isSuccess() && call.hasRoom()) {
      establish(invite, response, misplaced.orAcknowledged(response, nowUs));
    }
    return true;
  }

  private void establish(InitialInvite invite, SipMessage response, long nowUs) {
    DialogOrigin origin =
        DialogOrigin.ofInvite(call, invite, response, Math.min(nowUs, invites.firstUs()), nowUs);
    SessionTimer timer = new SessionTimer(TimerState.NONE);
    WatchedDialog dialog =
        new WatchedDialog(origin, timer, Attempts.beginningWith(invite.attempt()));
    dialog.hearing().heard(Side.CALLER, response.cseq(), invite.requestedUs);
    dialog.take(notes.takeNotes());
    call.add(dialog);
    misplaced.countIn(dialog, nowUs);
    misplaced.dropUpdates(dialog);
    call.toDialog(response, nowUs);
    release();
  }

  /** A message that fits nothing yet; false when it belongs to nothing that is watched. */
  boolean misplaced(SipMessage message, long nowUs) {
    return misplaced.take(message, nowUs);
  }

  /** What came too early may belong to something by now. */
  private void release() {
    for (Misplaced.Held early : misplaced.all()) {
      if (misplaced.release(early)) {
        call.message(early.message(), early.heardUs());
      }
    }
  }

  /** What a held message belongs to did not come: then it is a call heard from its middle. */
  void settle(long nowUs) {
    Misplaced.Held early = misplaced.takeDue(nowUs);
    while (early != null) {
      SipMessage message = early.message();
      if (!call.toDialog(message, early.heardUs()) && isMidCall(message)) {
        beginMidCall(message, early.heardUs());
      }
      early = misplaced.takeDue(nowUs);
    }
  }

  private boolean isMidCall(SipMessage message) {
    return CallHops.tells(message)
        && message.hasToTag()
        && call.hasRoom()
        && !invites.isEarlyUpdate(message);
  }

  private void beginMidCall(SipMessage message, long heardUs) {
    boolean byCallee = invites.isToSender(message);
    DialogOrigin origin = DialogOrigin.midCall(call, message, byCallee, heardUs);
    call.add(new WatchedDialog(origin, new SessionTimer(TimerState.UNKNOWN), new Attempts()));
    call.toDialog(message, heardUs);
    release();
  }

  /** Forgets the INVITEs that are over by now, and tells of those that came to nothing. */
  void forgetInvites(EngineContext engine, long nowUs) {
    invites.ringOn(nowUs, invite -> !engine.gaps().overlap(call.pbx(), invite.requestedUs, nowUs));
    InitialInvite invite = invites.takeOver(nowUs);
    while (invite != null) {
      tellRejected(engine.effects(), invite);
      invite = invites.takeOver(nowUs);
    }
  }

  private void tellRejected(EffectSink effects, InitialInvite invite) {
    if (invite.isRefusedForTimer() && call.firstDialog() == null && invites.isEmpty()) {
      Dialog rejected = invite.rejected(call.callId(), call.pbx());
      notes.takeNotes().forEach(note -> effects.accept(note.raisedOn(rejected)));
      effects.accept(new Effect.Ended(rejected));
    }
  }

  /** Whether neither an INVITE nor a message that waits is remembered. */
  boolean isEmpty() {
    return invites.isEmpty() && misplaced.isEmpty();
  }

  /**
   * Whether there is nothing to wait for and nothing to tell, if the call has a dialog. A call that
   * a 422 was heard in keeps counting them for as long as it lasts.
   */
  boolean isSettled() {
    return isEmpty() && notes.isEmpty() && !notes.isAnyDemand();
  }

  /** When it wants to be looked at; {@code Long.MAX_VALUE} for never. */
  long nextUs() {
    return Math.min(misplaced.dueUs(), invites.overUs());
  }
}
