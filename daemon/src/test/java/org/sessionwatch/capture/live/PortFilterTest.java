package org.sessionwatch.capture.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.pcap.Packets;

/** The filter as libpcap itself compiles it, over packets made by hand. */
@Tag("live")
class PortFilterTest {
  private static final int ETHERNET = 1;
  private static final int COOKED = 113;
  private static final int COOKED_2 = 276;
  private static final InetSocketAddress PHONE = new InetSocketAddress("192.0.2.1", 40_000);
  private static final InetSocketAddress PBX = new InetSocketAddress("192.0.2.2", 5062);
  private static final InetSocketAddress PHONE_6 = new InetSocketAddress("2001:db8::1", 40_000);
  private static final InetSocketAddress PBX_6 = new InetSocketAddress("2001:db8::2", 5062);
  private static final byte[] LONG = new byte[4000];

  @BeforeAll
  static void libpcap() throws LiveException {
    Libpcap.load();
  }

  @Test
  void takes_udp_and_tcp_from_and_to_the_ports() {
    for (int tags = 0; tags <= 2; tags++) {
      assertThat(passes(tags, Packets.udp(PHONE, PBX, LONG))).isTrue();
      assertThat(passes(tags, Packets.udp(PBX, PHONE, LONG))).isTrue();
      assertThat(passes(tags, Packets.udp(PHONE_6, PBX_6, LONG))).isTrue();
      assertThat(passes(tags, Packets.tcp(PBX_6, PHONE_6, 1, 16, LONG))).isTrue();
    }
  }

  @Test
  void takes_nothing_else() {
    InetSocketAddress media = new InetSocketAddress("192.0.2.2", 10_000);
    for (int tags = 0; tags <= 2; tags++) {
      assertThat(passes(tags, Packets.udp(PHONE, media, LONG))).isFalse();
      assertThat(passes(tags, Packets.tcp(PHONE, media, 1, 16, LONG))).isFalse();
    }
  }

  @Test
  void takes_every_piece_of_a_fragmented_packet() {
    for (int tags = 0; tags <= 2; tags++) {
      for (byte[] piece : Packets.udpFragments(PHONE, PBX, LONG, 7, 1480)) {
        assertThat(passes(tags, piece)).isTrue();
      }
      for (byte[] piece : Packets.udpFragments(PHONE_6, PBX_6, LONG, 7, 1232)) {
        assertThat(passes(tags, piece)).isTrue();
      }
    }
  }

  @Test
  void is_understood_for_the_interface_any() {
    assertThat(compiles(COOKED)).isTrue();
    assertThat(compiles(COOKED_2)).isTrue();
  }

  private static boolean compiles(int linkType) {
    return !String.valueOf(matches(linkType, new byte[64])).isEmpty();
  }

  /** Whether the packet passes in an Ethernet frame with so many VLAN tags. */
  private static boolean passes(int tags, byte[] packet) {
    ByteBuffer frame = ByteBuffer.allocate(14 + 4 * tags + packet.length);
    frame.put(new byte[12]);
    for (int i = 0; i < tags; i++) {
      frame.putShort((short) 0x8100).putShort((short) 42);
    }
    boolean ipv4 = packet[0] >> 4 == 4;
    frame.putShort((short) (ipv4 ? 0x0800 : 0x86dd)).put(packet);
    return matches(ETHERNET, frame.array());
  }

  private static boolean matches(int linkType, byte[] frame) {
    Pointer handle = Libpcap.pcap_open_dead(linkType, 65_535);
    Memory program = new Memory(16);
    String filter = PortFilter.text(List.of(5060, 5062), linkType);
    assertThat(Libpcap.pcap_compile(handle, program, filter, 1, -1))
        .as(() -> Libpcap.pcap_geterr(handle))
        .isZero();
    Memory header = new Memory(2L * NativeLong.SIZE + 8);
    header.clear();
    header.setInt(2L * NativeLong.SIZE, frame.length);
    header.setInt(2L * NativeLong.SIZE + 4, frame.length);
    Memory bytes = new Memory(frame.length);
    bytes.write(0, frame, 0, frame.length);
    boolean passed = Libpcap.pcap_offline_filter(program, header, bytes) != 0;
    Libpcap.pcap_freecode(program);
    Libpcap.pcap_close(handle);
    return passed;
  }
}
