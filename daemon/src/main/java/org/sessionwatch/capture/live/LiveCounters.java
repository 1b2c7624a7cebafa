package org.sessionwatch.capture.live;

import java.util.Map;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.hep.CaptureCounters;

/**
 * What one interface brought, at one moment.
 *
 * @param device its name
 * @param up whether its packets are being looked at now
 * @param packets that passed the filter
 * @param messages SIP messages handed on
 * @param duplicates those of the messages whose very bytes were heard up to 32 s before, here or at
 *     a listener
 * @param malformed SIP that was cut off or cannot be framed
 * @param gaps places where a TCP stream with SIP in it lacks a piece
 * @param droppedByKernel packets that passed the filter and found the kernel's buffer full
 * @param outages how often the interface went away
 * @param firstMessageAtUs when the first message came, microseconds since the epoch; 0 if none did
 * @param lastMessageAtUs when the last one came; likewise
 */
public record LiveCounters(
    String device,
    boolean up,
    long packets,
    long messages,
    long duplicates,
    long malformed,
    long gaps,
    long droppedByKernel,
    long outages,
    long firstMessageAtUs,
    long lastMessageAtUs) {

  /** How an interface is called as the source of messages. */
  public static CaptureSource source(String device) {
    return new CaptureSource(0, null, "live:" + device);
  }

  /** The same as the counts of a source, its packets being stamped by our own clock. */
  CaptureCounters.SourceCount asSource() {
    return new CaptureCounters.SourceCount(
        source(device), messages, 0, duplicates, null, Map.of(), firstMessageAtUs, lastMessageAtUs);
  }
}
