package org.sessionwatch.config;

import java.time.Duration;

/**
 * {@code [session]}: how the session engine reads timers.
 *
 * @param tolerance how long after half the interval a refresh is still on time; 0 s to 300 s
 * @param shards engine threads, 1 to 64
 */
public record SessionSettings(Duration tolerance, int shards) {}
