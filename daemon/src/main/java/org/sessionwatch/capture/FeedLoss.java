package org.sessionwatch.capture;

import org.jspecify.annotations.Nullable;

/**
 * Something that a feed lost, or may have lost: what is not heard in that time proves nothing.
 *
 * @param source the feed; null when all feeds of this daemon may have lost something
 * @param cause how it shows
 * @param fromUs when it began at the earliest: microseconds since the epoch, by our clock
 * @param untilUs when it was over at the latest; the same clock
 * @param count how many messages were lost, as far as is known; 0 when it is not
 */
public record FeedLoss(
    @Nullable CaptureSource source, Cause cause, long fromUs, long untilUs, long count) {

  /** How a loss shows. */
  public enum Cause {
    /** The kernel dropped datagrams or packets because a buffer was full. */
    SOCKET,
    /** A queue inside the daemon was full. */
    QUEUE,
    /** A source that used to speak is silent. */
    SILENCE,
    /** A stream had a hole, or its connection broke. */
    STREAM
  }
}
