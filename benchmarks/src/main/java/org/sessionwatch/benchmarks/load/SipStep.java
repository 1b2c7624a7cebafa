package org.sessionwatch.benchmarks.load;

import java.net.InetSocketAddress;

/**
 * One message of a call as it passes a PBX.
 *
 * @param kind what it counts as: its method, or the method and the status that answers it
 * @param atUs microseconds since the call's beginning
 * @param from who sends it
 * @param to who gets it
 * @param callId with {@link Template#HOLE} in it
 * @param text the message, likewise
 */
record SipStep(
    String kind,
    long atUs,
    InetSocketAddress from,
    InetSocketAddress to,
    String callId,
    String text) {}
