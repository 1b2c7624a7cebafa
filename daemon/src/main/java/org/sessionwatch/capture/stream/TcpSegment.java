package org.sessionwatch.capture.stream;

/**
 * A captured TCP segment (RFC 9293 section 3.1).
 *
 * @param sequence of its first byte, modulo 2^32
 * @param flags the header's byte with FIN, SYN and RST
 * @param bytes where the payload lies, from {@code from} to before {@code to}; not kept
 * @param missing how many bytes of the payload the capture did not keep, at its end
 * @param timeUs when it was captured, microseconds since the epoch
 */
public record TcpSegment(
    Flow flow, int sequence, int flags, byte[] bytes, int from, int to, int missing, long timeUs) {
  private static final int FIN = 1;
  private static final int SYN = 2;
  private static final int RST = 4;

  /** Bytes of payload on the wire. */
  public int length() {
    return to - from + missing;
  }

  /** Where in the stream the payload begins: SYN takes one number of the sequence. */
  int dataSequence() {
    return isFirst() ? sequence + 1 : sequence;
  }

  boolean isFirst() {
    return (flags & SYN) != 0;
  }

  boolean isLast() {
    return (flags & FIN) != 0;
  }

  boolean isReset() {
    return (flags & RST) != 0;
  }
}
