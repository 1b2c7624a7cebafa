package org.sessionwatch.capture;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells messages that another capture point has told of already from new ones. A message that the
 * <em>same</em> source tells of again is a retransmission, which is news.
 *
 * <p>One thread may call.
 */
public final class Copies {
  /** Mirrors are behind one another by a second at most; the rest is margin. */
  private static final long WINDOW_US = 10_000_000;

  private static final int MAX_TRACKED = 100_000;

  /** Of SIP: more than a second of what any PBX sends. */
  private static final long MOST_BYTES = 16 << 20;

  private final Map<Bytes, Sightings> recent = new LinkedHashMap<>();
  private long bytesTracked;
  private long copies;

  private record Bytes(byte[] sip, int hash) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes bytes && Arrays.equals(sip, bytes.sip);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private static final class Sightings {
    final Map<CaptureSource, Integer> bySource = new HashMap<>(4);
    final long sinceUs;
    final int length;
    int most;

    Sightings(long sinceUs, int length) {
      this.sinceUs = sinceUs;
      this.length = length;
    }
  }

  /** Takes note of the message; true when another source has told of it before. */
  public boolean isCopy(CapturedMessage message) {
    forget(message.receivedAtUs());
    Bytes bytes = new Bytes(message.sip(), Arrays.hashCode(message.sip()));
    Sightings sightings = recent.get(bytes);
    if (sightings == null) {
      sightings = new Sightings(message.receivedAtUs(), message.sip().length);
      recent.put(bytes, sightings);
      bytesTracked += sightings.length;
    }
    int count = sightings.bySource.merge(message.source(), 1, Integer::sum);
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
      Sightings sightings = oldest.next();
      boolean full = recent.size() > MAX_TRACKED || bytesTracked > MOST_BYTES;
      if (sightings.sinceUs >= nowUs - WINDOW_US && !full) {
        return;
      }
      oldest.remove();
      bytesTracked -= sightings.length;
    }
  }
}
