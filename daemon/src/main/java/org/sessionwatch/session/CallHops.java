package org.sessionwatch.session;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * Where the messages of one Call-ID were heard, and what they said of the timer there. They change
 * nothing in how a dialog is judged: that is the first copy's to decide, wherever it was heard. The
 * call keeps them; null while there is none.
 */
final class CallHops {
  /** More hops and forks than any call has in sight of its mirrors; further ones are not kept. */
  private static final int MOST = 32;

  /** Copies of a 2xx from all hops have come by then. */
  private static final long SETTLE_US = EngineSettings.SETTLE_US / 2;

  private CallHops() {}

  /** Whether the message says anything of a timer. */
  static boolean tells(SipMessage message) {
    boolean session = message.method() == SipMethod.INVITE || message.method() == SipMethod.UPDATE;
    return session && (message.isRequest() || message.isSuccess());
  }

  /**
   * A message that {@link #tells}.
   *
   * @param seen the call's hops so far
   * @param from the address that sent it; null where the feed does not say
   * @param to the address that it was sent to; null where the feed does not say
   * @return the call's hops now
   */
  static @Nullable SeenHop heard(
      @Nullable SeenHop seen,
      SipMessage message,
      String pbx,
      @Nullable InetSocketAddress from,
      @Nullable InetSocketAddress to,
      long nowUs) {
    InetSocketAddress asking = message.isRequest() ? from : to;
    InetSocketAddress answering = message.isRequest() ? to : from;
    SeenHop hop = find(seen, message, pbx, asking, answering);
    SeenHop now = seen;
    if (hop == null && Chained.count(seen) < MOST) {
      hop = SeenHop.of(message, pbx, asking, answering, nowUs);
      now = Chained.with(seen, hop);
    }
    if (hop != null) {
      hop.take(message, nowUs);
    }
    return now;
  }

  private static @Nullable SeenHop find(
      @Nullable SeenHop seen,
      SipMessage message,
      String pbx,
      @Nullable InetSocketAddress asking,
      @Nullable InetSocketAddress answering) {
    SeenHop ofTheInvite = null;
    for (SeenHop hop = seen; hop != null; hop = hop.next) {
      if (hop.isAt(pbx, message, asking, answering)) {
        if (hop.isOf(message)) {
          return hop;
        }
        if (hop.isOfCaller(message)) {
          ofTheInvite = hop;
        }
      }
    }
    return ofTheInvite == null ? null : answered(seen, ofTheInvite, message);
  }

  /** A 2xx with a To tag that is new here: the first to this INVITE, or that of another fork. */
  private static @Nullable SeenHop answered(
      @Nullable SeenHop seen, SeenHop ofTheInvite, SipMessage message) {
    if (!message.hasToTag()) {
      return ofTheInvite; // the INVITE once more
    }
    if (ofTheInvite.isWithoutAnswer()) {
      ofTheInvite.answeredBy(message.toTagBytes());
      return ofTheInvite;
    }
    if (Chained.count(seen) >= MOST) {
      return null;
    }
    SeenHop fork = ofTheInvite.forkedTo(message.toTagBytes());
    Chained.with(seen, fork);
    return fork;
  }

  /** Tells what is new of the dialog's hops, once others know of the dialog. */
  static void tell(@Nullable SeenHop seen, WatchedDialog dialog, long nowUs) {
    if (dialog.isTold()) {
      List<DialogHop> news = news(seen, dialog, nowUs);
      if (!news.isEmpty()) {
        dialog.emit(new Effect.HopsSeen(dialog.snapshot(), news));
      }
    }
  }

  /** What is to be told of the dialog's hops; empty when nothing is new, or more may come. */
  private static List<DialogHop> news(@Nullable SeenHop seen, WatchedDialog dialog, long nowUs) {
    byte[] tags = dialog.tags();
    List<DialogHop> news = List.of();
    for (SeenHop hop = seen; hop != null; hop = hop.next) {
      if (hop.isNews(nowUs - SETTLE_US) && hop.isOf(tags)) {
        news = news.isEmpty() ? new ArrayList<>(2) : news;
        news.add(hop.of(tags));
        hop.told(tags);
      }
    }
    return news;
  }
}
