package org.sessionwatch.capture.hep;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.config.Secret;

/** Writes HEP3, in Kamailio's order of chunks. */
public final class HepEncoder {
  /** Both of HEP3's lengths are 16 bits wide. */
  public static final int LONGEST = 0xffff;

  private static final byte[] MAGIC = {'H', 'E', 'P', '3'};
  private static final int TOTAL_LENGTH_AT = 4;
  private static final byte FAMILY_IPV4 = 2;
  private static final byte FAMILY_IPV6 = 10;
  private static final byte UDP = 17;
  private static final byte SIP = 1;

  /** All chunks but the texts and the SIP message, with IPv6 addresses, and some to spare. */
  private static final int FIXED_PART = 160;

  private final byte @Nullable [] authKey;

  /**
   * An encoder, for any number of threads.
   *
   * @param authKey the key to put into every datagram; null for none
   */
  public HepEncoder(@Nullable Secret authKey) {
    this.authKey = authKey == null ? null : authKey.value().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * One message as a HEP3 datagram.
   *
   * @param capturedAtUs the time of capture to write, microseconds since the epoch
   * @return the datagram; null when the message is too long for HEP3 ({@link #LONGEST})
   */
  public byte @Nullable [] encode(CapturedMessage message, long capturedAtUs) {
    byte[] name = bytesOf(message.source().nodeName());
    int keyLength = authKey == null ? 0 : authKey.length;
    ByteBuffer out =
        ByteBuffer.allocate(FIXED_PART + keyLength + name.length + message.sip().length);
    out.put(MAGIC).putShort((short) 0);
    putAddresses(out, message.from(), message.to());
    chunk(out, HepChunk.SECONDS, 4).putInt((int) (capturedAtUs / 1_000_000));
    chunk(out, HepChunk.MICROSECONDS, 4).putInt((int) (capturedAtUs % 1_000_000));
    chunk(out, HepChunk.PROTOCOL, 1).put(SIP);
    chunk(out, HepChunk.CAPTURE_ID, 4).putInt((int) message.source().captureId());
    if (authKey != null) {
      chunk(out, HepChunk.AUTH_KEY, authKey.length).put(authKey);
    }
    if (name.length > 0) {
      chunk(out, HepChunk.NODE_NAME, name.length).put(name);
    }
    chunk(out, HepChunk.PAYLOAD, message.sip().length).put(message.sip());
    if (out.position() > LONGEST) {
      return null;
    }
    out.putShort(TOTAL_LENGTH_AT, (short) out.position());
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] bytesOf(@Nullable String text) {
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  /** HEP3 has one family for both ends, so both are there or none is. */
  private static void putAddresses(
      ByteBuffer out, @Nullable InetSocketAddress from, @Nullable InetSocketAddress to) {
    if (from == null || to == null) {
      return;
    }
    boolean ipv4 =
        from.getAddress() instanceof Inet4Address && to.getAddress() instanceof Inet4Address;
    chunk(out, HepChunk.ADDRESS_FAMILY, 1).put(ipv4 ? FAMILY_IPV4 : FAMILY_IPV6);
    chunk(out, HepChunk.IP_PROTOCOL, 1).put(UDP);
    putAddress(out, ipv4 ? HepChunk.IPV4_SOURCE : HepChunk.IPV6_SOURCE, from);
    putAddress(out, ipv4 ? HepChunk.IPV4_DESTINATION : HepChunk.IPV6_DESTINATION, to);
    chunk(out, HepChunk.SOURCE_PORT, 2).putShort((short) from.getPort());
    chunk(out, HepChunk.DESTINATION_PORT, 2).putShort((short) to.getPort());
  }

  private static void putAddress(ByteBuffer out, int type, InetSocketAddress address) {
    byte[] raw = address.getAddress().getAddress();
    int length = HepChunk.valueLength(type);
    chunk(out, type, length);
    if (raw.length < length) {
      out.putLong(0).putInt(0xffff); // an IPv4 address mapped into IPv6
    }
    out.put(raw);
  }

  private static ByteBuffer chunk(ByteBuffer out, int type, int valueLength) {
    return out.putShort((short) 0)
        .putShort((short) type)
        .putShort((short) (HepChunk.HEADER_LENGTH + valueLength));
  }
}
