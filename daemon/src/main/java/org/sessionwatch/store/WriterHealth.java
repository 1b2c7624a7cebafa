package org.sessionwatch.store;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the writing of the history goes.
 *
 * @param running false once the writer was closed, or died
 * @param queued effects not written yet
 * @param capacity the most that may wait
 * @param oldest how long the oldest of these has been waiting; zero when none is
 * @param written effects in the database, since the start
 * @param dropped effects that found no place in the queue, since the start
 * @param refused effects that the database refused for what is in them, since the start
 * @param awaySince since when the database cannot be written to; null while it can
 * @param lastError the last error's line; null when there was none
 * @param spool what waits on disk
 */
public record WriterHealth(
    boolean running,
    int queued,
    int capacity,
    Duration oldest,
    long written,
    long dropped,
    long refused,
    @Nullable Instant awaySince,
    @Nullable String lastError,
    SpoolHealth spool) {}
