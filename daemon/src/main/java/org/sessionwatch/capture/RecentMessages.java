package org.sessionwatch.capture;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Knows messages that were heard a short while ago, at whichever listener or interface, by a hash
 * of all their bytes: copies that another capture point mirrors, and what was sent again.
 *
 * <p>A table where each hash has one possible place, so it costs 64 KiB in all, no allocation, no
 * lock, and one pass over the message in steps of 8 bytes: about a tenth of a microsecond. A
 * newcomer takes the place of who was there, so under very many messages a few copies are not
 * noticed. Of two that come at the same instant to two threads, one is a copy. Thread-safe.
 */
public final class RecentMessages {
  private static final int PLACES = 1 << 13;

  /** An entry is most of a hash, and below it when it was heard, in ticks of 131 ms. */
  private static final int TICK_SHIFT = 17;

  private static final long TICK_MASK = (1L << 24) - 1;

  /** For so long a message is sent again (RFC 3261 section 17, Timer B); mirrors are faster. */
  private static final long WINDOW_US = 32_000_000;

  private static final long WINDOW_TICKS = WINDOW_US >> TICK_SHIFT;

  /** What one thread takes for now may be a moment before what another one does. */
  private static final long EARLIER_TICKS = 8;

  private final AtomicLongArray entries = new AtomicLongArray(PLACES);

  /**
   * Takes note of a message; true when it was heard before.
   *
   * @param nowUs microseconds since the epoch
   */
  public boolean isKnown(byte[] sip, long nowUs) {
    long hash = MessageHash.of(sip);
    long tick = nowUs >> TICK_SHIFT & TICK_MASK;
    int place = (int) hash & PLACES - 1;
    long before = entries.getAndSet(place, hash & ~TICK_MASK | tick);
    long age = tick - before + EARLIER_TICKS & TICK_MASK;
    return ((before ^ hash) & ~TICK_MASK) == 0 && age <= WINDOW_TICKS + EARLIER_TICKS;
  }
}
