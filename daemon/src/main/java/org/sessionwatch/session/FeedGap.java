package org.sessionwatch.session;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a feed lost messages, or may have: what was not heard in it proves nothing.
 *
 * @param pbx name of the PBX whose feed it is; null for all
 * @param cause how it shows
 * @param fromUs when it began at the earliest: microseconds since the epoch, as all times the
 *     engine is told
 * @param untilUs when it was over at the latest
 * @param count how many messages were lost, as far as is known; 0 when it is not
 * @param callIds the calls that the lost messages were of; empty when it may be any
 */
public record FeedGap(
    @Nullable String pbx,
    GapCause cause,
    long fromUs,
    long untilUs,
    long count,
    Set<String> callIds) {

  public FeedGap {
    callIds = Set.copyOf(callIds);
    if (untilUs < fromUs || count < 0) {
      throw new IllegalArgumentException(
          "a gap from %d to %d us of %d messages".formatted(fromUs, untilUs, count));
    }
  }

  /** A gap that may be any call's. */
  public FeedGap(@Nullable String pbx, GapCause cause, long fromUs, long untilUs, long count) {
    this(pbx, cause, fromUs, untilUs, count, Set.of());
  }
}
