package org.sessionwatch.capture.stream;

import static org.sessionwatch.capture.NetworkOrder.bits64;
import static org.sessionwatch.capture.NetworkOrder.u16;
import static org.sessionwatch.capture.NetworkOrder.u8;

import org.jspecify.annotations.Nullable;

/**
 * The header of a WebSocket frame (RFC 6455 section 5.2).
 *
 * <pre>
 * FIN 1 bit, RSV 3 bits, opcode 4 bits; MASK 1 bit, length 7 bits, [16 or 64 bits], [mask 32 bits]
 * </pre>
 *
 * @param first the header's first byte, 0 to 255
 * @param masked whether a client sent it
 * @param headerLength in bytes, the mask included
 * @param length of the payload in bytes; negative where the field is above 2^63
 */
record WebSocketFrame(int first, boolean masked, int headerLength, long length) {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PONG = 10;
  private static final int LONGEST_CONTROL = 125;

  /** A terabyte. Nobody sends that much at once, and sums with less do not wrap around. */
  private static final long LONGEST = 1L << 40;

  /** The header at {@code at}; null while the bytes before {@code to} do not hold all of it. */
  static @Nullable WebSocketFrame read(byte[] bytes, int at, int to) {
    if (to - at < 2) {
      return null;
    }
    int first = u8(bytes, at);
    int shortLength = u8(bytes, at + 1) & 0x7f;
    boolean masked = (u8(bytes, at + 1) & 0x80) != 0;
    int lengthBytes = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
    int headerLength = 2 + lengthBytes + (masked ? 4 : 0);
    if (to - at < headerLength) {
      return null;
    }
    long length =
        switch (lengthBytes) {
          case 2 -> u16(bytes, at + 2);
          case 8 -> bits64(bytes, at + 2);
          default -> shortLength;
        };
    return new WebSocketFrame(first, masked, headerLength, length);
  }

  /** Whether an uncompressed message may begin with a frame whose first byte this is. */
  static boolean mayBegin(byte first) {
    int opcode = first & 0x7f;
    return opcode == TEXT || opcode == BINARY;
  }

  int opcode() {
    return first & 0xf;
  }

  boolean isFinal() {
    return (first & 0x80) != 0;
  }

  /** RSV1, which RFC 7692 uses. */
  boolean isCompressed() {
    return (first & 0x40) != 0;
  }

  boolean isControl() {
    return opcode() >= CLOSE;
  }

  /** Whether no sender may write such a frame. */
  boolean isWrong() {
    boolean reserved = (first & 0x30) != 0 || (opcode() > BINARY && opcode() < CLOSE);
    boolean wrongControl = isControl() && (length > LONGEST_CONTROL || !isFinal());
    return reserved || opcode() > PONG || wrongControl || length < 0 || length > LONGEST;
  }

  /**
   * The payload of the frame at {@code at}, unmasked, as far as it lies before {@code to}.
   *
   * @return a copy
   */
  byte[] payload(byte[] bytes, int at, int to) {
    int from = at + headerLength;
    byte[] payload = new byte[(int) Math.max(0, Math.min(length, to - from))];
    System.arraycopy(bytes, from, payload, 0, payload.length);
    if (masked) {
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= bytes[from - 4 + (i & 3)];
      }
    }
    return payload;
  }
}
