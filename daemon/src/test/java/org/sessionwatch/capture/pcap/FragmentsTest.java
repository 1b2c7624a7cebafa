package org.sessionwatch.capture.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;

class FragmentsTest {
  private static final int RAW = 101;
  private static final String SIP =
      "INVITE sip:a@b SIP/2.0\r\nCall-ID: a@b\r\nX: " + "y".repeat(3_000) + "\r\n\r\n";
  private static final byte[] BYTES = SIP.getBytes(StandardCharsets.UTF_8);
  private static final InetSocketAddress TO4 = new InetSocketAddress("10.0.0.2", 5070);

  private static InetSocketAddress from(String address) {
    return new InetSocketAddress(address, 5060);
  }

  private static InetSocketAddress to(String from) {
    return from.contains(":") ? new InetSocketAddress("2001:db8::2", 5070) : TO4;
  }

  private static List<CapturedMessage> all(PcapReader reader) throws RecordingException {
    List<CapturedMessage> messages = new ArrayList<>();
    for (CapturedMessage m = reader.next(); m != null; m = reader.next()) {
      messages.add(m);
    }
    return messages;
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1, 1480", "10.0.0.1, 8", "2001:db8::1, 1448", "2001:db8::1, 8"})
  void puts_packets_together_whatever_the_order(String address, int length)
      throws RecordingException {
    InetSocketAddress from = from(address);
    Random random = new Random(4028);
    for (int round = 0; round < 20; round++) {
      List<byte[]> parts = Packets.udpFragments(from, to(address), BYTES, round, length);
      List<byte[]> twice = new ArrayList<>(parts);
      twice.addAll(parts.subList(0, parts.size() / 2));
      Collections.shuffle(twice, random);
      PcapFile file = PcapFile.of(RAW);
      twice.forEach(part -> file.frame(1, 1, part));
      PcapReader reader = file.open();
      assertThat(all(reader))
          .first()
          .satisfies(
              message -> {
                assertThat(message.from()).isEqualTo(from);
                assertThat(message.to()).isEqualTo(to(address));
                assertThat(message.sip()).isEqualTo(BYTES);
              });
      assertThat(reader.counts().fragments()).isEqualTo(twice.size());
      assertThat(reader.counts().sip()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "2001:db8::1"})
  void fragments_of_different_packets_are_kept_apart(String address) throws RecordingException {
    List<byte[]> one = Packets.udpFragments(from(address), to(address), BYTES, 1, 1_448);
    List<byte[]> two = Packets.udpFragments(from(address), to(address), BYTES, 2, 1_448);
    PcapFile file = PcapFile.of(RAW);
    for (int i = 0; i < one.size(); i++) {
      file.frame(1, 1, one.get(i)).frame(1, 1, two.get(one.size() - 1 - i));
    }
    assertThat(all(file.open())).hasSize(2);
  }

  @Test
  void the_time_is_that_of_the_fragment_that_completes_it() throws RecordingException {
    List<byte[]> parts = Packets.udpFragments(from("10.0.0.1"), TO4, BYTES, 1, 1_480);
    PcapFile file = PcapFile.of(RAW).frame(3, 0, parts.get(2)).frame(4, 0, parts.get(0));
    assertThat(all(file.frame(5, 7, parts.get(1)).open()))
        .extracting(CapturedMessage::capturedAtUs)
        .containsExactly(5_000_007L);
  }

  @Test
  void fragments_of_tcp_segments_are_put_together_too() throws RecordingException {
    String message = SIP.replace("\r\n\r\n", "\r\nl: 0\r\n\r\n");
    byte[] packet =
        Packets.tcp(from("10.0.0.1"), TO4, 1, 16, message.getBytes(StandardCharsets.UTF_8));
    byte[] tcp = Arrays.copyOfRange(packet, 20, packet.length);
    PcapFile file = PcapFile.of(RAW);
    for (int at = 0; at < tcp.length; at += 800) {
      int end = Math.min(tcp.length, at + 800);
      byte[] part = Arrays.copyOfRange(tcp, at, end);
      file.frame(1, 1, Packets.fragment(from("10.0.0.1"), TO4, 6, 9, at, end < tcp.length, part));
    }
    PcapReader reader = file.open();
    assertThat(all(reader)).hasSize(1);
    assertThat(reader.counts()).isEqualTo(new RecordingCounts(4, 1, 0, 0, 0, 4, 0, 1, 0));
  }

  @Test
  void packets_not_complete_in_30_seconds_are_given_up_and_counted() throws RecordingException {
    List<byte[]> parts = Packets.udpFragments(from("10.0.0.1"), TO4, BYTES, 1, 1_480);
    PcapFile file = PcapFile.of(RAW).frame(1, 0, parts.get(0)).frame(1, 0, parts.get(1));
    PcapReader late = file.frame(31, 1, parts.get(2)).open();
    assertThat(all(late)).isEmpty();
    assertThat(late.counts().gaps()).isEqualTo(2);
    assertThat(late.warning())
        .isEqualTo("test.pcap: fragmented IP packets that are not complete: 2");
    PcapFile inTime = PcapFile.of(RAW).frame(1, 0, parts.get(0)).frame(1, 0, parts.get(1));
    assertThat(all(inTime.frame(31, 0, parts.get(2)).open())).hasSize(1);
  }

  @Test
  void fragments_that_the_capture_cut_are_not_taken() throws RecordingException {
    List<byte[]> parts = Packets.udpFragments(from("10.0.0.1"), TO4, BYTES, 1, 1_480);
    PcapFile file = PcapFile.of(RAW).cutFrame(1, 0, parts.get(0), 1_000);
    PcapReader reader = file.frame(1, 0, parts.get(1)).frame(1, 0, parts.get(2)).open();
    assertThat(all(reader)).isEmpty();
    assertThat(reader.counts().gaps()).isEqualTo(1);
  }

  /** Only first fragments, of ever other packets: memory is bounded and all are counted. */
  @ParameterizedTest
  @ValueSource(ints = {8, 60_000})
  void what_is_held_is_bounded(int length) {
    Fragments fragments = new Fragments();
    IpHeader ip = new IpHeader();
    int most = 0;
    for (int i = 0; i < 3_000; i++) {
      byte[] packet =
          Packets.fragment(
              from("2001:db8::1"), to("2001:db8::1"), 17, i, 0, true, new byte[length]);
      assertThat(ip.read(packet, 0, packet.length)).isTrue();
      assertThat(fragments.add(ip, packet, i)).isNull();
      most = Math.max(most, fragments.bytesHeld());
    }
    assertThat(most).isLessThanOrEqualTo(4 << 20);
    assertThat(fragments.incomplete()).isEqualTo(3_000);
  }

  /** Offsets and lengths at random: nothing throws. */
  @Test
  void wrong_fragments_are_survived() {
    Random random = new Random(4028);
    Fragments fragments = new Fragments();
    IpHeader ip = new IpHeader();
    int whole = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] part = new byte[random.nextInt(100)];
      int offset = random.nextInt(20) == 0 ? random.nextInt(1 << 16) & ~7 : random.nextInt(8) * 8;
      boolean more = random.nextBoolean();
      byte[] packet =
          Packets.fragment(from("2001:db8::1"), to("2001:db8::1"), 17, i / 50, offset, more, part);
      if (ip.read(packet, 0, packet.length) && ip.isFragment()) {
        whole += fragments.add(ip, packet, i) == null ? 0 : 1;
      }
    }
    assertThat(whole).isPositive();
    assertThat(fragments.bytesHeld()).isLessThanOrEqualTo(4 << 20);
  }
}
