package org.sessionwatch.capture.pcap;

import org.jspecify.annotations.Nullable;

/**
 * What a pcapng file says of an interface that was captured on.
 *
 * @param link what stands before the IP header; null when that is not read
 * @param linkNumber by libpcap's LINKTYPE numbers
 * @param longest bytes kept of a frame at most
 * @param resolution option if_tsresol: its upper bit chooses negative powers of 2 rather than of
 *     10, the others are the exponent
 * @param offsetS option if_tsoffset, seconds
 */
record PcapngInterface(
    @Nullable LinkType link, int linkNumber, long longest, int resolution, long offsetS) {
  /** Bytes before the options. */
  static final int SHORTEST = 8;

  private static final int OPTION_END = 0;
  private static final int OPTION_RESOLUTION = 9;
  private static final int OPTION_OFFSET = 14;
  private static final int OPTION_HEADER_LENGTH = 4;
  private static final int MICROSECONDS = 6;
  private static final int BINARY = 0x80;

  /** The end of the year 9999: times beyond are damage. */
  private static final long LATEST_US = 253_402_300_799_999_999L;

  /** Reads the content of the interface's block, {@code bytes[at, end)}. */
  static PcapngInterface read(PcapngOrder order, byte[] bytes, int at, int end) {
    int linkNumber = order.u16(bytes, at);
    long longest = order.u32(bytes, at + 4);
    int resolution = MICROSECONDS;
    long offsetS = 0;
    int option = at + SHORTEST;
    while (end - option >= OPTION_HEADER_LENGTH && order.u16(bytes, option) != OPTION_END) {
      int code = order.u16(bytes, option);
      int length = order.u16(bytes, option + 2);
      int value = option + OPTION_HEADER_LENGTH;
      if (length > end - value) {
        break;
      }
      if (code == OPTION_RESOLUTION && length == 1) {
        resolution = bytes[value] & 0xff;
      } else if (code == OPTION_OFFSET && length == 8) {
        offsetS = order.bits64(bytes, value);
      }
      option = value + (length + 3) / 4 * 4;
    }
    return new PcapngInterface(
        LinkType.of(linkNumber),
        linkNumber,
        longest == 0 ? Long.MAX_VALUE : longest,
        resolution,
        offsetS);
  }

  /**
   * A packet's time in microseconds since the epoch.
   *
   * @param high the upper 32 bits of the time as the file has it
   * @param low the lower ones
   */
  long timeUs(long high, long low) {
    long units = high << 32 | low;
    int exponent = resolution & ~BINARY;
    long us = (resolution & BINARY) != 0 ? ofBinary(units, exponent) : ofDecimal(units, exponent);
    long latestS = LATEST_US / 1_000_000;
    boolean possible = offsetS >= -latestS && offsetS <= latestS && us >= 0 && us <= LATEST_US;
    return possible ? Math.max(0, Math.min(us + offsetS * 1_000_000, LATEST_US)) : 0;
  }

  private static long ofDecimal(long units, int exponent) {
    long us = units;
    for (int i = exponent; i < MICROSECONDS; i++) {
      us *= 10;
    }
    for (int i = exponent; i > MICROSECONDS; i--) {
      us = Long.divideUnsigned(us, 10);
    }
    return us;
  }

  private static long ofBinary(long units, int exponent) {
    if (exponent >= Long.SIZE) {
      return 0;
    }
    long seconds = exponent == 0 ? units : units >>> exponent;
    long fraction = exponent == 0 ? 0 : units & (-1L >>> (Long.SIZE - exponent));
    // So that the product has room.
    int excess = Math.max(0, exponent - 40);
    return seconds * 1_000_000 + ((fraction >>> excess) * 1_000_000 >>> (exponent - excess));
  }
}
