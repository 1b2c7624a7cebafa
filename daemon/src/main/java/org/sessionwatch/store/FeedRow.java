package org.sessionwatch.store;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code feed}: how one source of mirrored SIP is. Counts are since the daemon's start.
 *
 * @param heardBy the daemon that hears it
 * @param address where it comes from
 * @param captureId HEP capture id, 0 to 2^32-1
 * @param nodeName HEP node name; null where there is none
 * @param firstHeardAt its first message ever
 * @param lastHeardAt its last message
 * @param messages SIP messages
 * @param notSip RTCP and log lines
 * @param duplicates messages that had been heard before
 * @param malformed messages that could not be read
 * @param gaps how often it fell silent or its connection broke
 * @param clockAheadMs how far its clock is ahead of ours, in milliseconds; null where not known
 * @param longestPause the longest pause of the last 7 days
 * @param silent whether it has fallen silent
 */
public record FeedRow(
    String heardBy,
    String address,
    long captureId,
    @Nullable String nodeName,
    Instant firstHeardAt,
    Instant lastHeardAt,
    long messages,
    long notSip,
    long duplicates,
    long malformed,
    long gaps,
    @Nullable Double clockAheadMs,
    Duration longestPause,
    boolean silent) {}
