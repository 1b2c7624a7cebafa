package org.sessionwatch.capture.hep;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;

/**
 * The counters of a listener's sources, told apart by address, capture id and node name.
 *
 * <p>Sources beyond a fixed number are counted together, so that nobody fills memory by inventing
 * some. What was not taken is counted apart, by address alone: what it says of itself is not to be
 * believed. One thread counts, any thread may read.
 */
final class SourceTable {
  /** Stands in place of the address for all sources beyond those told apart. */
  static final String OTHER = "other";

  /** A farm of some hundred PBXs, and room to spare. */
  static final int MOST_SOURCES = 1024;

  /** Who was never taken a message from: enough to see who tries. */
  static final int MOST_STRANGERS = 256;

  /** Those heard last are found without making a key: a power of 2. */
  private static final int PLACES = 64;

  private record Key(InetAddress sender, long captureId, @Nullable String nodeName) {
    boolean is(InetAddress otherSender, long otherId, @Nullable String otherName) {
      return captureId == otherId
          && sender.equals(otherSender)
          && Objects.equals(nodeName, otherName);
    }

    CaptureSource source() {
      return new CaptureSource(captureId, nodeName, sender.getHostAddress());
    }
  }

  private record Place(Key key, SourceCounter counter) {}

  private final Map<Key, SourceCounter> counters = new ConcurrentHashMap<>();
  private final Map<InetAddress, SourceCounter> strangers = new ConcurrentHashMap<>();
  private final SourceCounter others = new SourceCounter(new CaptureSource(0, null, OTHER));
  private final @Nullable Place[] places = new Place[PLACES];

  /** The counter of this source. */
  SourceCounter of(InetAddress sender, long captureId, @Nullable String nodeName) {
    int index = (sender.hashCode() * 31 + (int) captureId) & (PLACES - 1);
    Place place = places[index];
    if (place == null || !place.key.is(sender, captureId, nodeName)) {
      Key key = new Key(sender, captureId, nodeName);
      place = new Place(key, find(key));
      places[index] = place;
    }
    return place.counter;
  }

  private SourceCounter find(Key key) {
    SourceCounter counter = counters.get(key);
    if (counter == null && counters.size() < MOST_SOURCES) {
      counter = new SourceCounter(key.source());
      counters.put(key, counter);
    }
    return counter == null ? others : counter;
  }

  /**
   * The counter for what was not taken from this sender. These have places of their own, so that
   * nobody who is refused takes one from a source that is heard.
   */
  SourceCounter stranger(InetAddress sender) {
    SourceCounter counter = strangers.get(sender);
    if (counter == null && strangers.size() < MOST_STRANGERS) {
      counter = new SourceCounter(new CaptureSource(0, null, sender.getHostAddress()));
      strangers.put(sender, counter);
    }
    return counter == null ? others : counter;
  }

  /** Who sent a message, as the message says it. */
  CaptureSource sourceOf(
      SourceCounter counter, InetAddress sender, long captureId, @Nullable String nodeName) {
    return counter == others
        ? new CaptureSource(captureId, nodeName, sender.getHostAddress())
        : counter.source();
  }

  /** All that was counted. */
  long heard() {
    long all = others.heard();
    for (SourceCounter counter : counters.values()) {
      all += counter.heard();
    }
    for (SourceCounter counter : strangers.values()) {
      all += counter.heard();
    }
    return all;
  }

  CaptureCounters snapshot() {
    List<CaptureCounters.SourceCount> all = new ArrayList<>();
    counters.values().forEach(counter -> all.add(counter.snapshot()));
    strangers.values().forEach(counter -> all.add(counter.snapshot()));
    CaptureCounters.SourceCount beyond = others.snapshot();
    if (beyond.messages() + beyond.notSip() + beyond.malformed() + beyond.refused() > 0) {
      all.add(beyond);
    }
    return new CaptureCounters(all);
  }
}
