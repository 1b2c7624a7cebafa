package org.sessionwatch.capture.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;

/** TCP segments in frames, as far as IP and the link matter. */
class TcpInCapturesTest {
  private static final int SYN = 2;
  private static final int ACK = 16;
  private static final String SIP = "BYE sip:a@b SIP/2.0\r\nCall-ID: a\r\nl: 0\r\n\r\n";
  private static final byte[] BYTES = SIP.getBytes(StandardCharsets.UTF_8);

  private static InetSocketAddress from(String address) {
    return new InetSocketAddress(address, 40_000);
  }

  private static InetSocketAddress to(String from) {
    return new InetSocketAddress(from.contains(":") ? "2001:db8::2" : "10.0.0.2", 5060);
  }

  private static byte[] tcp(String address, int sequence, int flags, byte[] payload) {
    return Packets.tcp(from(address), to(address), sequence, flags, payload);
  }

  private static List<CapturedMessage> all(PcapReader reader) throws RecordingException {
    List<CapturedMessage> messages = new ArrayList<>();
    for (CapturedMessage m = reader.next(); m != null; m = reader.next()) {
      messages.add(m);
    }
    return messages;
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "2001:db8::1"})
  void padding_of_short_frames_is_not_part_of_the_stream(String address) throws RecordingException {
    byte[] syn = PcapFile.ethernet(tcp(address, 99, SYN, new byte[0]));
    byte[] half = PcapFile.ethernet(tcp(address, 100, ACK, Arrays.copyOf(BYTES, 10)));
    byte[] rest = tcp(address, 110, ACK, Arrays.copyOfRange(BYTES, 10, BYTES.length));
    PcapReader reader =
        PcapFile.of(PcapFile.ETHERNET)
            .frame(1, 0, Arrays.copyOf(syn, syn.length + 6))
            .frame(1, 1, Arrays.copyOf(half, half.length + 6))
            .frame(1, 2, PcapFile.vlan(rest))
            .open();
    assertThat(all(reader))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.sip()).isEqualTo(BYTES);
              assertThat(message.from()).isEqualTo(from(address));
              assertThat(message.to()).isEqualTo(to(address));
              assertThat(message.capturedAtUs()).isEqualTo(1_000_002);
            });
    assertThat(reader.counts()).isEqualTo(new RecordingCounts(3, 1, 0, 0, 1, 0, 0, 2, 0));
  }

  /** What the sender's capture shows where the network card cuts packets to size. */
  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "2001:db8::1"})
  void a_packet_without_length_goes_to_the_frames_end(String address) throws RecordingException {
    byte[] packet = tcp(address, 100, ACK, BYTES);
    ByteBuffer.wrap(packet).putShort(address.contains(":") ? 4 : 2, (short) 0);
    assertThat(all(PcapFile.of(101).frame(1, 0, packet).open())).hasSize(1);
  }

  @Test
  void a_cut_frame_is_a_gap() throws RecordingException {
    byte[] packet = tcp("10.0.0.1", 100 + BYTES.length, ACK, BYTES);
    PcapReader reader =
        PcapFile.of(101)
            .frame(1, 0, tcp("10.0.0.1", 100, ACK, BYTES))
            .cutFrame(1, 1, packet, packet.length - 5)
            .frame(1, 2, tcp("10.0.0.1", 100 + 2 * BYTES.length, ACK, BYTES))
            .open();
    assertThat(all(reader)).hasSize(2);
    assertThat(reader.counts().gaps()).isEqualTo(1);
    assertThat(reader.warning())
        .isEqualTo("test.pcap: gaps in TCP streams with SIP, whose segments it lacks: 1");
  }

  @Test
  void compressed_web_socket_messages_are_told_of() throws RecordingException {
    byte[] consent =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
    byte[] compressed = {(byte) 0xc1, 3, 1, 2, 3};
    PcapReader reader =
        PcapFile.of(101)
            .frame(1, 0, tcp("10.0.0.1", 99, SYN, new byte[0]))
            .frame(1, 0, tcp("10.0.0.1", 100, ACK, consent))
            .frame(1, 0, tcp("10.0.0.1", 100 + consent.length, ACK, compressed))
            .open();
    assertThat(all(reader)).isEmpty();
    assertThat(reader.counts().malformed()).isEqualTo(1);
    assertThat(reader.warning())
        .isEqualTo(
            "test.pcap: compressed WebSocket messages (permessage-deflate) that were not read: 1;"
                + " turn compression off in the server");
  }

  /** Headers of every wrong kind: nothing throws. */
  @Test
  void every_cut_of_a_segment_is_survived() throws RecordingException {
    for (String address : List.of("10.0.0.1", "2001:db8::1")) {
      byte[] packet = tcp(address, 100, ACK, BYTES);
      for (int kept = 0; kept <= packet.length; kept++) {
        PcapReader reader = PcapFile.of(101).cutFrame(1, 0, packet, kept).open();
        assertThat(all(reader)).hasSize(kept == packet.length ? 1 : 0);
        for (int value : new int[] {0, 0x40, 0xf0, 0xff}) {
          byte[] wrong = packet.clone();
          wrong[Math.min(kept, packet.length - 1)] = (byte) value;
          assertThat(all(PcapFile.of(101).frame(1, 0, wrong).open())).hasSizeLessThan(2);
        }
      }
    }
  }
}
