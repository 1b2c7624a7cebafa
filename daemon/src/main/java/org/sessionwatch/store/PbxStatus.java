package org.sessionwatch.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a PBX last answered to SIP OPTIONS.
 *
 * @param pbx its name
 * @param up whether it answered
 * @param since since when it is up, or down
 * @param checkedAt when the answer came or the wait for it ended
 * @param roundTripMs milliseconds from request to answer; null while down
 * @param supportsTimer whether its last answer listed {@code timer} in Supported; null when it
 *     never answered
 * @param allowsUpdate whether its last answer listed UPDATE in Allow; null when it never answered
 *     or sent no Allow
 */
public record PbxStatus(
    String pbx,
    boolean up,
    Instant since,
    Instant checkedAt,
    @Nullable Double roundTripMs,
    @Nullable Boolean supportsTimer,
    @Nullable Boolean allowsUpdate) {}
