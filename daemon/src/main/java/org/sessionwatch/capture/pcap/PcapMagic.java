package org.sessionwatch.capture.pcap;

import static org.sessionwatch.capture.NetworkOrder.bits32;

import org.jspecify.annotations.Nullable;

/** What the magic number of a pcap file tells. */
enum PcapMagic {
  MICROS_BIG_ENDIAN(0xa1b2c3d4, false, 1),
  MICROS_LITTLE_ENDIAN(0xd4c3b2a1, true, 1),
  NANOS_BIG_ENDIAN(0xa1b23c4d, false, 1_000),
  NANOS_LITTLE_ENDIAN(0x4d3cb2a1, true, 1_000);

  private final int number;
  private final boolean littleEndian;
  private final int perMicrosecond;

  PcapMagic(int number, boolean littleEndian, int perMicrosecond) {
    this.number = number;
    this.littleEndian = littleEndian;
    this.perMicrosecond = perMicrosecond;
  }

  /** By the number read in network byte order; null when it is none. */
  static @Nullable PcapMagic of(int number) {
    for (PcapMagic magic : values()) {
      if (magic.number == number) {
        return magic;
      }
    }
    return null;
  }

  static @Nullable PcapMagic at(byte[] bytes, int at) {
    return of(bits32(bytes, at));
  }

  /** The four bytes from {@code at} on in the file's byte order, 0 to 2^32-1. */
  long u32(byte[] bytes, int at) {
    int bits = bits32(bytes, at);
    return Integer.toUnsignedLong(littleEndian ? Integer.reverseBytes(bits) : bits);
  }

  /** The time of the record that begins at {@code at}, microseconds since the epoch. */
  long timeUs(byte[] bytes, int at) {
    return u32(bytes, at) * 1_000_000 + u32(bytes, at + 4) / perMicrosecond;
  }
}
