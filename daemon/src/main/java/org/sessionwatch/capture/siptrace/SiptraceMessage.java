package org.sessionwatch.capture.siptrace;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A SIP message that siptrace sent on, and what its headers say of it.
 *
 * @param capturedAtUs when Kamailio saw it, by its own clock: microseconds since the epoch; 0 where
 *     it does not say
 * @param from who sent it; null where it does not say
 * @param to whom it was sent to; null where it does not say
 * @param sip the message as it was before siptrace wrote its headers into it
 */
public record SiptraceMessage(
    long capturedAtUs,
    @Nullable InetSocketAddress from,
    @Nullable InetSocketAddress to,
    byte[] sip) {}
