package org.sessionwatch.session;

import java.util.Set;

/**
 * A dialog as the PBX sees it: its channel there, and what the PBX tells of it. It keeps nothing
 * itself.
 */
final class PbxLeg {
  private final WatchedDialog dialog;
  private final Ending ending;
  private final Alarms alarms;

  PbxLeg(WatchedDialog dialog, Ending ending, Alarms alarms) {
    this.dialog = dialog;
    this.ending = ending;
    this.alarms = alarms;
  }

  /** Whether the channel of that name may be this leg's. */
  boolean is(String channelName) {
    Channel channel = dialog.channel();
    return channel == null || channel.name().equals(channelName);
  }

  void linked(Channel link) {
    if (!link.equals(dialog.channel())) {
      dialog.channel(link);
      if (dialog.isFollowed()) {
        dialog.emit(new Effect.Changed(dialog.snapshot()));
      }
    }
  }

  /** The PBX hung this leg up; when that is news, the mirror's BYE is waited for a little. */
  void hungUp(Hangup hangup, long nowUs) {
    ending.hungUp(hangup, nowUs);
    if (dialog.isOver()) {
      dialog.emit(new Effect.Changed(dialog.snapshot()));
    }
  }

  /**
   * The PBX's setting says that this call has a timer. One that was watched before the start is not
   * judged: the setting may have been changed since it was established.
   */
  void timerExpected(ExpectedTimer expected) {
    boolean judged = dialog.isFollowed() && !dialog.isRestored() && !ending.hasBegun();
    if (judged && dialog.timer().state() == TimerState.NONE) {
      alarms.raiseOnce(NegotiationTexts.notNegotiated(dialog, expected), dialog.establishedUs());
    }
  }

  /**
   * The PBX listed all its channels. Only for a dialog taken up after a restart: its channel may
   * have gone while nobody watched.
   */
  void listed(Set<String> uniqueids, long nowUs) {
    Channel channel = dialog.channel();
    boolean gone = channel != null && !uniqueids.contains(channel.uniqueid());
    if (dialog.isRestored() && gone && !dialog.isOver()) {
      ending.hungUp(Hangup.UNTOLD, nowUs);
    }
  }
}
