package org.sessionwatch.session;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * Where the messages of one Call-ID were heard, and what they said of the timer there. They change
 * nothing in how a dialog is judged: that is the first copy's to decide, wherever it was heard.
 */
final class CallHops {
  /** More hops and forks than any call has in sight of its mirrors; further ones are not kept. */
  private static final int MOST = 32;

  /** Copies of a 2xx from all hops have come by then. */
  private static final long SETTLE_US = EngineSettings.SETTLE_US / 2;

  private List<SeenHop> seen = List.of();

  /** Whether the message says anything of a timer. */
  static boolean tells(SipMessage message) {
    boolean session = message.method() == SipMethod.INVITE || message.method() == SipMethod.UPDATE;
    return session && (message.isRequest() || message.isSuccess());
  }

  /**
   * A message that {@link #tells}.
   *
   * @param from the address that sent it; null where the feed does not say
   * @param to the address that it was sent to; null where the feed does not say
   */
  void heard(
      SipMessage message,
      String pbx,
      @Nullable InetSocketAddress from,
      @Nullable InetSocketAddress to,
      long nowUs) {
    InetSocketAddress asking = message.isRequest() ? from : to;
    InetSocketAddress answering = message.isRequest() ? to : from;
    SeenHop hop = find(message, pbx, asking, answering);
    if (hop == null && seen.size() < MOST) {
      hop = SeenHop.of(message, pbx, asking, answering, nowUs);
      seen = Few.with(seen, hop);
    }
    if (hop != null) {
      hop.take(message, nowUs);
    }
  }

  private @Nullable SeenHop find(
      SipMessage message,
      String pbx,
      @Nullable InetSocketAddress asking,
      @Nullable InetSocketAddress answering) {
    SeenHop ofTheInvite = null;
    for (SeenHop hop : seen) {
      if (hop.isAt(pbx, message, asking, answering)) {
        if (hop.isOf(message)) {
          return hop;
        }
        if (hop.isOfCaller(message)) {
          ofTheInvite = hop;
        }
      }
    }
    return ofTheInvite == null ? null : answered(ofTheInvite, message);
  }

  /** A 2xx with a To tag that is new here: the first to this INVITE, or that of another fork. */
  private @Nullable SeenHop answered(SeenHop ofTheInvite, SipMessage message) {
    if (!message.hasToTag()) {
      return ofTheInvite; // the INVITE once more
    }
    if (ofTheInvite.isWithoutAnswer()) {
      ofTheInvite.answeredBy(message.toTagBytes());
      return ofTheInvite;
    }
    if (seen.size() >= MOST) {
      return null;
    }
    SeenHop fork = ofTheInvite.forkedTo(message.toTagBytes());
    seen = Few.with(seen, fork);
    return fork;
  }

  /** Tells what is new of the dialog's hops, once others know of the dialog. */
  void tell(WatchedDialog dialog, long nowUs) {
    if (dialog.isTold()) {
      List<DialogHop> news = news(dialog, nowUs);
      if (!news.isEmpty()) {
        dialog.emit(new Effect.HopsSeen(dialog.snapshot(), news));
      }
    }
  }

  /** What is to be told of the dialog's hops; empty when nothing is new, or more may come. */
  private List<DialogHop> news(WatchedDialog dialog, long nowUs) {
    byte[] caller = dialog.party(Side.CALLER).tagBytes();
    byte[] callee = dialog.party(Side.CALLEE).tagBytes();
    List<DialogHop> news = List.of();
    for (SeenHop hop : seen) {
      if (hop.isNews(nowUs - SETTLE_US) && hop.isOf(caller, callee)) {
        news = news.isEmpty() ? new ArrayList<>(2) : news;
        news.add(hop.of(caller));
        hop.told(caller, callee);
      }
    }
    return news;
  }
}
