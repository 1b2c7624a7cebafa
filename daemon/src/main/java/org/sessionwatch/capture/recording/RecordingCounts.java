package org.sessionwatch.capture.recording;

/**
 * What a recording held, as far as it was read.
 *
 * @param frames packets of a capture, or stamped blocks of a text trace
 * @param sip SIP messages found as such
 * @param hep SIP messages found inside HEP
 * @param notSip other things found inside HEP: RTCP, log lines
 * @param ignored frames with none of what the other numbers count
 * @param fragments frames with a piece of a larger IP packet
 * @param malformed SIP that was cut off or cannot be framed, HEP that is not sound
 * @param segments frames with a piece of a TCP stream, whatever it carries
 * @param gaps places where a piece is missing, of a TCP stream with SIP in it or of an IP packet:
 *     SIP may have been there
 */
public record RecordingCounts(
    long frames,
    long sip,
    long hep,
    long notSip,
    long ignored,
    long fragments,
    long malformed,
    long segments,
    long gaps) {

  /** Counts without what only captures of packets have. */
  public static RecordingCounts ofTrace(long frames, long sip, long ignored, long malformed) {
    return new RecordingCounts(frames, sip, 0, 0, ignored, 0, malformed, 0, 0);
  }

  /** SIP messages handed on. */
  public long messages() {
    return sip + hep;
  }
}
