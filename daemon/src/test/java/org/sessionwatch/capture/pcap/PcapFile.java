package org.sessionwatch.capture.pcap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingException;

/** Writes capture files for tests, of every byte order, resolution and link type. */
final class PcapFile {
  static final int ETHERNET = 1;
  static final int LINUX_COOKED = 113;
  static final int LINUX_COOKED_2 = 276;

  private final ByteOrder order;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A file in this byte order, its times in this resolution. */
  PcapFile(ByteOrder order, boolean nanos, int link) {
    this.order = order;
    ByteBuffer header = ByteBuffer.allocate(24).order(order);
    header.putInt(nanos ? 0xa1b23c4d : 0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    header.putInt(0).putInt(0).putInt(262144).putInt(link);
    out.writeBytes(header.array());
  }

  static PcapFile of(int link) {
    return new PcapFile(ByteOrder.LITTLE_ENDIAN, false, link);
  }

  PcapFile frame(long seconds, int fraction, byte[] frame) {
    return cutFrame(seconds, fraction, frame, frame.length);
  }

  /** A frame of which the capture kept the beginning alone. */
  PcapFile cutFrame(long seconds, int fraction, byte[] frame, int kept) {
    ByteBuffer header = ByteBuffer.allocate(16).order(order);
    header.putInt((int) seconds).putInt(fraction).putInt(kept).putInt(frame.length);
    out.writeBytes(header.array());
    out.write(frame, 0, kept);
    return this;
  }

  /** A record that may lie about its length. */
  PcapFile record(int captured) {
    ByteBuffer header = ByteBuffer.allocate(16).order(order);
    header.putInt(1).putInt(1).putInt(captured).putInt(captured);
    out.writeBytes(header.array());
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  PcapReader open() throws RecordingException {
    return open(bytes());
  }

  static PcapReader open(byte[] bytes) throws RecordingException {
    return PcapReader.open(new ByteFeed(new ByteArrayInputStream(bytes), "test.pcap"));
  }

  static byte[] ethernet(byte[] ip) {
    return join("000000000000 000000000000" + etherType(ip), ip);
  }

  static byte[] vlan(byte[] ip) {
    return join("000000000000 000000000000 88a8 0064 8100 0065" + etherType(ip), ip);
  }

  static byte[] cooked(byte[] ip) {
    return join("0000 0001 0006 0000000000000000" + etherType(ip), ip);
  }

  static byte[] cooked2(byte[] ip) {
    return join(etherType(ip) + "0000 00000001 0001 00 06 0000000000000000", ip);
  }

  /** The address family in little-endian, as x86 has it. */
  static byte[] bsdLoopback(byte[] ip) {
    return join(isIpv4(ip) ? "02000000" : "1e000000", ip);
  }

  static byte[] openBsdLoopback(byte[] ip) {
    return join(isIpv4(ip) ? "00000002" : "0000001e", ip);
  }

  static byte[] ipv4(byte[] udp) {
    return ipv4(udp, "4000", 17);
  }

  static byte[] ipv4(byte[] payload, String fragment, int protocol) {
    ByteBuffer ip = ByteBuffer.allocate(20 + payload.length);
    ip.put(hex("4500")).putShort((short) ip.capacity()).put(hex("1b74" + fragment + "40"));
    ip.put((byte) protocol).put(hex("0000 0a000001 0a000002")).put(payload);
    return ip.array();
  }

  static byte[] ipv6(byte[] udp) {
    return ipv6(udp, 17);
  }

  static byte[] ipv6(byte[] payload, int nextHeader) {
    ByteBuffer ip = ByteBuffer.allocate(40 + payload.length);
    ip.put(hex("60000000")).putShort((short) payload.length).put((byte) nextHeader).put((byte) 64);
    ip.put(address("2001:db8::1")).put(address("2001:db8::2")).put(payload);
    return ip.array();
  }

  /** From port 5060 to port 5070. */
  static byte[] udp(byte[] payload) {
    ByteBuffer udp = ByteBuffer.allocate(8 + payload.length);
    udp.putShort((short) 5060).putShort((short) 5070).putShort((short) udp.capacity());
    return udp.putShort((short) 0).put(payload).array();
  }

  static byte[] udp(String payload) {
    return udp(payload.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] join(String hex, byte[] rest) {
    byte[] first = hex(hex);
    return ByteBuffer.allocate(first.length + rest.length).put(first).put(rest).array();
  }

  private static String etherType(byte[] ip) {
    return isIpv4(ip) ? "0800" : "86dd";
  }

  private static boolean isIpv4(byte[] ip) {
    return ip[0] >> 4 == 4;
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] address(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(address, e);
    }
  }
}
