package org.sessionwatch.capture.hep;

/** Why a message or a connection was not taken. The refusals come last. */
public enum HepFault {
  EMPTY("empty datagram"),
  HEADER_CUT("HEP version 1 or 2 that ends inside its header"),
  NOT_HEP("neither HEP nor SIP"),
  TOTAL_LENGTH_TOO_SHORT("HEP3 total length below 6"),
  TOTAL_LENGTH_PAST_END("HEP3 total length past the end of the datagram"),
  CHUNK_HEADER_CUT("HEP3 ends inside a chunk's header"),
  CHUNK_LENGTH_TOO_SHORT("HEP3 chunk length below 6"),
  CHUNK_PAST_END("HEP3 chunk past the end of the message"),
  VALUE_LENGTH_WRONG("HEP3 chunk whose value has not the length of its type"),
  NO_PAYLOAD("HEP3 without payload"),
  COMPRESSION_BROKEN("HEP3 with a compressed payload that is neither zlib nor gzip, or is cut"),
  INFLATES_TOO_FAR("HEP3 with a compressed payload that inflates to more than most_message"),
  MESSAGE_TOO_LONG("longer than most_message"),
  STREAM_CUT("the connection ended inside a message"),
  STREAM_STALLED("a message was begun and not ended in time: the connection was closed"),
  STREAM_UNREADABLE(
      "the connection is out of step, or speaks something else: closed, so that the agent begins"
          + " anew"),
  KEY_MISSING("no auth key: set the PBX's to the one configured here"),
  KEY_WRONG("wrong auth key: set the PBX's to the one configured here"),
  NOT_ALLOWED("its address is not in the listener's allow list"),
  TLS_FAILED("TLS could not be agreed on"),
  TOO_MANY_CONNECTIONS("connection refused: there are most_connections already"),
  NOTHING_SAID("connection closed to make place: it had not said anything");

  private final String text;

  HepFault(String text) {
    this.text = text;
  }

  /** What is wrong, and where an administrator can do something, what; no trailing dot. */
  public String text() {
    return text;
  }

  /** Whether this says nothing against the message, but its sender was not to be heard. */
  public boolean isRefusal() {
    return ordinal() >= KEY_MISSING.ordinal();
  }
}
