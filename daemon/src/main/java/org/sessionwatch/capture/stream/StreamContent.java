package org.sessionwatch.capture.stream;

/** Takes what is found in streams. The arrays are valid during the call alone. */
public interface StreamContent {
  /**
   * A SIP message, {@code bytes[from, to)}.
   *
   * @param timeUs when its last byte was there, and all before it: microseconds since the epoch
   */
  void sip(Flow flow, long timeUs, byte[] bytes, int from, int to);

  /** A HEP3 message, likewise. */
  void hep(Flow flow, long timeUs, byte[] bytes, int from, int to);

  /** A message that cannot be framed or was cut off. */
  void malformedMessage();

  /** A compressed WebSocket message (RFC 7692), which is not read. */
  void compressedMessage();

  /** A piece is missing from a stream with SIP or HEP in it. */
  void missingPiece();
}
