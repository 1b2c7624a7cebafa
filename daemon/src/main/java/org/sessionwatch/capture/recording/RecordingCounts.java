package org.sessionwatch.capture.recording;

/**
 * What a recording held, as far as it was read.
 *
 * @param frames packets of a capture, or stamped blocks of a text trace
 * @param sip SIP messages found as such
 * @param hep SIP messages found inside HEP
 * @param notSip other things found inside HEP: RTCP, log lines
 * @param ignored frames with neither
 * @param fragments frames with a piece of a larger packet, which are not put together
 * @param malformed SIP that was cut off, HEP that is not sound
 */
public record RecordingCounts(
    long frames, long sip, long hep, long notSip, long ignored, long fragments, long malformed) {

  /** SIP messages handed on. */
  public long messages() {
    return sip + hep;
  }
}
