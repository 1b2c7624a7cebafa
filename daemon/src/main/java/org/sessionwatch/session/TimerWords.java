package org.sessionwatch.session;

import org.sessionwatch.sip.RefresherParam;
import org.sessionwatch.sip.SipMessage;

/**
 * What one INVITE or UPDATE, or a 2xx to it, says of the session timer. Kept instead of the message
 * itself, which has fifty times as many bytes, most of them an SDP that nobody asks for again.
 *
 * @param sessionExpiresS see {@link SipMessage#sessionExpiresS()}
 * @param minSeS see {@link SipMessage#minSeS()}
 * @param isClamped the interval was larger than can be kept
 * @param isConflicting there were two intervals that differ
 * @param isCut the message ends before its headers do
 */
record TimerWords(
    int sessionExpiresS,
    int minSeS,
    RefresherParam refresher,
    boolean supportsTimer,
    boolean requiresTimer,
    boolean isClamped,
    boolean isConflicting,
    boolean isCut) {

  static TimerWords of(SipMessage message) {
    return Shared.one(
        new TimerWords(
            message.sessionExpiresS(),
            message.minSeS(),
            message.refresher(),
            message.supportsTimer(),
            message.requiresTimer(),
            message.sessionExpiresClamped(),
            message.sessionExpiresConflict(),
            message.isCut()));
  }
}
