package org.sessionwatch.flow;

/**
 * How the pipeline stands.
 *
 * @param messages SIP messages taken
 * @param malformed mirrored messages that are no SIP message
 * @param handled of these, those that an engine was told of
 * @param dropped inputs lost because a shard's queue was full
 * @param unplaced messages that belong to no watched session, such as registrations
 * @param evicted calls that were forgotten or passed over because there were too many: see {@link
 *     org.sessionwatch.session.SessionEngine#evictedCalls}
 * @param faults messages or deadlines that could not be handled: bugs
 * @param waiting inputs in the shards' queues
 * @param openDialogs dialogs under watch
 * @param stalledUs how long the slowest shard has not turned, in microseconds
 */
public record PipelineStatus(
    long messages,
    long malformed,
    long handled,
    long dropped,
    long unplaced,
    long evicted,
    long faults,
    int waiting,
    int openDialogs,
    long stalledUs) {}
