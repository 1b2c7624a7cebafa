package org.sessionwatch.session;

import java.util.ArrayList;
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
  /** More than this many misplaced messages of one call are not waited with. */
  private static final int MAX_HELD = 16;

  /** More forks and retries than any real call makes. */
  private static final int MAX_INVITES = 32;

  private static final int MAX_DIALOGS = 64;

  private final EngineContext engine;
  private final String callId;
  private String pbx;
  private boolean heard;
  private List<InitialInvite> invites = List.of();
  private List<WatchedDialog> dialogs = List.of();
  private List<Held> held = List.of();

  /** UPDATEs that came before the 2xx of their INVITE. */
  private List<SipMessage> earlyUpdates = List.of();

  private final CallHops hops = new CallHops();
  private final EarlyNotes early = new EarlyNotes();

  /** Requests within a dialog that came before its 2xx: they have used up numbers. */
  private @Nullable List<SipMessage> earlyRequests;

  private @Nullable Channel channel;
  private long channelUntilUs = Long.MIN_VALUE;

  /** Kept by {@link Deadlines}. */
  long deadlineUs = Long.MAX_VALUE;

  int heapIndex = Deadlines.NOT_IN;

  /** Kept by {@link SessionEngine}: how many of its dialogs are counted as open. */
  int countedOpen;

  private record Held(SipMessage message, long heardUs) {}

  Call(EngineContext engine, String callId, String pbx) {
    this.engine = engine;
    this.callId = callId;
    this.pbx = pbx;
  }

  String callId() {
    return callId;
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

  private void tellHops(WatchedDialog dialog, long nowUs) {
    if (dialog.isTold()) {
      List<DialogHop> news = hops.news(dialog, nowUs);
      if (!news.isEmpty()) {
        dialog.emit(new Effect.HopsSeen(dialog.snapshot(), news));
      }
    }
  }

  /** Takes a message; false when it belongs to nothing that is watched. */
  boolean message(SipMessage message, long nowUs) {
    if (message.isRequest() && message.method() == SipMethod.INVITE && !message.hasToTag()) {
      return initialInvite(message, nowUs);
    }
    if (toDialog(message, nowUs)) {
      return true;
    }
    if (!message.isRequest() && message.method() == SipMethod.INVITE) {
      InitialInvite invite = invite(message.fromTag(), message.cseq());
      if (invite != null) {
        return toInvite(invite, message, nowUs);
      }
    }
    noteEarly(message);
    return hold(message, nowUs);
  }

  private void noteEarly(SipMessage message) {
    boolean counts = message.method() != SipMethod.ACK && message.method() != SipMethod.CANCEL;
    if (counts && message.isRequest() && message.hasToTag()) {
      if (earlyRequests == null) {
        earlyRequests = new ArrayList<>(2);
      }
      if (earlyRequests.size() < MAX_HELD) {
        earlyRequests.add(message);
      }
    }
  }

  private void countEarly(WatchedDialog dialog, long nowUs) {
    List<SipMessage> requests = earlyRequests;
    if (requests != null) {
      for (SipMessage request : requests) {
        Side sender = dialog.sender(request.fromTag(), request.toTag());
        if (sender != null) {
          dialog.hearing().heard(sender, request.cseq(), nowUs);
        }
      }
    }
  }

  private boolean initialInvite(SipMessage message, long nowUs) {
    InitialInvite known = invite(message.fromTag(), message.cseq());
    if (known != null) {
      known.repeated(message);
    } else if (invites.size() < MAX_INVITES) {
      InitialInvite invite = new InitialInvite(message, nowUs);
      invites = Few.with(invites, invite);
      early.invited(invite, message, nowUs);
      releaseHeld();
    }
    return true;
  }

  private boolean toDialog(SipMessage message, long nowUs) {
    String fromTag = message.fromTag();
    String toTag = message.toTag();
    for (WatchedDialog dialog : dialogs) {
      Side sender = dialog.sender(fromTag, toTag);
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

  private boolean toInvite(InitialInvite invite, SipMessage response, long nowUs) {
    if (!response.isFinal() || invite.answered(response, nowUs)) {
      early.answered(invite, response, nowUs);
      if (!dialogs.isEmpty()) {
        // A refusal that was mirrored after the 2xx of its retry.
        dialogs.get(0).take(early.takeNotes());
      }
    }
    if (response.isSuccess() && dialogs.size() < MAX_DIALOGS) {
      establish(invite, response, nowUs);
    }
    return true;
  }

  private void establish(InitialInvite invite, SipMessage response, long nowUs) {
    DialogOrigin origin =
        new DialogOrigin(
            callId,
            pbx,
            invite.caller(),
            invite.callee(response),
            firstInviteUs(),
            nowUs,
            early.demands());
    SessionTimer timer = new SessionTimer(TimerState.NONE);
    WatchedDialog dialog =
        new WatchedDialog(engine, origin, timer, Attempts.beginningWith(invite.attempt()));
    dialog.hearing().heard(Side.CALLER, response.cseq(), invite.requestedUs);
    dialog.take(early.takeNotes());
    add(dialog);
    countEarly(dialog, nowUs);
    dropEarlyUpdates(dialog);
    toDialog(response, nowUs);
    releaseHeld();
  }

  /** UPDATEs from before the INVITE's 2xx: that 2xx says what holds (R30). */
  private void dropEarlyUpdates(WatchedDialog dialog) {
    held = Few.without(held, early -> early.message().method() == SipMethod.UPDATE);
    earlyUpdates.forEach(dialog::ignoreEarly);
  }

  private void add(WatchedDialog dialog) {
    dialogs = Few.with(dialogs, dialog);
    if (channel != null) {
      dialog.linked(channel);
    }
  }

  boolean knows(UUID dialogId) {
    return dialogs.stream().anyMatch(dialog -> dialog.snapshot().dialogId().equals(dialogId));
  }

  void restore(WatchedDialog dialog) {
    heard = true;
    dialogs = Few.with(dialogs, dialog);
  }

  /** An INVITE that is refused and sent again begins with the first (R16). */
  private long firstInviteUs() {
    long first = Long.MAX_VALUE;
    for (InitialInvite invite : invites) {
      first = Math.min(first, invite.requestedUs);
    }
    return first;
  }

  private @Nullable InitialInvite invite(String fromTag, long cseq) {
    for (InitialInvite invite : invites) {
      if (invite.is(fromTag, cseq)) {
        return invite;
      }
    }
    return null;
  }

  /** What fits nothing yet may have overtaken what it belongs to. */
  private boolean hold(SipMessage message, long nowUs) {
    boolean tells =
        switch (message.method()) {
          case INVITE, UPDATE, BYE -> message.isRequest() || message.isFinal();
          case ACK -> true;
          case CANCEL, PRACK, OTHER -> false;
        };
    if (!tells || held.size() >= MAX_HELD) {
      return false;
    }
    held = Few.with(held, new Held(message, nowUs));
    if (message.method() == SipMethod.UPDATE && earlyUpdates.size() < MAX_HELD) {
      earlyUpdates = Few.with(earlyUpdates, message);
    }
    return true;
  }

  private void releaseHeld() {
    for (Held early : held) {
      if (held.contains(early)) {
        held = Few.without(held, early::equals);
        message(early.message(), early.heardUs());
      }
    }
  }

  /** What a held message belongs to did not come: then it is a call heard from its middle. */
  private void settleHeld(long nowUs) {
    while (!held.isEmpty() && held.get(0).heardUs() + EngineSettings.SETTLE_US <= nowUs) {
      Held early = held.get(0);
      held = Few.without(held, early::equals);
      SipMessage message = early.message();
      if (!toDialog(message, early.heardUs()) && isMidCall(message)) {
        beginMidCall(message, early.heardUs());
      }
    }
  }

  private boolean isMidCall(SipMessage message) {
    boolean session = message.method() == SipMethod.INVITE || message.method() == SipMethod.UPDATE;
    boolean proves = session && (message.isRequest() || message.isSuccess());
    if (!proves || !message.hasToTag() || dialogs.size() >= MAX_DIALOGS) {
      return false;
    }
    for (InitialInvite invite : invites) {
      boolean sameCall =
          invite.fromTag.equals(message.fromTag()) || invite.fromTag.equals(message.toTag());
      // An UPDATE before the INVITE's 2xx: that 2xx will say what holds (R30).
      if (sameCall && !invite.isSuccess() && message.method() == SipMethod.UPDATE) {
        return false;
      }
    }
    return true;
  }

  private void beginMidCall(SipMessage message, long heardUs) {
    PartyState from = new PartyState(message.fromTag(), message.fromUri());
    PartyState to = new PartyState(message.toTag(), message.toUri());
    boolean swapped = false;
    for (InitialInvite invite : invites) {
      swapped |= invite.fromTag.equals(message.toTag());
    }
    DialogOrigin origin =
        new DialogOrigin(
            callId,
            pbx,
            swapped ? to : from,
            swapped ? from : to,
            heardUs,
            Instants.NONE,
            early.demands());
    add(new WatchedDialog(engine, origin, new SessionTimer(TimerState.UNKNOWN), new Attempts()));
    toDialog(message, heardUs);
    releaseHeld();
  }

  /** The PBX's names for this leg; kept a while for a dialog that the mirror has yet to tell of. */
  void linked(Channel link, long nowUs) {
    if (channel != null && !channel.uniqueid().equals(link.uniqueid()) && !dialogs.isEmpty()) {
      return;
    }
    channel = link;
    channelUntilUs = nowUs + EngineSettings.RINGING_US;
    for (WatchedDialog dialog : dialogs) {
      dialog.linked(link);
    }
  }

  void hungUp(String channelName, Hangup hangup, long nowUs) {
    for (WatchedDialog dialog : dialogs) {
      if (dialog.isLinkedTo(channelName)) {
        dialog.hungUp(hangup, nowUs);
      }
    }
    channelUntilUs = nowUs;
  }

  void timerExpected(String channelName, ExpectedTimer expected) {
    for (WatchedDialog dialog : dialogs) {
      if (dialog.isLinkedTo(channelName)) {
        dialog.timerExpected(expected);
      }
    }
  }

  /** A feed lost messages of this call. */
  void lost(FeedGap gap) {
    for (WatchedDialog dialog : dialogs) {
      dialog.lost(gap);
    }
  }

  /**
   * The PBX listed all its channels: a restored dialog's channel that is not among them is gone.
   */
  void listed(Set<String> uniqueids, long nowUs) {
    for (WatchedDialog dialog : dialogs) {
      dialog.listed(uniqueids, nowUs);
    }
  }

  long nextDeadlineUs() {
    long next = held.isEmpty() ? Long.MAX_VALUE : held.get(0).heardUs() + EngineSettings.SETTLE_US;
    for (InitialInvite invite : invites) {
      next = Math.min(next, invite.overUs());
    }
    for (WatchedDialog dialog : dialogs) {
      next = Math.min(next, dialog.nextDeadlineUs());
    }
    return next == Long.MAX_VALUE && channel != null ? channelUntilUs : next;
  }

  void advance(long nowUs) {
    settleHeld(nowUs);
    for (WatchedDialog dialog : dialogs) {
      dialog.advance(nowUs);
      tellHops(dialog, dialog.isOver() ? Long.MAX_VALUE : nowUs);
    }
    dialogs = Few.without(dialogs, dialog -> dialog.isRemovable(nowUs));
    for (InitialInvite invite : invites) {
      if (invite.overUs() <= nowUs) {
        invites = Few.without(invites, invite::equals);
        tellRejected(invite);
      }
    }
  }

  private void tellRejected(InitialInvite invite) {
    if (invite.isRefusedForTimer() && dialogs.isEmpty() && invites.isEmpty()) {
      Dialog rejected = invite.rejected(callId, pbx);
      early.takeNotes().forEach(note -> engine.effects().accept(note.raisedOn(rejected)));
      engine.effects().accept(new Effect.Ended(rejected));
    }
  }

  boolean isOver(long nowUs) {
    return dialogs.isEmpty() && invites.isEmpty() && held.isEmpty() && channelUntilUs <= nowUs;
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

  int openDialogs() {
    int open = 0;
    for (WatchedDialog dialog : dialogs) {
      open += dialog.isOver() ? 0 : 1;
    }
    return open;
  }

  /** Nothing more will come: judges what is left. */
  void finish() {
    settleHeld(Long.MAX_VALUE);
    for (WatchedDialog dialog : dialogs) {
      dialog.finish();
      tellHops(dialog, Long.MAX_VALUE);
    }
    while (!invites.isEmpty()) {
      InitialInvite invite = invites.get(0);
      invites = Few.without(invites, invite::equals);
      tellRejected(invite);
    }
  }
}
