package org.sessionwatch.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One INVITE or UPDATE transaction inside an established dialog, however often it was
 * retransmitted, proxied or challenged.
 *
 * @param seq its place among the dialog's refreshes, from 1, in order of the requests
 * @param method {@code INVITE} or {@code UPDATE}
 * @param cseq CSeq number of its first request; with {@code by} its natural key within the dialog
 * @param by the side that sent the request
 * @param requestedAt the first copy of the request; where only the response was heard, the response
 * @param answeredAt the first copy of the final response; null while there is none
 * @param status the final status, 200 to 699; null while there is none
 * @param outcome how it ended
 * @param dueAt half of the session interval that it met; null when no timer was active
 * @param punctuality the request against {@code dueAt} and the tolerance; null when no timer was
 *     active
 * @param latenessMs requestedAt - dueAt in milliseconds, negative when early; null when no timer
 *     was active
 * @param intervalS session interval in force after it, in seconds; null when none
 * @param refresher refresher in force after it; null when none
 * @param confirmed false where part of it was concluded rather than heard
 */
public record Refresh(
    int seq,
    String method,
    long cseq,
    Side by,
    Instant requestedAt,
    @Nullable Instant answeredAt,
    @Nullable Integer status,
    RefreshOutcome outcome,
    @Nullable Instant dueAt,
    @Nullable Punctuality punctuality,
    @Nullable Long latenessMs,
    @Nullable Integer intervalS,
    @Nullable Side refresher,
    boolean confirmed) {}
