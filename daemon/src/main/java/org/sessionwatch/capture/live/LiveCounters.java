package org.sessionwatch.capture.live;

/**
 * What one interface brought, at one moment.
 *
 * @param device its name
 * @param up whether its packets are being looked at now
 * @param packets that passed the filter
 * @param messages SIP messages handed on
 * @param malformed SIP that was cut off or cannot be framed
 * @param gaps places where a TCP stream with SIP in it lacks a piece
 * @param droppedByKernel packets that passed the filter and found the kernel's buffer full
 * @param outages how often the interface went away
 */
public record LiveCounters(
    String device,
    boolean up,
    long packets,
    long messages,
    long malformed,
    long gaps,
    long droppedByKernel,
    long outages) {}
