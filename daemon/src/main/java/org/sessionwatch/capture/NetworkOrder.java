package org.sessionwatch.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whole numbers in network byte order (big-endian) inside a byte array.
 *
 * <p>The caller has checked that the bytes are there. View handles, because HotSpot turns each of
 * these into one load and one byte swap.
 */
public final class NetworkOrder {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private NetworkOrder() {}

  /** The byte at {@code at}, 0 to 255. */
  public static int u8(byte[] bytes, int at) {
    return bytes[at] & 0xff;
  }

  /** The two bytes from {@code at} on, 0 to 65535. */
  public static int u16(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at) & 0xffff;
  }

  /** The four bytes from {@code at} on, 0 to 2^32-1. */
  public static long u32(byte[] bytes, int at) {
    return Integer.toUnsignedLong((int) INT.get(bytes, at));
  }

  /** The four bytes from {@code at} on, to be compared bit by bit. */
  public static int bits32(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  /** The eight bytes from {@code at} on, to be compared bit by bit. */
  public static long bits64(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** Writes the eight bytes of {@code bits} from {@code at} on. */
  public static void putBits64(byte[] bytes, int at, long bits) {
    LONG.set(bytes, at, bits);
  }
}
