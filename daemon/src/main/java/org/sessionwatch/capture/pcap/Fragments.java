package org.sessionwatch.capture.pcap;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts fragmented IP packets together (RFC 791 section 3.2, RFC 8200 section 4.5).
 *
 * <p>A packet that is not complete in time, or whose room others need, is given up and counted; so
 * memory is bounded whatever arrives. Where fragments overlap, the later one stands.
 */
final class Fragments {
  /** As long as Linux waits. */
  private static final long TIMEOUT_US = 30_000_000;

  /** Of all incomplete packets together. */
  private static final int MOST_BYTES = 4 << 20;

  private static final int MOST_PACKETS = 1_024;
  private static final int LONGEST_PACKET = 0xffff;

  /** Fragments begin at multiples of this. */
  private static final int UNIT = 8;

  private final Map<Packet, Parts> incomplete = new LinkedHashMap<>();
  private int bytesHeld;
  private long givenUp;

  /**
   * What the fragments of one packet have in common.
   *
   * @param id IPv4's identification, or that of IPv6's fragment header
   */
  record Packet(
      long sourceHigh,
      long sourceLow,
      long destinationHigh,
      long destinationLow,
      int protocol,
      long id) {}

  private static final class Parts {
    final long sinceUs;
    final BitSet units = new BitSet();
    byte[] bytes = {};
    int length = -1;

    Parts(long sinceUs) {
      this.sinceUs = sinceUs;
    }

    boolean fits(IpHeader ip) {
      int count = ip.payloadEnd() - ip.payloadAt();
      int end = ip.fragmentOffset() + count;
      return ip.missing() == 0
          && end <= LONGEST_PACKET
          && (!ip.moreFragments() || count % UNIT == 0)
          && (length < 0 || end <= length);
    }

    void put(IpHeader ip, byte[] from) {
      int count = ip.payloadEnd() - ip.payloadAt();
      int end = ip.fragmentOffset() + count;
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, end);
      }
      System.arraycopy(from, ip.payloadAt(), bytes, ip.fragmentOffset(), count);
      units.set(ip.fragmentOffset() / UNIT, (end + UNIT - 1) / UNIT);
      if (!ip.moreFragments()) {
        length = end;
      }
    }

    boolean isComplete() {
      return length >= 0 && units.nextClearBit(0) * UNIT >= length;
    }
  }

  /**
   * Takes the fragment whose header was read.
   *
   * @return what the whole packet carries, once it is complete; null until then
   */
  byte @Nullable [] add(IpHeader ip, byte[] bytes, long timeUs) {
    giveUpBefore(timeUs - TIMEOUT_US);
    Packet packet = ip.fragmentOf();
    Parts parts = incomplete.computeIfAbsent(packet, key -> new Parts(timeUs));
    int before = parts.bytes.length;
    if (parts.fits(ip)) {
      parts.put(ip, bytes);
    } // else the packet waits for a better copy of this piece
    bytesHeld += parts.bytes.length - before;
    if (parts.isComplete()) {
      incomplete.remove(packet);
      bytesHeld -= parts.bytes.length;
      return Arrays.copyOf(parts.bytes, parts.length);
    }
    makeRoom();
    return null;
  }

  private void giveUpBefore(long timeUs) {
    Iterator<Parts> oldest = incomplete.values().iterator();
    while (oldest.hasNext()) {
      Parts parts = oldest.next();
      if (parts.sinceUs >= timeUs) {
        return;
      }
      giveUp(oldest, parts);
    }
  }

  private void makeRoom() {
    Iterator<Parts> oldest = incomplete.values().iterator();
    while (bytesHeld > MOST_BYTES || incomplete.size() > MOST_PACKETS) {
      giveUp(oldest, oldest.next());
    }
  }

  private void giveUp(Iterator<Parts> at, Parts parts) {
    at.remove();
    bytesHeld -= parts.bytes.length;
    givenUp++;
  }

  /** Packets of which fragments are missing, those not complete yet included. */
  long incomplete() {
    return givenUp + incomplete.size();
  }

  /** Bytes held now. */
  int bytesHeld() {
    return bytesHeld;
  }
}
