package org.sessionwatch.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dialog's session timer as it stands.
 *
 * @param state what is known of it
 * @param intervalS session interval in seconds; null unless active or optional
 * @param refresher the side that has to refresh; null unless active or optional
 * @param minSeS the largest Min-SE of the negotiation, in seconds; 90 where none was sent (R3)
 * @param refreshedAt the 2xx that the interval runs from (R23); null when none was heard
 */
public record TimerStatus(
    TimerState state,
    @Nullable Integer intervalS,
    @Nullable Side refresher,
    int minSeS,
    @Nullable Instant refreshedAt) {}
