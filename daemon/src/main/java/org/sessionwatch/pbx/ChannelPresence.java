package org.sessionwatch.pbx;

/** What a PBX knows of a Call-ID right now. */
public enum ChannelPresence {
  /** It has a channel with that Call-ID. */
  UP,
  /** It has none, and knows the Call-IDs of all its SIP channels. */
  GONE,
  /** It is away, was not yet heard completely, or has a SIP channel whose Call-ID is not known. */
  UNKNOWN
}
