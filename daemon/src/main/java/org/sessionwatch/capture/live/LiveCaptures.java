package org.sessionwatch.capture.live;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.FeedLossSink;
import org.sessionwatch.config.LiveSettings;
import org.sessionwatch.time.Clock;

/** The captures of all configured interfaces. */
public final class LiveCaptures implements Closeable {
  private final List<LiveCapture> captures;

  private LiveCaptures(List<LiveCapture> captures) {
    this.captures = List.copyOf(captures);
  }

  /**
   * Begins to listen to all interfaces, or to none.
   *
   * @param clock stamps each message
   * @param sink called on the threads of all captures: at the same time, if there are several
   * @param losses likewise
   * @throws LiveException when one of the interfaces is not to be had
   */
  public static LiveCaptures open(
      List<LiveSettings> settings, Clock clock, CaptureSink sink, FeedLossSink losses)
      throws LiveException {
    List<LiveCapture> opened = new ArrayList<>();
    try {
      for (LiveSettings one : settings) {
        opened.add(LiveCapture.open(one, clock, sink, losses));
      }
    } catch (LiveException e) {
      opened.forEach(LiveCapture::close);
      throw e;
    }
    return new LiveCaptures(opened);
  }

  /** What each brought until now; empty when there is none. Any thread may ask. */
  public List<LiveCounters> counters() {
    return captures.stream().map(LiveCapture::counters).toList();
  }

  /** Ends all; when this returns, no further message reaches the sink. */
  @Override
  public void close() {
    captures.forEach(LiveCapture::close);
  }
}
