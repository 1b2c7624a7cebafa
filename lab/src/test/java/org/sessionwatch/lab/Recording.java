package org.sessionwatch.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the parties really said, read from the lab's capture of the wire by other code than the
 * daemon's. Knows what tcpdump writes on Linux's loopback, no more: Ethernet, IPv4 and IPv6, UDP,
 * microseconds.
 */
final class Recording {
  private static final int MAGIC = 0xa1b2c3d4;
  private static final int FILE_HEADER = 24;
  private static final int ETHERNET_HEADER = 14;
  private static final int IPV6_HEADER = 40;
  private static final int UDP_HEADER = 8;

  private final List<SipPacket> packets;

  private Recording(List<SipPacket> packets) {
    this.packets = packets;
  }

  static Recording read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.getInt(0) != MAGIC) {
        throw new AssertionError(file + " is not a capture as tcpdump writes it here");
      }
      bytes.position(FILE_HEADER);
      List<SipPacket> packets = new ArrayList<>();
      while (bytes.hasRemaining()) {
        Instant at = Instant.ofEpochSecond(bytes.getInt()).plus(bytes.getInt(), ChronoUnit.MICROS);
        int length = bytes.getInt();
        bytes.getInt(); // the length on the wire, the same here
        packets.add(packet(at, bytes.slice(bytes.position(), length).order(ByteOrder.BIG_ENDIAN)));
        bytes.position(bytes.position() + length);
      }
      return new Recording(packets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SipPacket packet(Instant at, ByteBuffer frame) {
    int version = frame.get(ETHERNET_HEADER) >> 4;
    int words = frame.get(ETHERNET_HEADER) & 0x0f;
    int udp = ETHERNET_HEADER + (version == 6 ? IPV6_HEADER : 4 * words);
    int payload = udp + UDP_HEADER;
    int length = Short.toUnsignedInt(frame.getShort(udp + 4)) - UDP_HEADER;
    String text =
        new String(frame.array(), frame.arrayOffset() + payload, length, StandardCharsets.UTF_8);
    return new SipPacket(at, Short.toUnsignedInt(frame.getShort(udp)), text);
  }

  /** All messages in order. */
  List<SipPacket> all() {
    return packets;
  }

  /** The messages of one call in order; through a proxy each comes once a hop. */
  List<SipPacket> call(String callId) {
    return packets.stream().filter(p -> p.header("Call-ID").orElse("").equals(callId)).toList();
  }

  /** The Call-IDs of the calls whose INVITE came from this port. */
  List<String> callsFrom(int port) {
    return packets.stream()
        .filter(p -> p.isRequest("INVITE") && p.fromPort() == port)
        .flatMap(p -> p.header("Call-ID").stream())
        .distinct()
        .toList();
  }

  /** The first message of a call for which this holds. */
  SipPacket first(String callId, Predicate<SipPacket> condition) {
    return call(callId).stream()
        .filter(condition)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such message in the call " + callId));
  }

  /** When the call was established: its first 2xx to INVITE. */
  Instant established(String callId) {
    return first(callId, p -> p.isAnswer(200, "INVITE")).at();
  }
}
