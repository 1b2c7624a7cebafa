package org.sessionwatch.capture.hep;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;

/**
 * The counters of a listener's sources, told apart by address and capture id.
 *
 * <p>Sources beyond a fixed number are counted together, so that nobody fills memory by inventing
 * some. One thread counts, any thread may read.
 */
final class SourceTable {
  /** Stands in place of the address for all sources beyond those told apart. */
  static final String OTHER = "other";

  /** A farm of some hundred PBXs, and room to spare. */
  static final int MOST_SOURCES = 1024;

  private record Key(InetAddress sender, long captureId) {}

  private final Map<Key, SourceCounter> counters = new ConcurrentHashMap<>();
  private final SourceCounter others = new SourceCounter(new CaptureSource(0, null, OTHER));
  private @Nullable Key lastKey;
  private SourceCounter last = others;

  /** The counter of this source. */
  SourceCounter of(InetAddress sender, long captureId) {
    Key known = lastKey;
    if (known != null && known.captureId == captureId && known.sender.equals(sender)) {
      return last;
    }
    Key key = new Key(sender, captureId);
    SourceCounter counter = counters.get(key);
    if (counter == null) {
      counter = counters.size() < MOST_SOURCES ? add(key) : others;
    }
    lastKey = key;
    last = counter;
    return counter;
  }

  private SourceCounter add(Key key) {
    SourceCounter counter =
        new SourceCounter(new CaptureSource(key.captureId, null, key.sender.getHostAddress()));
    counters.put(key, counter);
    return counter;
  }

  /** Who sent a message, as the message says it. */
  CaptureSource sourceOf(
      SourceCounter counter, InetAddress sender, long captureId, @Nullable String nodeName) {
    return counter == others
        ? new CaptureSource(captureId, nodeName, sender.getHostAddress())
        : counter.named(nodeName);
  }

  CaptureCounters snapshot() {
    List<CaptureCounters.SourceCount> all = new ArrayList<>();
    counters.values().forEach(counter -> all.add(counter.snapshot()));
    CaptureCounters.SourceCount beyond = others.snapshot();
    if (beyond.messages() + beyond.notSip() + beyond.malformed() + beyond.refused() > 0) {
      all.add(beyond);
    }
    return new CaptureCounters(all);
  }
}
