package org.sessionwatch.capture.pcap;

import static org.sessionwatch.capture.NetworkOrder.bits32;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.NetworkOrder;

/** The byte order of a section of a pcapng file, which its magic number shows. */
enum PcapngOrder {
  BIG_ENDIAN(0x1a2b3c4d, false),
  LITTLE_ENDIAN(0x4d3c2b1a, true);

  private final int magic;
  private final boolean swapped;

  PcapngOrder(int magic, boolean swapped) {
    this.magic = magic;
    this.swapped = swapped;
  }

  /** By the magic number at {@code at}; null when it is none. */
  static @Nullable PcapngOrder at(byte[] bytes, int at) {
    int number = bits32(bytes, at);
    for (PcapngOrder order : values()) {
      if (order.magic == number) {
        return order;
      }
    }
    return null;
  }

  /** The two bytes from {@code at} on, 0 to 65535. */
  int u16(byte[] bytes, int at) {
    int bits = NetworkOrder.u16(bytes, at);
    return swapped ? Short.toUnsignedInt(Short.reverseBytes((short) bits)) : bits;
  }

  /** The four bytes from {@code at} on, 0 to 2^32-1. */
  long u32(byte[] bytes, int at) {
    int bits = bits32(bytes, at);
    return Integer.toUnsignedLong(swapped ? Integer.reverseBytes(bits) : bits);
  }

  /** The eight bytes from {@code at} on. */
  long bits64(byte[] bytes, int at) {
    long bits = NetworkOrder.bits64(bytes, at);
    return swapped ? Long.reverseBytes(bits) : bits;
  }
}
