package org.sessionwatch.capture.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;

class PcapngReaderTest {
  private static final String SIP = "SIP/2.0 200 OK\r\nCall-ID: a@b\r\nCSeq: 1 INVITE\r\n\r\n";
  private static final byte[] IP = PcapFile.ipv4(PcapFile.udp(SIP));
  private static final byte[] FRAME = PcapFile.ethernet(IP);
  private static final int RAW = 101;

  private static PcapngFile littleEndian() {
    return new PcapngFile(ByteOrder.LITTLE_ENDIAN);
  }

  private static List<CapturedMessage> all(PcapngReader reader) throws RecordingException {
    List<CapturedMessage> messages = new ArrayList<>();
    for (CapturedMessage m = reader.next(); m != null; m = reader.next()) {
      messages.add(m);
    }
    return messages;
  }

  private static List<Long> times(PcapngFile file) throws RecordingException {
    return all(file.open()).stream().map(CapturedMessage::capturedAtUs).toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reads_both_byte_orders(boolean bigEndian) throws RecordingException {
    ByteOrder order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    PcapngReader reader =
        new PcapngFile(order)
            .interfaceOf(PcapFile.ETHERNET)
            .packet(0, 4_000_000_000_123_456L, FRAME)
            .open();
    assertThat(all(reader))
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.capturedAtUs()).isEqualTo(4_000_000_000_123_456L);
              assertThat(message.source().address()).isEqualTo("test.pcapng");
              assertThat(new String(message.sip(), StandardCharsets.UTF_8)).isEqualTo(SIP);
            });
    assertThat(reader.warning()).isNull();
    assertThat(reader.counts()).isEqualTo(new RecordingCounts(1, 1, 0, 0, 0, 0, 0, 0, 0));
  }

  @ParameterizedTest(name = "10^-{0}")
  @CsvSource({
    "0, 1700000000, 1700000000000000",
    "3, 1700000000123, 1700000000123000",
    "6, 1700000000123456, 1700000000123456",
    "9, 1700000000123456789, 1700000000123456",
    "9, -1, 18446744073709551", // unsigned
    "25, -1, 1",
    "26, -1, 0",
    "127, 1700000000, 0",
  })
  void reads_decimal_resolutions(int exponent, long time, long us) throws RecordingException {
    assertThat(times(littleEndian().interfaceOf(1, exponent, 0).packet(0, time, FRAME)))
        .containsExactly(us);
  }

  @ParameterizedTest(name = "2^-{0}")
  @CsvSource({
    "0, 1700000000, 1700000000000000",
    "1, 3, 1500000",
    "10, 1740800000512, 1700000000500000",
    "32, 7301444403200000000, 1700000000000000",
    "44, 8796093022208, 500000",
    "62, 4611686018427387904, 1000000",
    "63, 4611686018427387904, 500000",
    "64, -1, 0",
    "127, -1, 0",
  })
  void reads_binary_resolutions(int exponent, long time, long us) throws RecordingException {
    assertThat(times(littleEndian().interfaceOf(1, 0x80 | exponent, 0).packet(0, time, FRAME)))
        .containsExactly(us);
  }

  @Test
  void adds_the_offset_and_takes_no_time_out_of_this_world() throws RecordingException {
    PcapngFile file =
        littleEndian()
            .interfaceOf(1, 6, 1_700_000_000)
            .interfaceOf(1, 6, -1)
            .interfaceOf(1, 6, Long.MIN_VALUE)
            .interfaceOf(1, 0, 0)
            .packet(0, 5, FRAME)
            .packet(1, 5_000_000, FRAME)
            .packet(1, 5, FRAME)
            .packet(2, 5, FRAME)
            .packet(3, Long.MAX_VALUE, FRAME);
    assertThat(times(file))
        .containsExactlyInAnyOrder(1_700_000_000_000_005L, 4_000_000L, 0L, 0L, 0L);
  }

  @Test
  void reads_several_interfaces_sections_and_byte_orders() throws RecordingException {
    PcapngFile file =
        littleEndian()
            .interfaceOf(PcapFile.ETHERNET)
            .interfaceOf(RAW, 9, 0)
            .packet(1, 2_000_000_000L, IP)
            .packet(0, 1_000_000, FRAME)
            .section(ByteOrder.BIG_ENDIAN)
            .interfaceOf(PcapFile.LINUX_COOKED, 3, 0)
            .packet(0, 3_000, PcapFile.cooked(IP))
            .section(ByteOrder.LITTLE_ENDIAN)
            .interfaceOf(RAW)
            .oldPacket(0, 4_000_000, IP);
    assertThat(times(file)).containsExactly(1_000_000L, 2_000_000L, 3_000_000L, 4_000_000L);
  }

  @Test
  void frames_without_time_have_that_of_the_frame_before() throws RecordingException {
    PcapngReader reader =
        littleEndian()
            .interfaceOf(RAW)
            .packet(0, 4_000_000, IP)
            .simplePacket(IP, IP.length)
            .simplePacket(IP, IP.length + 4)
            .open();
    assertThat(all(reader))
        .extracting(CapturedMessage::capturedAtUs)
        .containsExactly(4_000_000L, 4_000_000L, 4_000_000L);
    assertThat(reader.warning())
        .isEqualTo(
            "test.pcapng: frames without a time, which were given that of the frame before: 2");
  }

  @Test
  void passes_over_other_blocks_however_long() throws RecordingException {
    PcapngFile file =
        littleEndian()
            .block(0x0bad, new byte[0])
            .interfaceOf(RAW)
            .block(PcapngFile.NAME_RESOLUTION, new byte[4])
            .block(0x4000_0bad, new byte[3_000_000])
            .packet(0, 1, IP)
            .block(PcapngFile.STATISTICS, new byte[12]);
    PcapngReader reader = file.open();
    assertThat(all(reader)).hasSize(1);
    assertThat(reader.warning()).isNull();
    assertThat(reader.position()).isEqualTo(file.length());
  }

  @Test
  void frames_of_other_link_types_are_counted_and_told_of() throws RecordingException {
    PcapngReader reader =
        littleEndian()
            .interfaceOf(105)
            .interfaceOf(RAW)
            .packet(0, 1, new byte[10])
            .packet(1, 2, IP)
            .packet(0, 3, new byte[10])
            .open();
    assertThat(all(reader)).hasSize(1);
    assertThat(reader.counts()).isEqualTo(new RecordingCounts(3, 1, 0, 0, 2, 0, 0, 0, 0));
    assertThat(reader.warning())
        .isEqualTo(
            "test.pcapng: frames of link type 105 that were not read: 2; capture on Ethernet,"
                + " loopback or \"any\"");
  }

  /** What was read stands, and the warning names the byte. */
  @Test
  void a_file_cut_anywhere_gives_what_was_before() throws RecordingException {
    PcapngFile file = littleEndian().interfaceOf(RAW);
    int header = file.length();
    byte[] whole = file.packet(0, 1, IP).packet(0, 2, IP).bytes();
    int block = (whole.length - header) / 2;
    for (int length = 28; length < whole.length; length++) {
      PcapngReader reader = PcapngFile.open(Arrays.copyOf(whole, length));
      int complete = Math.max(0, (length - header) / block);
      assertThat(all(reader)).as("cut to %d bytes", length).hasSize(complete);
      boolean between = length == header + complete * block || length == 40;
      assertThat(reader.warning())
          .isEqualTo(
              between
                  ? null
                  : "test.pcapng: cut off at byte %d, in frame %d; the %d before it were read"
                      .formatted(length, complete + 1, complete));
    }
  }

  @Test
  void a_file_cut_in_its_header_or_without_one_is_refused() {
    byte[] whole = littleEndian().bytes();
    for (int length = 0; length < 28; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> PcapngFile.open(cut))
          .isInstanceOf(RecordingException.class)
          .hasMessage(
              "test.pcapng: cut off at byte %d, inside the header of the capture file", length);
    }
    whole[8] = 0;
    assertThatThrownBy(() -> PcapngFile.open(whole))
        .hasMessage("test.pcapng: not a pcapng file (byte 8)");
  }

  @Test
  void damage_ends_the_recording_and_is_named() throws RecordingException {
    assertDamaged(f -> f.block(6, new byte[40], 3), 4, "a block of 3 bytes");
    assertDamaged(f -> f.block(77, new byte[40], 53), 4, "a block of 53 bytes");
    assertDamaged(f -> f.block(6, new byte[40], 0x7fff_fff0), 4, "a block of 2147483632 bytes");
    assertDamaged(f -> f.block(6, new byte[40], 48), 44, "a block whose two lengths differ");
    assertDamaged(f -> f.block(6, new byte[16]), 4, "a packet block too short");
    assertDamaged(f -> f.block(1, new byte[4]), 4, "an interface too short, or too many");
    assertDamaged(f -> f.packet(1, 1, IP), 8, "a packet of interface 1, which is not described");
    assertDamaged(f -> f.block(0x0a0d0d0a, new byte[16]), 8, "no byte order");
    byte[] tooLong = new byte[20];
    tooLong[12] = 1;
    assertDamaged(f -> f.block(6, tooLong), 20, "a frame of 1 bytes");
  }

  private interface Damage {
    PcapngFile to(PcapngFile file);
  }

  private static void assertDamaged(Damage damage, int at, String how) throws RecordingException {
    PcapngFile file = littleEndian().interfaceOf(RAW).packet(0, 1, IP);
    int before = file.length();
    PcapngReader reader = damage.to(file).open();
    assertThat(all(reader)).hasSize(1);
    assertThat(reader.warning())
        .isEqualTo(
            "test.pcapng: damaged at byte %d (%s), in frame 2; the 1 before it were read"
                .formatted(before + at, how));
  }

  /** Bytes turned at random: nothing throws, nothing loops. */
  @Test
  void damaged_files_are_survived() throws RecordingException {
    Random random = new Random(4028);
    byte[] whole =
        littleEndian()
            .interfaceOf(RAW, 9, 5)
            .packet(0, 1, IP)
            .oldPacket(0, 1, IP)
            .simplePacket(IP, IP.length)
            .packet(0, 2, IP)
            .bytes();
    int sound = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        damaged[28 + random.nextInt(damaged.length - 28)] = (byte) random.nextInt();
      }
      PcapngReader reader = PcapngFile.open(damaged);
      sound += all(reader).size() == 4 ? 1 : 0;
    }
    assertThat(sound).isBetween(1, 19_999);
  }
}
