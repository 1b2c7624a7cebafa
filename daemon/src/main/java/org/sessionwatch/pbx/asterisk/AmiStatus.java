package org.sessionwatch.pbx.asterisk;

import org.jspecify.annotations.Nullable;

/**
 * How the connection to one Asterisk stands.
 *
 * @param pbx name of the PBX
 * @param up whether its channels are heard
 * @param sinceUs since when it is so, in microseconds since the epoch
 * @param problem why it is away; null while it is up
 * @param channels SIP channels known
 * @param unresolved those of them whose Call-ID is not known
 * @param logins logins so far
 * @param getvars questions for a Call-ID so far
 * @param getvarsFailed those that were refused, or not answered in time
 * @param policyQuestions questions for an endpoint's timers so far
 * @param policyQuestionsFailed those that were refused, not answered in time, or too many at once
 * @param hangups hangups told so far
 * @param overruns how often events came faster than they could be told, and the connection was
 *     begun anew
 */
public record AmiStatus(
    String pbx,
    boolean up,
    long sinceUs,
    @Nullable String problem,
    int channels,
    int unresolved,
    long logins,
    long getvars,
    long getvarsFailed,
    long policyQuestions,
    long policyQuestionsFailed,
    long hangups,
    long overruns) {}
