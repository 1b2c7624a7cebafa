package org.sessionwatch.capture.hep;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.NetworkOrder;

/**
 * Inflates payloads: zlib (RFC 1950) or gzip (RFC 1952), whichever it is. What inflates to more
 * than a limit is not inflated any further.
 *
 * <p>Not for use by several threads.
 */
final class Inflation {
  private static final int GZIP = 0x1f8b;
  private static final int GZIP_HEADER = 10;
  private static final int DEFLATE = 8;
  private static final int HAS_CHECKSUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;

  private final int most;
  private final Inflater zlib = new Inflater();
  private final Inflater raw = new Inflater(true);
  private final byte[] buffer;
  private @Nullable HepFault fault;

  /** Inflates to at most so many bytes. */
  Inflation(int most) {
    this.most = most;
    this.buffer = new byte[most + 1];
  }

  /** The payload of {@code bytes[at, at + length)}; null when there is a {@link #fault}. */
  byte @Nullable [] inflate(byte[] bytes, int at, int length) {
    fault = null;
    int end = at + length;
    if (length >= 2 && NetworkOrder.u16(bytes, at) == GZIP) {
      int data = gzipData(bytes, at, end);
      return data < 0 ? broken() : inflate(raw, bytes, data, end);
    }
    return inflate(zlib, bytes, at, end);
  }

  /** Why there is none. */
  HepFault fault() {
    return fault == null ? HepFault.COMPRESSION_BROKEN : fault;
  }

  private byte @Nullable [] broken() {
    fault = HepFault.COMPRESSION_BROKEN;
    return null;
  }

  private byte @Nullable [] inflate(Inflater inflater, byte[] bytes, int from, int end) {
    inflater.reset();
    inflater.setInput(bytes, from, end - from);
    try {
      int filled = 0;
      while (filled < buffer.length && !inflater.finished()) {
        int more = inflater.inflate(buffer, filled, buffer.length - filled);
        if (more == 0 && !inflater.finished()) {
          return broken(); // it ends too early, or wants a dictionary
        }
        filled += more;
      }
      if (filled > most) {
        fault = HepFault.INFLATES_TOO_FAR;
        return null;
      }
      return filled == 0 ? broken() : Arrays.copyOf(buffer, filled);
    } catch (DataFormatException e) {
      return broken();
    }
  }

  /**
   * Where the data begins behind gzip's header; -1 where that is no such header.
   *
   * <pre>
   * 1f 8b, method, flags, time u32, 2 bytes; then by the flags: extra (u16 length little-endian),
   * name and comment (each to a 0), checksum u16
   * </pre>
   */
  private static int gzipData(byte[] bytes, int at, int end) {
    if (end - at < GZIP_HEADER || bytes[at + 2] != DEFLATE) {
      return -1;
    }
    int flags = bytes[at + 3];
    int data = at + GZIP_HEADER;
    if ((flags & HAS_EXTRA) != 0) {
      if (end - data < 2) {
        return -1;
      }
      data += 2 + NetworkOrder.u8(bytes, data) + (NetworkOrder.u8(bytes, data + 1) << 8);
    }
    if ((flags & HAS_NAME) != 0) {
      data = behindZero(bytes, data, end);
    }
    if ((flags & HAS_COMMENT) != 0) {
      data = behindZero(bytes, data, end);
    }
    data += (flags & HAS_CHECKSUM) == 0 ? 0 : 2;
    return data < end ? data : -1;
  }

  private static int behindZero(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end && bytes[i] != 0) {
      i++;
    }
    return i + 1;
  }
}
