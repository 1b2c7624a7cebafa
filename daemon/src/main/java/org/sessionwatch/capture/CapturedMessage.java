package org.sessionwatch.capture;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One SIP message as some capture point saw it.
 *
 * @param source the feed that told of it
 * @param capturedAtUs when the capture point saw it, by its own clock: microseconds since the epoch
 * @param receivedAtUs when it reached us, by our clock: microseconds since the epoch; the same as
 *     {@code capturedAtUs} when read from a file
 * @param from the address that sent the SIP message; null where the feed does not say
 * @param to the address that it was sent to; null where the feed does not say
 * @param sip the SIP message; never written to after it was handed over
 */
public record CapturedMessage(
    CaptureSource source,
    long capturedAtUs,
    long receivedAtUs,
    @Nullable InetSocketAddress from,
    @Nullable InetSocketAddress to,
    byte[] sip) {}
