package org.sessionwatch.capture.hep;

import java.io.Closeable;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.config.HepSettings;
import org.sessionwatch.time.Clock;

/** The listeners of all configured addresses. */
public final class HepListeners implements Closeable {
  private final List<HepListener> listeners;

  private HepListeners(List<HepListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Begins to listen on all addresses, or on none.
   *
   * @param clock stamps each message
   * @param sink called on the I/O threads of all listeners: at the same time, if there are several
   * @throws ListenException when one of the addresses is not to be had
   */
  public static HepListeners open(HepSettings settings, Clock clock, CaptureSink sink)
      throws ListenException {
    List<HepListener> opened = new ArrayList<>();
    try {
      for (InetSocketAddress address : settings.listen()) {
        opened.add(HepListener.open(address, settings, clock, sink));
      }
    } catch (ListenException e) {
      opened.forEach(HepListener::close);
      throw e;
    }
    return new HepListeners(opened);
  }

  /** Where they listen. */
  public List<InetSocketAddress> addresses() {
    return listeners.stream().map(HepListener::address).toList();
  }

  /** What all heard until now. Any thread may ask. */
  public CaptureCounters counters() {
    return listeners.stream()
        .map(HepListener::counters)
        .reduce(new CaptureCounters(List.of()), CaptureCounters::with);
  }

  /** Stops listening; when this returns, no further message reaches the sink. */
  @Override
  public void close() {
    listeners.forEach(HepListener::close);
  }
}
