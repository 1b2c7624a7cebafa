package org.sessionwatch.capture.hep;

import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.FeedLossSink;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.config.HepSettings;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.config.Transport;
import org.sessionwatch.time.Clock;

/** The listeners of all configured addresses. */
public final class HepListeners implements Closeable {
  private final List<FeedListener> listeners;

  private HepListeners(List<FeedListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Begins to listen on all addresses, or on none.
   *
   * @param clock stamps each message
   * @param sink called on the I/O threads of all listeners: at the same time, if there are several
   * @param losses is told of connections that broke, on the same threads
   * @param recent knows what was heard elsewhere, too
   * @throws ListenException when one of the addresses is not to be had
   */
  public static HepListeners open(
      HepSettings settings,
      Clock clock,
      CaptureSink sink,
      FeedLossSink losses,
      RecentMessages recent)
      throws ListenException {
    return open(settings, clock, sink, losses, recent, Reception.BY_LOAD);
  }

  /** The same, with a choice of how datagrams are taken. */
  static HepListeners open(
      HepSettings settings,
      Clock clock,
      CaptureSink sink,
      FeedLossSink losses,
      RecentMessages recent,
      Reception reception)
      throws ListenException {
    List<FeedListener> opened = new ArrayList<>();
    try {
      for (ListenerSettings listener : settings.listeners()) {
        opened.add(open(listener, clock, sink, losses, recent, reception));
      }
    } catch (ListenException e) {
      opened.forEach(FeedListener::close);
      throw e;
    }
    return new HepListeners(opened);
  }

  /** The same, where nothing is heard elsewhere. */
  public static HepListeners open(
      HepSettings settings, Clock clock, CaptureSink sink, FeedLossSink losses)
      throws ListenException {
    return open(settings, clock, sink, losses, new RecentMessages());
  }

  /** The same, where nobody wants to know of connections that broke. */
  public static HepListeners open(HepSettings settings, Clock clock, CaptureSink sink)
      throws ListenException {
    return open(settings, clock, sink, loss -> {});
  }

  private static FeedListener open(
      ListenerSettings settings,
      Clock clock,
      CaptureSink sink,
      FeedLossSink losses,
      RecentMessages recent,
      Reception reception)
      throws ListenException {
    return settings.transport() == Transport.UDP
        ? HepListener.open(settings, clock, sink, recent, reception)
        : StreamListener.open(settings, clock, sink, losses, recent);
  }

  /** Where they listen. */
  public List<InetSocketAddress> addresses() {
    return listeners.stream().map(FeedListener::address).toList();
  }

  /** What all heard until now. Any thread may ask. */
  public CaptureCounters counters() {
    return listeners.stream()
        .map(FeedListener::counters)
        .reduce(new CaptureCounters(List.of()), CaptureCounters::with);
  }

  /** How much came until now, whatever became of it. Any thread may ask, as often as it likes. */
  public long heard() {
    long all = 0;
    for (FeedListener listener : listeners) {
      all += listener.heard();
    }
    return all;
  }

  /** Stops listening; when this returns, no further message reaches the sink. */
  @Override
  public void close() {
    listeners.forEach(FeedListener::close);
  }
}
