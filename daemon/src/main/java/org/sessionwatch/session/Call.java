package org.sessionwatch.session;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * All that is heard under one Call-ID: INVITEs that may become dialogs, the dialogs, and messages
 * that came before what they belong to. The engine's thread alone may call.
 */
final class Call {
  private static final int MAX_DIALOGS = 64;

  private final EngineContext engine;
  private final String callId;
  private String pbx;
  private boolean heard;
  private @Nullable Beginning beginning;
  private List<WatchedDialog> dialogs = List.of();
  private final CallHops hops = new CallHops();

  private @Nullable Channel channel;
  private long channelUntilUs = Long.MIN_VALUE;

  /** Kept by {@link Deadlines}. */
  long deadlineUs = Long.MAX_VALUE;

  int heapIndex = Deadlines.NOT_IN;

  /**
   * Kept by {@link SessionEngine}: how many of its dialogs are counted as open. A short, with which
   * a call just fits into 64 bytes.
   */
  short countedOpen;

  Call(EngineContext engine, String callId, String pbx) {
    this.engine = engine;
    this.callId = callId;
    this.pbx = pbx;
  }

  String callId() {
    return callId;
  }

  /** Made when it is wanted; its demands are those of the dialogs that have come of it before. */
  private Beginning beginning() {
    if (beginning == null) {
      beginning =
          new Beginning(dialogs.isEmpty() ? new IntervalDemands() : dialogs.get(0).demands());
    }
    return beginning;
  }

  String pbx() {
    return pbx;
  }

  /** The first mirror that tells of the call names its PBX, whoever knew its channel before. */
  void heardBy(String mirroring) {
    if (!heard) {
      heard = true;
      pbx = mirroring;
    }
  }

  /** Where its messages were heard. */
  CallHops hops() {
    return hops;
  }

  /** Takes a message; false when it belongs to nothing that is watched. */
  boolean message(SipMessage message, long nowUs) {
    if (message.isRequest() && message.method() == SipMethod.INVITE && !message.hasToTag()) {
      return initialInvite(message, nowUs);
    }
    if (toDialog(message, nowUs)) {
      return true;
    }
    if (!message.isRequest() && message.method() == SipMethod.INVITE && beginning != null) {
      InitialInvite invite = beginning.invites.find(message.fromTag(), message.cseq());
      if (invite != null) {
        return toInvite(beginning, invite, message, nowUs);
      }
    }
    boolean taken = beginning().misplaced.take(message, nowUs);
    dropBeginning();
    return taken;
  }

  private boolean initialInvite(SipMessage message, long nowUs) {
    Invites invites = beginning().invites;
    InitialInvite known = invites.find(message.fromTag(), message.cseq());
    if (known != null) {
      known.repeated(message);
      return true;
    }
    InitialInvite invite = invites.begin(message, nowUs);
    if (invite != null) {
      beginning().notes.compare(invites);
      release();
    }
    return true;
  }

  private boolean toDialog(SipMessage message, long nowUs) {
    for (WatchedDialog dialog : dialogs) {
      Side sender = dialog.sender(message);
      if (sender != null) {
        if (message.isRequest()) {
          dialog.request(message, sender, nowUs);
        } else {
          dialog.response(message, sender, nowUs);
        }
        return true;
      }
    }
    return false;
  }

  private boolean toInvite(Beginning begun, InitialInvite invite, SipMessage response, long nowUs) {
    if (!response.isFinal() || invite.answered(response, nowUs)) {
      begun.notes.answered(invite, response, nowUs);
      begun.notes.compare(begun.invites);
      if (!dialogs.isEmpty()) {
        // A refusal that was mirrored after the 2xx of its retry.
        dialogs.get(0).take(begun.notes.takeNotes());
      }
    }
    if (response.isSuccess() && dialogs.size() < MAX_DIALOGS) {
      establish(begun, invite, response, begun.misplaced.orAcknowledged(response, nowUs));
    }
    return true;
  }

  private void establish(Beginning begun, InitialInvite invite, SipMessage response, long nowUs) {
    DialogOrigin origin =
        DialogOrigin.ofInvite(
            callId,
            pbx,
            invite,
            response,
            Math.min(nowUs, begun.invites.firstUs()),
            nowUs,
            begun.notes.demands());
    SessionTimer timer = new SessionTimer(TimerState.NONE);
    WatchedDialog dialog =
        new WatchedDialog(engine, origin, timer, Attempts.beginningWith(invite.attempt()));
    dialog.hearing().heard(Side.CALLER, response.cseq(), invite.requestedUs);
    dialog.take(begun.notes.takeNotes());
    add(dialog);
    begun.misplaced.countIn(dialog, nowUs);
    begun.misplaced.dropUpdates(dialog);
    toDialog(response, nowUs);
    release();
  }

  private void add(WatchedDialog dialog) {
    dialogs = Few.with(dialogs, dialog);
    if (channel != null) {
      dialog.leg().linked(channel);
    }
  }

  boolean knows(UUID dialogId) {
    return dialogs.stream().anyMatch(dialog -> dialog.snapshot().dialogId().equals(dialogId));
  }

  void restore(WatchedDialog dialog) {
    heard = true;
    dialogs = Few.with(dialogs, dialog);
  }

  /** What came too early may belong to something by now. */
  private void release() {
    Misplaced misplaced = beginning().misplaced;
    for (Misplaced.Held early : misplaced.all()) {
      if (misplaced.release(early)) {
        message(early.message(), early.heardUs());
      }
    }
  }

  /** What a held message belongs to did not come: then it is a call heard from its middle. */
  private void settle(long nowUs) {
    if (beginning == null) {
      return;
    }
    Misplaced misplaced = beginning.misplaced;
    Misplaced.Held early = misplaced.takeDue(nowUs);
    while (early != null) {
      SipMessage message = early.message();
      if (!toDialog(message, early.heardUs()) && isMidCall(message)) {
        beginMidCall(message, early.heardUs());
      }
      early = misplaced.takeDue(nowUs);
    }
  }

  private void dropBeginning() {
    if (beginning != null && beginning.isSettled() && !dialogs.isEmpty()) {
      beginning = null;
    }
  }

  private boolean isMidCall(SipMessage message) {
    return CallHops.tells(message)
        && message.hasToTag()
        && dialogs.size() < MAX_DIALOGS
        && !beginning().invites.isEarlyUpdate(message);
  }

  private void beginMidCall(SipMessage message, long heardUs) {
    boolean byCallee = beginning().invites.isAnyFrom(message.toTag());
    DialogOrigin origin =
        DialogOrigin.midCall(callId, pbx, message, byCallee, heardUs, beginning().notes.demands());
    add(new WatchedDialog(engine, origin, new SessionTimer(TimerState.UNKNOWN), new Attempts()));
    toDialog(message, heardUs);
    release();
  }

  /** The PBX's names for this leg; kept a while for a dialog that the mirror has yet to tell of. */
  void linked(Channel link, long nowUs) {
    if (channel != null && !channel.uniqueid().equals(link.uniqueid()) && !dialogs.isEmpty()) {
      return;
    }
    channel = link;
    channelUntilUs = nowUs + EngineSettings.RINGING_US;
    dialogs.forEach(dialog -> dialog.leg().linked(link));
  }

  void hungUp(String channelName, Hangup hangup, long nowUs) {
    linkedTo(channelName).forEach(dialog -> dialog.leg().hungUp(hangup, nowUs));
    channelUntilUs = nowUs;
  }

  void timerExpected(String channelName, ExpectedTimer expected) {
    linkedTo(channelName).forEach(dialog -> dialog.leg().timerExpected(expected));
  }

  private List<WatchedDialog> linkedTo(String channelName) {
    return dialogs.stream().filter(dialog -> dialog.leg().is(channelName)).toList();
  }

  /** A feed lost messages of this call. */
  void lost(FeedGap gap) {
    dialogs.forEach(dialog -> dialog.hearing().lost(gap));
  }

  /**
   * The PBX listed all its channels: a restored dialog's channel that is not among them is gone.
   */
  void listed(Set<String> uniqueids, long nowUs) {
    dialogs.forEach(dialog -> dialog.leg().listed(uniqueids, nowUs));
  }

  long nextDeadlineUs() {
    long next = beginning == null ? Long.MAX_VALUE : beginning.nextUs();
    for (WatchedDialog dialog : dialogs) {
      next = Math.min(next, dialog.nextDeadlineUs());
    }
    return next == Long.MAX_VALUE && channel != null ? channelUntilUs : next;
  }

  void advance(long nowUs) {
    settle(nowUs);
    for (WatchedDialog dialog : dialogs) {
      dialog.advance(nowUs);
      hops.tell(dialog, dialog.isOver() ? Long.MAX_VALUE : nowUs);
    }
    dialogs = Few.without(dialogs, dialog -> dialog.isRemovable(nowUs));
    forgetInvites(nowUs);
    dropBeginning();
  }

  private void forgetInvites(long nowUs) {
    Beginning begun = beginning;
    if (begun == null) {
      return;
    }
    Invites invites = begun.invites;
    invites.ringOn(nowUs, invite -> !engine.gaps().overlap(pbx, invite.requestedUs, nowUs));
    InitialInvite invite = invites.takeOver(nowUs);
    while (invite != null) {
      tellRejected(begun, invite);
      invite = invites.takeOver(nowUs);
    }
  }

  private void tellRejected(Beginning begun, InitialInvite invite) {
    if (invite.isRefusedForTimer() && dialogs.isEmpty() && begun.invites.isEmpty()) {
      Dialog rejected = invite.rejected(callId, pbx);
      begun.notes.takeNotes().forEach(note -> engine.effects().accept(note.raisedOn(rejected)));
      engine.effects().accept(new Effect.Ended(rejected));
    }
  }

  boolean isOver(long nowUs) {
    boolean isQuiet = beginning == null || beginning.isEmpty();
    return dialogs.isEmpty() && isQuiet && channelUntilUs <= nowUs;
  }

  /** Nothing shows yet that this call came about. */
  boolean isHalfOpen() {
    for (WatchedDialog dialog : dialogs) {
      if (!dialog.isHalfOpen()) {
        return false;
      }
    }
    return true;
  }

  /** Forgets it if the ends of all its dialogs were probably lost; false when it goes on. */
  boolean forgetLost() {
    boolean lost = !dialogs.isEmpty() && dialogs.stream().allMatch(WatchedDialog::isLost);
    if (lost) {
      for (WatchedDialog dialog : dialogs) {
        dialog.forget();
        hops.tell(dialog, Long.MAX_VALUE);
      }
    }
    return lost;
  }

  int openDialogs() {
    int open = 0;
    for (WatchedDialog dialog : dialogs) {
      open += dialog.isOver() ? 0 : 1;
    }
    return open;
  }

  /** Nothing more will come: judges what is left. */
  void finish() {
    settle(Long.MAX_VALUE);
    for (WatchedDialog dialog : dialogs) {
      dialog.finish();
      hops.tell(dialog, Long.MAX_VALUE);
    }
    forgetInvites(Long.MAX_VALUE);
  }
}
