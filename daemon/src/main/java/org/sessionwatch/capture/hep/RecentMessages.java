package org.sessionwatch.capture.hep;

import static org.sessionwatch.capture.NetworkOrder.bits64;

/**
 * Knows messages that were heard a short while ago, by a hash of all their bytes: copies that
 * another capture point mirrors, and what was sent again.
 *
 * <p>A table where each hash has one possible place, so it costs 128 KiB a listener, no allocation,
 * and one pass over the message in steps of 8 bytes: about a tenth of a microsecond. A newcomer
 * takes the place of who was there, so under very many messages a few copies are not noticed. Not
 * for use by several threads.
 */
final class RecentMessages {
  private static final int PLACES = 1 << 13;

  /** For so long a message is sent again (RFC 3261 section 17, Timer B); mirrors are faster. */
  private static final long WINDOW_US = 32_000_000;

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final long[] hashes = new long[PLACES];
  private final long[] heardAtUs = new long[PLACES];

  /** Takes note of a message; true when it was heard before. */
  boolean isKnown(byte[] sip, long nowUs) {
    long hash = hash(sip);
    int place = (int) (hash >>> 51);
    boolean known = hashes[place] == hash && nowUs - heardAtUs[place] <= WINDOW_US;
    hashes[place] = hash;
    heardAtUs[place] = nowUs;
    return known;
  }

  private static long hash(byte[] bytes) {
    long hash = bytes.length * MIX;
    int at = 0;
    for (; at + 8 <= bytes.length; at += 8) {
      hash = (hash ^ bits64(bytes, at)) * MIX;
      hash ^= hash >>> 29;
    }
    for (; at < bytes.length; at++) {
      hash = (hash ^ bytes[at]) * MIX;
    }
    return hash ^ hash >>> 32;
  }
}
