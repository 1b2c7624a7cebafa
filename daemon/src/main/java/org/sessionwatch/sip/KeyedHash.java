package org.sessionwatch.sip;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * SipHash-1-3 (Aumasson and Bernstein, 2012) under a key that nobody else knows: whoever makes up
 * Call-IDs cannot choose them so that they all come to the same place of a table.
 */
public final class KeyedHash {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long key0;
  private final long key1;

  /** One with a key of its own. */
  public KeyedHash() {
    this(UUID.randomUUID()); // 122 bits of the system's generator
  }

  private KeyedHash(UUID random) {
    this(random.getMostSignificantBits(), random.getLeastSignificantBits());
  }

  /** One with a known key, for tests. */
  KeyedHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** The hash of bytes of any length. */
  public long of(byte[] bytes) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int whole = bytes.length & -Long.BYTES;
    // One round a word, then one for the rest and the length, then three.
    for (int at = 0; at <= whole + 3 * Long.BYTES; at += Long.BYTES) {
      long word = at < whole ? (long) WORDS.get(bytes, at) : at == whole ? last(bytes, whole) : 0;
      v2 ^= at == whole + Long.BYTES ? 0xff : 0;
      v3 ^= word;
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /** The bytes behind the last whole word, and the length's lowest byte as the highest. */
  private static long last(byte[] bytes, int start) {
    long word = (long) bytes.length << 56;
    for (int i = start; i < bytes.length; i++) {
      word |= (bytes[i] & 0xffL) << Byte.SIZE * (i - start);
    }
    return word;
  }
}
