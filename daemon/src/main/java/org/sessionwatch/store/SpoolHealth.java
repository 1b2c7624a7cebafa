package org.sessionwatch.store;

import java.time.Duration;

/**
 * What waits on disk for the database.
 *
 * @param changes how many effects
 * @param bytes what they take on disk
 * @param capacityBytes the most that they may take
 * @param oldest how long the oldest has been waiting; zero when none is
 * @param lost effects that were dropped because the spool was full or could not be written, since
 *     the start
 */
public record SpoolHealth(
    long changes, long bytes, long capacityBytes, Duration oldest, long lost) {
  /** A line's part, such as {@code 12000 changes (7 MiB) spooled, the oldest for 340 s}. */
  public String text() {
    return "%d changes (%d KiB) spooled, the oldest for %d s"
        .formatted(changes, bytes >> 10, oldest.toSeconds());
  }
}
