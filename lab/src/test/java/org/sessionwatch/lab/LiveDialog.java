package org.sessionwatch.lab;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dialog in the daemon's database: its verdict, and what only the live daemon knows.
 *
 * @param pbx that heard it first
 * @param unconfirmed kinds of the alerts that are not confirmed
 * @param callerAddresses address and port on the caller's side of each hop, in the call's order
 */
record LiveDialog(
    Verdict verdict,
    String pbx,
    @Nullable String channel,
    @Nullable String uniqueid,
    @Nullable String linkedid,
    @Nullable Integer hangupCause,
    @Nullable String hangupCauseText,
    @Nullable String hangupTechCause,
    @Nullable String endReason,
    List<String> unconfirmed,
    List<String> callerAddresses) {}
