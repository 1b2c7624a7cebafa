package org.sessionwatch.capture.hep;

import static org.sessionwatch.capture.NetworkOrder.bits32;
import static org.sessionwatch.capture.NetworkOrder.u16;
import static org.sessionwatch.capture.NetworkOrder.u32;
import static org.sessionwatch.capture.NetworkOrder.u8;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.SipStart;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.capture.siptrace.SiptraceMessage;
import org.sessionwatch.capture.siptrace.SiptraceReader;
import org.sessionwatch.config.Secret;

/**
 * Reads HEP, version 3 and the older ones ({@link OlderHep}), and the plain SIP that Kamailio's
 * siptrace sends to the same port ({@link SiptraceReader}), each told by its first bytes.
 *
 * <pre>
 * "HEP3" u16 total length, then chunks: u16 vendor, u16 type, u16 length, value
 * </pre>
 *
 * All big-endian; both lengths count from their own start, so neither can be below 6. Chunks come
 * in any order. Those of vendors other than 0 and of unknown types are skipped, and whatever
 * follows the total length is ignored.
 *
 * <p>Hostile bytes give a {@link HepDatagram.Faulty}; nothing here throws, and each step goes
 * forward by at least a chunk's header, so nothing loops.
 *
 * <p>It keeps what it has read in fields rather than in objects, so one decoder serves one thread.
 */
public final class HepDecoder {
  private static final int MAGIC = 0x48455033; // "HEP3"
  private static final int MESSAGE_HEADER_LENGTH = 6;
  private static final int SIP = 1;

  /** A message that was not compressed can be no longer. */
  private static final int MOST_INFLATED = 1 << 16;

  private final byte @Nullable [] authKey;
  private final int mostInflated;
  private final SocketAddresses addresses = new SocketAddresses();
  private final SiptraceReader siptrace = new SiptraceReader(addresses);
  private final Endpoint source = new Endpoint();
  private final Endpoint destination = new Endpoint();

  private long seconds;
  private long microseconds;
  private int protocol;
  private long captureId;
  private int compressedAt;
  private int compressedLength;
  private int keyAt;
  private int keyLength;
  private int payloadAt;
  private int payloadLength;
  private @Nullable Inflation inflation;
  private @Nullable String nodeName;
  private @Nullable String lastNodeName;
  private byte[] lastNodeNameBytes = {};

  /**
   * A decoder for one thread.
   *
   * @param authKey the key that every datagram must carry; null when none is asked for
   */
  public HepDecoder(@Nullable Secret authKey) {
    this(authKey, MOST_INFLATED);
  }

  /**
   * A decoder for one thread.
   *
   * @param authKey the key that every datagram must carry; null when none is asked for
   * @param mostInflated how many bytes a compressed payload may inflate to
   */
  HepDecoder(@Nullable Secret authKey, int mostInflated) {
    this.authKey = authKey == null ? null : authKey.value().getBytes(StandardCharsets.UTF_8);
    this.mostInflated = mostInflated;
  }

  /** Whether {@code bytes[from, to)} starts like HEP3. */
  public static boolean isHep3(byte[] bytes, int from, int to) {
    return to - from >= 4 && bits32(bytes, from) == MAGIC;
  }

  /** Whether {@code bytes[from, to)} is HEP of any version, the older ones with SIP inside. */
  public static boolean recognises(byte[] bytes, int from, int to) {
    return isHep3(bytes, from, to) || OlderHep.isSip(bytes, from, to);
  }

  /**
   * Reads one datagram, {@code bytes[from, to)}, and keeps nothing of the array.
   *
   * @param receivedAtUs when it came, microseconds since the epoch: the time of capture where the
   *     datagram has none
   */
  public HepDatagram decode(byte[] bytes, int from, int to, long receivedAtUs) {
    if (!isHep3(bytes, from, to)) {
      return OlderHep.looksLike(bytes, from, to)
          ? older(bytes, from, to, receivedAtUs)
          : withoutHep(bytes, from, to, receivedAtUs);
    }
    if (to - from < MESSAGE_HEADER_LENGTH) {
      return new HepDatagram.Faulty(HepFault.TOTAL_LENGTH_PAST_END, 4);
    }
    int total = u16(bytes, from + 4);
    if (total < MESSAGE_HEADER_LENGTH) {
      return new HepDatagram.Faulty(HepFault.TOTAL_LENGTH_TOO_SHORT, 4);
    }
    if (total > to - from) {
      return new HepDatagram.Faulty(HepFault.TOTAL_LENGTH_PAST_END, 4);
    }
    forget();
    HepDatagram faulty = readChunks(bytes, from, from + total);
    return faulty != null ? faulty : conclude(bytes, from, receivedAtUs);
  }

  /** SIP has no place for a key of ours, so where one is asked for it is refused. */
  private HepDatagram withoutHep(byte[] bytes, int from, int to, long receivedAtUs) {
    if (!SipStart.isSip(bytes, from, to)) {
      return new HepDatagram.Faulty(from == to ? HepFault.EMPTY : HepFault.NOT_HEP, 0);
    }
    if (authKey != null) {
      return new HepDatagram.Faulty(HepFault.KEY_MISSING, 0);
    }
    SiptraceMessage message = siptrace.read(bytes, from, to);
    return new HepDatagram.Sip(
        0,
        null,
        message.capturedAtUs() == 0 ? receivedAtUs : message.capturedAtUs(),
        message.from(),
        message.to(),
        message.sip());
  }

  /** The older versions have no place for a key, so where one is asked for they are refused. */
  private HepDatagram older(byte[] bytes, int from, int to, long receivedAtUs) {
    return authKey == null
        ? OlderHep.decode(bytes, from, to, receivedAtUs, addresses)
        : new HepDatagram.Faulty(HepFault.KEY_MISSING, 0);
  }

  private void forget() {
    source.forget();
    destination.forget();
    seconds = 0;
    microseconds = 0;
    // An agent that does not say what it mirrors is one that mirrors SIP alone.
    protocol = SIP;
    captureId = 0;
    compressedAt = -1;
    keyAt = -1;
    payloadAt = -1;
    nodeName = null;
  }

  private @Nullable HepDatagram readChunks(byte[] bytes, int from, int end) {
    int at = from + MESSAGE_HEADER_LENGTH;
    while (at < end) {
      if (end - at < HepChunk.HEADER_LENGTH) {
        return new HepDatagram.Faulty(HepFault.CHUNK_HEADER_CUT, at - from);
      }
      int length = u16(bytes, at + 4);
      if (length < HepChunk.HEADER_LENGTH) {
        return new HepDatagram.Faulty(HepFault.CHUNK_LENGTH_TOO_SHORT, at + 4 - from);
      }
      if (length > end - at) {
        return new HepDatagram.Faulty(HepFault.CHUNK_PAST_END, at + 4 - from);
      }
      boolean generic = u16(bytes, at) == 0;
      if (generic
          && !readValue(
              bytes,
              u16(bytes, at + 2),
              at + HepChunk.HEADER_LENGTH,
              length - HepChunk.HEADER_LENGTH)) {
        return new HepDatagram.Faulty(HepFault.VALUE_LENGTH_WRONG, at + 4 - from);
      }
      at += length;
    }
    return null;
  }

  /** False when the value has not the length of its type. */
  private boolean readValue(byte[] bytes, int type, int at, int length) {
    int expected = HepChunk.valueLength(type);
    if (expected != HepChunk.ANY_LENGTH && expected != length) {
      return false;
    }
    switch (type) {
      case HepChunk.IPV4_SOURCE -> source.ipv4(bytes, at);
      case HepChunk.IPV4_DESTINATION -> destination.ipv4(bytes, at);
      case HepChunk.IPV6_SOURCE -> source.ipv6(bytes, at);
      case HepChunk.IPV6_DESTINATION -> destination.ipv6(bytes, at);
      case HepChunk.SOURCE_PORT -> source.port(u16(bytes, at));
      case HepChunk.DESTINATION_PORT -> destination.port(u16(bytes, at));
      case HepChunk.SECONDS -> seconds = u32(bytes, at);
      case HepChunk.MICROSECONDS -> microseconds = u32(bytes, at);
      case HepChunk.PROTOCOL -> protocol = u8(bytes, at);
      case HepChunk.CAPTURE_ID -> captureId = u32(bytes, at);
      case HepChunk.AUTH_KEY -> {
        keyAt = at;
        keyLength = length;
      }
      case HepChunk.PAYLOAD -> {
        payloadAt = at;
        payloadLength = length;
      }
      case HepChunk.COMPRESSED_PAYLOAD -> {
        compressedAt = at;
        compressedLength = length;
      }
      case HepChunk.NODE_NAME -> nodeName = nodeName(bytes, at, length);
      default -> {}
    }
    return true;
  }

  /** A feed has one name, so the last one is kept rather than made anew for each message. */
  private @Nullable String nodeName(byte[] bytes, int at, int length) {
    byte[] last = lastNodeNameBytes;
    if (!Arrays.equals(bytes, at, at + length, last, 0, last.length)) {
      lastNodeNameBytes = Arrays.copyOfRange(bytes, at, at + length);
      lastNodeName = length == 0 ? null : new String(lastNodeNameBytes, StandardCharsets.UTF_8);
    }
    return lastNodeName;
  }

  private HepDatagram conclude(byte[] bytes, int from, long receivedAtUs) {
    if (authKey != null && keyAt < 0) {
      return new HepDatagram.Faulty(HepFault.KEY_MISSING, 0);
    }
    if (authKey != null && !isKey(authKey, bytes, keyAt, keyLength)) {
      return new HepDatagram.Faulty(HepFault.KEY_WRONG, keyAt - from);
    }
    if (protocol != SIP) {
      return new HepDatagram.NotSip(captureId, nodeName, protocol);
    }
    byte[] sip = payload(bytes);
    if (sip == null) {
      return noPayload(from);
    }
    return new HepDatagram.Sip(
        captureId,
        nodeName,
        seconds == 0 ? receivedAtUs : seconds * 1_000_000 + microseconds,
        source.address(addresses),
        destination.address(addresses),
        sip);
  }

  private byte @Nullable [] payload(byte[] bytes) {
    if (payloadAt >= 0 && payloadLength > 0) {
      return Arrays.copyOfRange(bytes, payloadAt, payloadAt + payloadLength);
    }
    if (compressedAt < 0) {
      return null;
    }
    if (inflation == null) {
      inflation = new Inflation(mostInflated); // most feeds never need it
    }
    return inflation.inflate(bytes, compressedAt, compressedLength);
  }

  private HepDatagram noPayload(int from) {
    return compressedAt < 0 || inflation == null
        ? new HepDatagram.Faulty(HepFault.NO_PAYLOAD, MESSAGE_HEADER_LENGTH)
        : new HepDatagram.Faulty(inflation.fault(), compressedAt - from);
  }

  /** Takes as long for a key that is wrong in its first byte as for one wrong in its last. */
  private static boolean isKey(byte[] key, byte[] bytes, int at, int length) {
    int difference = key.length ^ length;
    for (int i = 0; i < length; i++) {
      difference |= bytes[at + i] ^ (key.length == 0 ? 0 : key[i % key.length]);
    }
    return difference == 0;
  }
}
