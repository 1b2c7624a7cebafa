package org.sessionwatch.capture.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.hep.HepEncoder;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;

class PcapReaderTest {
  private static final String SIP =
      "SIP/2.0 200 OK\r\nCall-ID: a@b\r\nCSeq: 1 INVITE\r\nContent-Length: 4\r\n\r\nbody";

  private static final byte[] UDP = PcapFile.udp(SIP);

  private static List<CapturedMessage> all(PcapReader reader) throws RecordingException {
    List<CapturedMessage> messages = new ArrayList<>();
    for (CapturedMessage m = reader.next(); m != null; m = reader.next()) {
      messages.add(m);
    }
    return messages;
  }

  private static String text(CapturedMessage message) {
    return new String(message.sip(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void reads_both_byte_orders_and_resolutions(boolean bigEndian, boolean nanos)
      throws RecordingException {
    ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    PcapReader reader =
        new PcapFile(order, nanos, PcapFile.ETHERNET)
            .frame(
                4_000_000_000L,
                nanos ? 123_456_789 : 123_456,
                PcapFile.ethernet(PcapFile.ipv4(UDP)))
            .open();
    assertThat(all(reader))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.capturedAtUs()).isEqualTo(4_000_000_000_123_456L);
              assertThat(message.receivedAtUs()).isEqualTo(4_000_000_000_123_456L);
              assertThat(message.source()).isEqualTo(new CaptureSource(0, null, "test.pcap"));
              assertThat(message.from()).isEqualTo(new InetSocketAddress("10.0.0.1", 5060));
              assertThat(message.to()).isEqualTo(new InetSocketAddress("10.0.0.2", 5070));
              assertThat(text(message)).isEqualTo(SIP);
            });
    assertThat(reader.warning()).isNull();
  }

  static Stream<Arguments> links() {
    byte[] ipv4 = PcapFile.ipv4(UDP);
    byte[] ipv6 = PcapFile.ipv6(UDP);
    return Stream.of(ipv4, ipv6)
        .flatMap(
            ip ->
                Stream.of(
                    Arguments.of(0, PcapFile.bsdLoopback(ip)),
                    Arguments.of(1, PcapFile.ethernet(ip)),
                    Arguments.of(1, PcapFile.vlan(ip)),
                    Arguments.of(12, ip),
                    Arguments.of(101, ip),
                    Arguments.of(108, PcapFile.openBsdLoopback(ip)),
                    Arguments.of(113, PcapFile.cooked(ip)),
                    Arguments.of(276, PcapFile.cooked2(ip)),
                    Arguments.of(ip == ipv4 ? 228 : 229, ip)));
  }

  @ParameterizedTest
  @MethodSource("links")
  void reads_all_link_types(int link, byte[] frame) throws RecordingException {
    assertThat(all(PcapFile.of(link).frame(1, 1, frame).open()))
        .extracting(PcapReaderTest::text)
        .containsExactly(SIP);
  }

  @ParameterizedTest
  @MethodSource("links")
  void every_cut_of_every_link_type_is_survived(int link, byte[] frame) throws RecordingException {
    int headersEnd = frame.length - "body".length();
    for (int kept = 0; kept < frame.length; kept++) {
      PcapReader reader = PcapFile.of(link).cutFrame(1, 1, frame, kept).open();
      assertThat(all(reader)).as("%d bytes kept", kept).hasSize(kept < headersEnd ? 0 : 1);
      RecordingCounts counts = reader.counts();
      assertThat(counts.frames()).isEqualTo(1);
      assertThat(counts.ignored() + counts.malformed() + counts.sip()).isEqualTo(1);
    }
  }

  @Test
  void refuses_other_link_types() {
    assertThatThrownBy(() -> PcapFile.of(105).open())
        .isInstanceOf(RecordingException.class)
        .hasMessage(
            "test.pcap: frames of link type 105 (byte 20) are not read; capture on Ethernet,"
                + " loopback or \"any\"");
  }

  @Test
  void takes_no_notice_of_padding() throws RecordingException {
    byte[] frame = PcapFile.ethernet(PcapFile.ipv4(UDP));
    byte[] padded = Arrays.copyOf(frame, frame.length + 7);
    assertThat(all(PcapFile.of(PcapFile.ETHERNET).frame(1, 1, padded).open()))
        .extracting(PcapReaderTest::text)
        .containsExactly(SIP);
  }

  @Test
  void walks_over_ipv6_extension_headers() throws RecordingException {
    // Hop-by-hop (8 bytes), routing (16), authentication (12), a fragment header of a whole packet.
    byte[] fragment = PcapFile.join("11 00 0000 00000001", UDP);
    byte[] authentication = PcapFile.join("2c 01 0000 00000000 00000000", fragment);
    byte[] routing = PcapFile.join("33 01 000000000000 0000000000000000", authentication);
    byte[] hopByHop = PcapFile.join("2b 00 000000000000", routing);
    byte[] destination = PcapFile.join("00 00 000000000000", hopByHop);
    assertThat(all(cooked(PcapFile.ipv6(destination, 60))))
        .extracting(PcapReaderTest::text)
        .containsExactly(SIP);
  }

  @Test
  void counts_fragments_of_packets_that_are_not_complete() throws RecordingException {
    byte[] ipv6Fragment = PcapFile.ipv6(PcapFile.join("11 00 0001 00000001", UDP), 44);
    PcapReader reader =
        PcapFile.of(PcapFile.LINUX_COOKED)
            .frame(1, 1, PcapFile.cooked(PcapFile.ipv4(UDP, "2000", 17)))
            .frame(1, 1, PcapFile.cooked(PcapFile.ipv4(UDP, "0010", 17)))
            .frame(1, 1, PcapFile.cooked(ipv6Fragment))
            .open();
    assertThat(all(reader)).isEmpty();
    assertThat(reader.counts()).isEqualTo(new RecordingCounts(3, 0, 0, 0, 0, 3, 0, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n\r\n",
        "\0",
        "GET / HTTP/1.1\r\n",
        "INVITE sip:a@b SIP/3.0\r\n",
        "SIP/2.0"
      })
  void ignores_what_is_not_sip(String payload) throws RecordingException {
    PcapReader reader = cooked(PcapFile.ipv4(PcapFile.udp(payload)));
    assertThat(all(reader)).isEmpty();
    assertThat(reader.counts()).isEqualTo(new RecordingCounts(1, 0, 0, 0, 1, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INVITE sip:a@b SIP/2.0\r\n\r\n",
        "UPDATE sips:a@b;transport=ws SIP/2.0\r\n\r\n",
        "MY-METHOD_1.0 tel:+49 SIP/2.0\n\n",
        "SIP/2.0 422 \r\n\r\n"
      })
  void takes_any_sip(String payload) throws RecordingException {
    assertThat(all(cooked(PcapFile.ipv4(PcapFile.udp(payload)))))
        .extracting(PcapReaderTest::text)
        .containsExactly(payload);
  }

  @Test
  void ignores_other_protocols() throws RecordingException {
    PcapReader reader =
        PcapFile.of(PcapFile.ETHERNET)
            .frame(1, 1, PcapFile.ethernet(PcapFile.ipv4(UDP, "4000", 6)))
            .frame(1, 1, PcapFile.ethernet(PcapFile.ipv6(UDP, 58)))
            .frame(1, 1, PcapFile.join("000000000000 000000000000 0806", new byte[28]))
            .frame(1, 1, new byte[0])
            .open();
    assertThat(all(reader)).isEmpty();
    assertThat(reader.counts()).isEqualTo(new RecordingCounts(4, 0, 0, 0, 4, 0, 0, 0, 0));
  }

  @Test
  void reads_sip_inside_hep_with_its_own_addresses_and_the_frames_time() throws RecordingException {
    PcapReader reader = cooked(PcapFile.ipv4(PcapFile.udp(hep(SIP))));
    assertThat(all(reader))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.capturedAtUs()).isEqualTo(1_000_001);
              assertThat(message.receivedAtUs()).isEqualTo(1_000_001);
              assertThat(message.source()).isEqualTo(new CaptureSource(7, "pbx7", "test.pcap"));
              assertThat(message.from()).isEqualTo(new InetSocketAddress("192.0.2.1", 1));
              assertThat(message.to()).isEqualTo(new InetSocketAddress("192.0.2.2", 2));
              assertThat(text(message)).isEqualTo(SIP);
            });
    assertThat(reader.counts()).isEqualTo(new RecordingCounts(1, 0, 1, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void counts_damaged_hep() throws RecordingException {
    byte[] whole = hep(SIP);
    PcapReader reader = cooked(PcapFile.ipv4(PcapFile.udp(Arrays.copyOf(whole, whole.length - 1))));
    assertThat(all(reader)).isEmpty();
    assertThat(reader.counts()).isEqualTo(new RecordingCounts(1, 0, 0, 0, 0, 0, 1, 0, 0));
  }

  private static byte[] hep(String sip) {
    CapturedMessage message =
        new CapturedMessage(
            new CaptureSource(7, "pbx7", "elsewhere"),
            0,
            0,
            new InetSocketAddress("192.0.2.1", 1),
            new InetSocketAddress("192.0.2.2", 2),
            sip.getBytes(StandardCharsets.UTF_8));
    return Objects.requireNonNull(new HepEncoder(null).encode(message, 9_999_999));
  }

  private static PcapReader cooked(byte[] ip) throws RecordingException {
    return PcapFile.of(PcapFile.LINUX_COOKED).frame(1, 1, PcapFile.cooked(ip)).open();
  }

  /** What was read stands, and the warning names the byte. */
  @Test
  void a_file_cut_anywhere_gives_what_was_before() throws RecordingException {
    byte[] frame = PcapFile.ethernet(PcapFile.ipv4(UDP));
    byte[] whole = PcapFile.of(PcapFile.ETHERNET).frame(1, 1, frame).frame(2, 2, frame).bytes();
    int record = 16 + frame.length;
    for (int length = 24; length <= whole.length; length++) {
      PcapReader reader = PcapFile.open(Arrays.copyOf(whole, length));
      int complete = (length - 24) / record;
      assertThat(all(reader)).as("cut to %d bytes", length).hasSize(complete);
      assertThat(reader.warning())
          .isEqualTo(
              length == 24 + complete * record
                  ? null
                  : "test.pcap: cut off at byte %d, in frame %d; the %d before it were read"
                      .formatted(length, complete + 1, complete));
    }
  }

  @Test
  void a_file_cut_in_its_header_is_refused() {
    byte[] whole = PcapFile.of(PcapFile.ETHERNET).bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> PcapFile.open(cut))
          .hasMessage(
              "test.pcap: cut off at byte %d, inside the header of the capture file", length);
    }
  }

  @Test
  void a_damaged_length_ends_the_recording() throws RecordingException {
    PcapReader reader =
        PcapFile.of(PcapFile.ETHERNET)
            .frame(1, 1, PcapFile.ethernet(PcapFile.ipv4(UDP)))
            .record(0xffff_fff0)
            .open();
    assertThat(all(reader)).hasSize(1);
    assertThat(reader.warning())
        .isEqualTo(
            "test.pcap: damaged at byte %d (a frame of 4294967280 bytes), in frame 2; the 1 before"
                + " it were read",
            24 + 16 + 14 + 20 + UDP.length + 8);
  }

  /** Frames turned at random: each is counted once, and nothing throws. */
  @ParameterizedTest
  @MethodSource("links")
  void damaged_frames_are_survived(int link, byte[] frame) throws RecordingException {
    Random random = new Random(4028);
    PcapFile file = PcapFile.of(link);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = frame.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      file.frame(1, 1, damaged);
    }
    PcapReader reader = file.open();
    int found = all(reader).size();
    RecordingCounts counts = reader.counts();
    assertThat(counts.frames()).isEqualTo(2_000);
    assertThat(counts.messages()).isEqualTo(found);
    long counted = counts.ignored() + counts.fragments() + counts.malformed() + counts.segments();
    // What fragments make is counted beside them.
    assertThat(found + counted).isBetween(2_000L, 2_000 + counts.fragments());
  }

  /** More than the window holds at once, and a frame at the limit. */
  @Test
  void reads_more_than_fits_into_memory_at_once() throws RecordingException {
    String large = SIP + "x".repeat(60_000);
    byte[] frame = PcapFile.ethernet(PcapFile.ipv4(PcapFile.udp(large)));
    PcapFile file = PcapFile.of(PcapFile.ETHERNET);
    for (int i = 0; i < 50; i++) {
      file.frame(i, 0, frame).frame(i, 1, new byte[262_144 - i]);
    }
    PcapReader reader = file.open();
    List<CapturedMessage> messages = all(reader);
    assertThat(messages).hasSize(50).allSatisfy(m -> assertThat(text(m)).isEqualTo(large));
    assertThat(reader.position()).isEqualTo(file.bytes().length);
  }
}
