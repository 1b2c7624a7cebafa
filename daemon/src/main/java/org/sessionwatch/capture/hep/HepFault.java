package org.sessionwatch.capture.hep;

/** Why a datagram was not taken. */
public enum HepFault {
  EMPTY("empty datagram"),
  HEADER_CUT("HEP version 1 or 2 that ends inside its header"),
  PLAIN_SIP("SIP without HEP, which is not read: let the agent send HEP3"),
  NOT_HEP("not HEP"),
  TOTAL_LENGTH_TOO_SHORT("HEP3 total length below 6"),
  TOTAL_LENGTH_PAST_END("HEP3 total length past the end of the datagram"),
  CHUNK_HEADER_CUT("HEP3 ends inside a chunk's header"),
  CHUNK_LENGTH_TOO_SHORT("HEP3 chunk length below 6"),
  CHUNK_PAST_END("HEP3 chunk past the end of the message"),
  VALUE_LENGTH_WRONG("HEP3 chunk whose value has not the length of its type"),
  NO_PAYLOAD("HEP3 without payload"),
  COMPRESSED(
      "HEP3 with a compressed payload, which is not read: turn compression off in the agent"),
  KEY_MISSING("no auth key: set the PBX's to the one configured here"),
  KEY_WRONG("wrong auth key: set the PBX's to the one configured here");

  private final String text;

  HepFault(String text) {
    this.text = text;
  }

  /** What is wrong, and where an administrator can do something, what; no trailing dot. */
  public String text() {
    return text;
  }

  /** Whether the datagram was sound, but its sender has no right to be heard. */
  public boolean isRefusal() {
    return this == KEY_MISSING || this == KEY_WRONG;
  }
}
