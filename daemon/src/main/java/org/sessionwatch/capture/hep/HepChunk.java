package org.sessionwatch.capture.hep;

/** The chunk types of HEP3 that are read or written here, all of vendor 0. */
final class HepChunk {
  static final int HEADER_LENGTH = 6;

  static final int ADDRESS_FAMILY = 0x01;
  static final int IP_PROTOCOL = 0x02;
  static final int IPV4_SOURCE = 0x03;
  static final int IPV4_DESTINATION = 0x04;
  static final int IPV6_SOURCE = 0x05;
  static final int IPV6_DESTINATION = 0x06;
  static final int SOURCE_PORT = 0x07;
  static final int DESTINATION_PORT = 0x08;
  static final int SECONDS = 0x09;
  static final int MICROSECONDS = 0x0a;
  static final int PROTOCOL = 0x0b;
  static final int CAPTURE_ID = 0x0c;
  static final int AUTH_KEY = 0x0e;
  static final int PAYLOAD = 0x0f;
  static final int COMPRESSED_PAYLOAD = 0x10;
  static final int NODE_NAME = 0x13;

  static final int ANY_LENGTH = -1;

  private HepChunk() {}

  /** Bytes that the value of this type has; {@link #ANY_LENGTH} for text and unknown types. */
  static int valueLength(int type) {
    return switch (type) {
      case ADDRESS_FAMILY, IP_PROTOCOL, PROTOCOL -> 1;
      case SOURCE_PORT, DESTINATION_PORT -> 2;
      case IPV4_SOURCE, IPV4_DESTINATION, SECONDS, MICROSECONDS, CAPTURE_ID -> 4;
      case IPV6_SOURCE, IPV6_DESTINATION -> 16;
      default -> ANY_LENGTH;
    };
  }
}
