package org.sessionwatch.session;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * All that is heard under one Call-ID: INVITEs that may become dialogs, the dialogs, and messages
 * that came before what they belong to. The engine's thread alone may call.
 *
 * <p>Its fields just fit into 56 bytes; there are a million of it.
 */
final class Call extends Chained<Call> {
  private static final int MAX_DIALOGS = 64;

  private final EngineContext engine;
  private final byte[] callId;
  private String pbx;
  private boolean heard;
  private @Nullable Beginning beginning;
  private @Nullable WatchedDialog dialogs;
  private @Nullable SeenHop hops;
  private @Nullable Link link;

  /** Kept by {@link Deadlines}. */
  int heapIndex = Deadlines.NOT_IN;

  /** Kept by {@link RememberedCalls}: how many of its dialogs are counted as open. */
  short countedOpen;

  /** Kept by {@link RememberedCalls}: among which it stands; null while it goes on. */
  @Nullable Bounded sort;

  /**
   * The PBX's names for this leg.
   *
   * @param untilUs until when they are kept for a dialog that the mirror has yet to tell of
   */
  private record Link(Channel channel, long untilUs) {}

  /**
   * One of which nothing was heard yet.
   *
   * @param callId as UTF-8; nobody may write to it
   */
  Call(EngineContext engine, byte[] callId, String pbx) {
    this.engine = engine;
    this.callId = callId;
    this.pbx = pbx;
  }

  EngineContext engine() {
    return engine;
  }

  String callId() {
    return new String(callId, StandardCharsets.UTF_8);
  }

  byte[] callIdBytes() {
    return callId;
  }

  private Beginning beginning() {
    if (beginning == null) {
      beginning = new Beginning(this);
    }
    return beginning;
  }

  /** The 422s of its Call-ID. */
  IntervalDemands demands() {
    return beginning().demands();
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

  /** See {@link CallHops#heard}. */
  void heardAt(
      SipMessage message,
      String mirroring,
      @Nullable InetSocketAddress from,
      @Nullable InetSocketAddress to,
      long nowUs) {
    hops = CallHops.heard(hops, message, mirroring, from, to, nowUs);
  }

  /** Takes a message; false when it belongs to nothing that is watched. */
  boolean message(SipMessage message, long nowUs) {
    boolean ofInvite = message.method() == SipMethod.INVITE;
    if (ofInvite && message.isRequest() && !message.hasToTag()) {
      beginning().invite(message, nowUs);
      return true;
    }
    if (toDialog(message, nowUs)) {
      return true;
    }
    if (ofInvite && !message.isRequest() && beginning != null) {
      if (beginning.answered(message, nowUs)) {
        return true;
      }
    }
    boolean taken = beginning().misplaced(message, nowUs);
    dropBeginning();
    return taken;
  }

  /** Gives the message to the dialog that it belongs to; false when it belongs to none. */
  boolean toDialog(SipMessage message, long nowUs) {
    for (WatchedDialog dialog = dialogs; dialog != null; dialog = dialog.next) {
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

  /** Null while there is none. */
  @Nullable WatchedDialog firstDialog() {
    return dialogs;
  }

  /** Whether it may have one more dialog. */
  boolean hasRoom() {
    return Chained.count(dialogs) < MAX_DIALOGS;
  }

  void add(WatchedDialog dialog) {
    dialogs = Chained.with(dialogs, dialog);
    if (link != null) {
      dialog.leg().linked(link.channel);
    }
  }

  boolean knows(UUID dialogId) {
    for (WatchedDialog dialog = dialogs; dialog != null; dialog = dialog.next) {
      if (dialog.id().equals(dialogId)) {
        return true;
      }
    }
    return false;
  }

  void restore(OpenDialog open, long nowUs) {
    heard = true;
    dialogs = Chained.with(dialogs, WatchedDialog.restored(this, open, nowUs));
  }

  private void dropBeginning() {
    if (beginning != null && beginning.isSettled() && dialogs != null) {
      beginning = null;
    }
  }

  /** The PBX's names for this leg; kept a while for a dialog that the mirror has yet to tell of. */
  void linked(Channel channel, long nowUs) {
    boolean other = link != null && !link.channel.uniqueid().equals(channel.uniqueid());
    if (other && dialogs != null) {
      return;
    }
    link = new Link(channel, nowUs + EngineSettings.RINGING_US);
    forEachDialog(dialog -> dialog.leg().linked(channel));
  }

  void hungUp(String channelName, Hangup hangup, long nowUs) {
    forEachLeg(channelName, leg -> leg.hungUp(hangup, nowUs));
    link = link == null ? null : new Link(link.channel, nowUs);
  }

  void timerExpected(String channelName, ExpectedTimer expected) {
    forEachLeg(channelName, leg -> leg.timerExpected(expected));
  }

  private void forEachDialog(Consumer<WatchedDialog> action) {
    for (WatchedDialog dialog = dialogs; dialog != null; dialog = dialog.next) {
      action.accept(dialog);
    }
  }

  private void forEachLeg(String channelName, Consumer<PbxLeg> action) {
    forEachDialog(
        dialog -> {
          if (dialog.leg().is(channelName)) {
            action.accept(dialog.leg());
          }
        });
  }

  /** A feed lost messages of this call. */
  void lost(FeedGap gap) {
    forEachDialog(dialog -> dialog.hearing().lost(gap));
  }

  /**
   * The PBX listed all its channels: a restored dialog's channel that is not among them is gone.
   */
  void listed(Set<String> uniqueids, long nowUs) {
    forEachDialog(dialog -> dialog.leg().listed(uniqueids, nowUs));
  }

  long nextDeadlineUs() {
    long next = beginning == null ? Long.MAX_VALUE : beginning.nextUs();
    for (WatchedDialog dialog = dialogs; dialog != null; dialog = dialog.next) {
      next = Math.min(next, dialog.nextDeadlineUs());
    }
    return next == Long.MAX_VALUE && link != null ? link.untilUs : next;
  }

  void advance(long nowUs) {
    if (beginning != null) {
      beginning.settle(nowUs);
    }
    for (WatchedDialog dialog = dialogs; dialog != null; dialog = dialog.next) {
      dialog.advance(nowUs);
      CallHops.tell(hops, dialog, dialog.isOver() ? Long.MAX_VALUE : nowUs);
    }
    dialogs = Chained.without(dialogs, dialog -> dialog.isRemovable(nowUs));
    if (beginning != null) {
      beginning.forgetInvites(engine, nowUs);
      dropBeginning();
    }
  }

  boolean isOver(long nowUs) {
    boolean isQuiet = beginning == null || beginning.isEmpty();
    return dialogs == null && isQuiet && (link == null || link.untilUs <= nowUs);
  }

  /** Nothing shows yet that this call came about. */
  boolean isHalfOpen() {
    for (WatchedDialog dialog = dialogs; dialog != null; dialog = dialog.next) {
      if (!dialog.isHalfOpen()) {
        return false;
      }
    }
    return true;
  }

  /** Forgets it if the ends of all its dialogs were probably lost; false when it goes on. */
  boolean forgetLost() {
    for (WatchedDialog dialog = dialogs; dialog != null; dialog = dialog.next) {
      if (!dialog.isLost()) {
        return false;
      }
    }
    forEachDialog(
        dialog -> {
          dialog.forget();
          CallHops.tell(hops, dialog, Long.MAX_VALUE);
        });
    return dialogs != null;
  }

  int openDialogs() {
    int open = 0;
    for (WatchedDialog dialog = dialogs; dialog != null; dialog = dialog.next) {
      open += dialog.isOver() ? 0 : 1;
    }
    return open;
  }

  /** Nothing more will come: judges what is left. */
  void finish() {
    if (beginning != null) {
      beginning.settle(Long.MAX_VALUE);
    }
    for (WatchedDialog dialog = dialogs; dialog != null; dialog = dialog.next) {
      dialog.finish();
      CallHops.tell(hops, dialog, Long.MAX_VALUE);
    }
    if (beginning != null) {
      beginning.forgetInvites(engine, Long.MAX_VALUE);
    }
  }
}
