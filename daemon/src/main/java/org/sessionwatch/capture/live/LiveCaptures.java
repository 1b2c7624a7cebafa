package org.sessionwatch.capture.live;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.FeedLossSink;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.capture.hep.CaptureCounters;
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
   * @param recent knows what was heard elsewhere, too
   * @throws LiveException when one of the interfaces is not to be had
   */
  public static LiveCaptures open(
      List<LiveSettings> settings,
      Clock clock,
      CaptureSink sink,
      FeedLossSink losses,
      RecentMessages recent)
      throws LiveException {
    List<LiveCapture> opened = new ArrayList<>();
    try {
      for (LiveSettings one : settings) {
        opened.add(LiveCapture.open(one, clock, sink, losses, recent));
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

  /** How much came until now. Any thread may ask, as often as it likes. */
  public long heard() {
    long all = 0;
    for (LiveCapture capture : captures) {
      LiveCounters counters = capture.counters();
      all += counters.messages() + counters.malformed();
    }
    return all;
  }

  /** The same as sources; of those that a message was heard of. Any thread may ask. */
  public CaptureCounters sources() {
    return new CaptureCounters(
        counters().stream()
            .filter(counters -> counters.messages() > 0)
            .map(LiveCounters::asSource)
            .toList());
  }

  /** How many messages of this source were cut off or cannot be framed. Any thread may ask. */
  public long malformed(CaptureSource source) {
    return counters().stream()
        .filter(counters -> LiveCounters.source(counters.device()).equals(source))
        .mapToLong(LiveCounters::malformed)
        .sum();
  }

  /** Ends all; when this returns, no further message reaches the sink. */
  @Override
  public void close() {
    captures.forEach(LiveCapture::close);
  }
}
