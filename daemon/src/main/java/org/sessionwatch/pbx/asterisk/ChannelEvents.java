package org.sessionwatch.pbx.asterisk;

import java.util.function.Consumer;
import org.asteriskjava.manager.event.BridgeEnterEvent;
import org.asteriskjava.manager.event.BridgeLeaveEvent;
import org.asteriskjava.manager.event.CoreShowChannelEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.NewCallerIdEvent;
import org.asteriskjava.manager.event.NewChannelEvent;
import org.asteriskjava.manager.event.NewConnectedLineEvent;
import org.asteriskjava.manager.event.NewStateEvent;
import org.asteriskjava.manager.event.RenameEvent;
import org.jspecify.annotations.Nullable;

/** Asterisk's events, as far as they tell of channels, in the words of the channel table. */
final class ChannelEvents {
  private ChannelEvents() {}

  /**
   * What to do about an event; null when it tells nothing that is kept.
   *
   * @param nowUs when it was heard
   */
  static @Nullable Consumer<ChannelTable> read(ManagerEvent event, long nowUs) {
    if (event instanceof NewChannelEvent e) {
      return table -> table.added(e.getChannel(), e.getUniqueId(), e.getLinkedid());
    }
    if (event instanceof HangupWithTechCauseEvent e) {
      return table -> table.hungUp(e.getChannel(), ending(e, nowUs));
    }
    if (event instanceof RenameEvent e) {
      return table -> table.renamed(e.getNewname(), e.getUniqueId());
    }
    if (event instanceof CoreShowChannelEvent e) {
      return table -> table.listed(e.getChannel(), e.getUniqueid(), e.getLinkedid());
    }
    return readLinkedid(event);
  }

  /** A bridge may merge linkedids; the events around it tell. */
  private static @Nullable Consumer<ChannelTable> readLinkedid(ManagerEvent event) {
    if (event instanceof NewStateEvent e) {
      return table -> table.seen(e.getChannel(), e.getUniqueId(), e.getLinkedId());
    }
    if (event instanceof BridgeEnterEvent e) {
      return table -> table.seen(e.getChannel(), e.getUniqueId(), e.getLinkedId());
    }
    if (event instanceof BridgeLeaveEvent e) {
      return table -> table.seen(e.getChannel(), e.getUniqueId(), e.getLinkedId());
    }
    if (event instanceof NewConnectedLineEvent e) {
      return table -> table.seen(e.getChannel(), e.getUniqueId(), e.getLinkedId());
    }
    if (event instanceof NewCallerIdEvent e) {
      return table -> table.seen(e.getChannel(), e.getUniqueId(), e.getLinkedId());
    }
    return null;
  }

  private static Leg.Ending ending(HangupWithTechCauseEvent event, long nowUs) {
    return new Leg.Ending(event.getCause(), event.getCauseTxt(), event.getTechCause(), nowUs);
  }
}
