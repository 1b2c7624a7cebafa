package org.sessionwatch.capture.pcap;

import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.hep.HepEncoder;
import org.sessionwatch.capture.stream.WebSocketBytes;

/** Writes what one recording holds in other ways, for tests. */
public final class Conversions {
  private static final int RAW = 101;
  private static final int SYN = 2;
  private static final int ACK = 16;
  private static final InetSocketAddress AGENT = new InetSocketAddress("127.0.0.1", 33_333);
  private static final InetSocketAddress COLLECTOR = new InetSocketAddress("127.0.0.1", 9_060);

  private final Random random = new Random(4028);
  private final PcapFile pcap = PcapFile.of(RAW);
  private final Map<String, Integer> sequences = new HashMap<>();

  private Conversions() {}

  /** Which TCP segments come. */
  public enum Syn {
    CAPTURED,
    /** The recording begins in the middle of all streams. */
    NOT_CAPTURED
  }

  private record Sent(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {}

  private static Sent sent(CapturedMessage message) {
    if (message.source().captureId() == 0) {
      return new Sent(
          Objects.requireNonNull(message.from()),
          Objects.requireNonNull(message.to()),
          message.sip());
    }
    byte[] hep = new HepEncoder(null).encode(message, message.capturedAtUs());
    return new Sent(AGENT, COLLECTOR, Objects.requireNonNull(hep));
  }

  /** Over UDP in pcapng of this byte order, from two interfaces of different resolution. */
  public static byte[] pcapng(List<CapturedMessage> messages, ByteOrder order) {
    PcapngFile file = new PcapngFile(order).interfaceOf(RAW, 9, 0).interfaceOf(1);
    for (CapturedMessage message : messages) {
      Sent sent = sent(message);
      byte[] packet = Packets.udp(sent.from(), sent.to(), sent.bytes());
      if (message.source().captureId() == 0) {
        file.packet(0, message.capturedAtUs() * 1_000, packet);
      } else {
        file.packet(1, message.capturedAtUs(), PcapFile.vlan(packet));
      }
    }
    return file.bytes();
  }

  /** Over UDP in fragments, the last one first. */
  public static byte[] fragments(List<CapturedMessage> messages) {
    Conversions to = new Conversions();
    int id = 0;
    for (CapturedMessage message : messages) {
      Sent sent = sent(message);
      List<byte[]> parts = Packets.udpFragments(sent.from(), sent.to(), sent.bytes(), id++, 160);
      Collections.reverse(parts);
      parts.forEach(part -> to.frame(message, part));
    }
    return to.pcap.bytes();
  }

  /** Over TCP: split at random, the pieces out of order, some of them twice. */
  public static byte[] tcp(List<CapturedMessage> messages, Syn syn) {
    Conversions to = new Conversions();
    for (CapturedMessage message : messages) {
      Sent sent = sent(message);
      to.open(message, sent, syn, new byte[0]);
      to.stream(message, sent.from(), sent.to(), sent.bytes());
    }
    return to.pcap.bytes();
  }

  /** Over WebSocket: clients are those who do not send from this port. */
  public static byte[] webSocket(List<CapturedMessage> messages, Syn syn, int serverPort) {
    Conversions to = new Conversions();
    for (CapturedMessage message : messages) {
      if (message.source().captureId() == 0) {
        Sent sent = sent(message);
        boolean client = sent.from().getPort() != serverPort;
        to.open(message, sent, syn, upgrade(client));
        byte[] frame = WebSocketBytes.message(sent.bytes(), client);
        to.stream(message, sent.from(), sent.to(), frame);
      }
    }
    return to.pcap.bytes();
  }

  private static byte[] upgrade(boolean client) {
    String first = client ? "GET / HTTP/1.1" : "HTTP/1.1 101 Switching Protocols";
    return (first + "\r\nUpgrade: websocket\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private void open(CapturedMessage message, Sent sent, Syn syn, byte[] greeting) {
    String key = sent.from() + ">" + sent.to();
    if (sequences.containsKey(key)) {
      return;
    }
    int first = random.nextInt();
    sequences.put(key, first);
    if (syn == Syn.CAPTURED) {
      frame(message, Packets.tcp(sent.from(), sent.to(), first - 1, SYN, new byte[0]));
      stream(message, sent.from(), sent.to(), greeting);
    }
  }

  private void stream(
      CapturedMessage message, InetSocketAddress from, InetSocketAddress to, byte[] bytes) {
    int sequence = Objects.requireNonNull(sequences.get(from + ">" + to));
    List<byte[]> segments = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(500));
      byte[] part = Arrays.copyOfRange(bytes, at, end);
      byte[] segment = Packets.tcp(from, to, sequence + at, ACK, part);
      segments.add(segment);
      if (random.nextInt(3) == 0) {
        segments.add(segment);
      }
      at = end;
    }
    Collections.shuffle(segments, random);
    segments.forEach(segment -> frame(message, segment));
    sequences.put(from + ">" + to, sequence + bytes.length);
  }

  private void frame(CapturedMessage message, byte[] packet) {
    long timeUs = message.capturedAtUs();
    pcap.frame(timeUs / 1_000_000, (int) (timeUs % 1_000_000), packet);
  }
}
