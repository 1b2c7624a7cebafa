package org.sessionwatch.capture;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells messages that another capture point has told of already from new ones. A message that the
 * <em>same</em> source tells of again is a retransmission, which is news.
 *
 * <p>Messages are known by a hash of 64 bits, so that none is held: two that differ are taken for
 * the same once in some hundred million times. One thread may call.
 */
public final class Copies {
  /** Mirrors are behind one another by a second at most; the rest is margin. */
  private static final long WINDOW_US = 10_000_000;

  /** More than a second of what any PBX sends. */
  static final int MOST_TRACKED = 100_000;

  private final Map<Long, Sightings> recent = new LinkedHashMap<>();
  private long copies;

  /** How often each source has told of a message; of most there is but one. */
  private static final class Sightings {
    final long sinceUs;
    final CaptureSource first;
    int ofFirst;
    @Nullable Map<CaptureSource, Integer> ofOthers;
    int most;

    Sightings(long sinceUs, CaptureSource first) {
      this.sinceUs = sinceUs;
      this.first = first;
    }

    int count(CaptureSource source) {
      if (source.equals(first)) {
        return ++ofFirst;
      }
      if (ofOthers == null) {
        ofOthers = new HashMap<>(4);
      }
      return ofOthers.merge(source, 1, Integer::sum);
    }
  }

  /** Takes note of the message; true when another source has told of it before. */
  public boolean isCopy(CapturedMessage message) {
    forget(message.receivedAtUs());
    Long hash = MessageHash.of(message.sip());
    Sightings sightings = recent.get(hash);
    if (sightings == null) {
      sightings = new Sightings(message.receivedAtUs(), message.source());
      recent.put(hash, sightings);
    }
    int count = sightings.count(message.source());
    if (count > sightings.most) {
      sightings.most = count;
      return false;
    }
    copies++;
    return true;
  }

  /** How many copies there were. */
  public long count() {
    return copies;
  }

  private void forget(long nowUs) {
    Iterator<Sightings> oldest = recent.values().iterator();
    while (oldest.hasNext()) {
      boolean full = recent.size() > MOST_TRACKED;
      if (oldest.next().sinceUs >= nowUs - WINDOW_US && !full) {
        return;
      }
      oldest.remove();
    }
  }
}
