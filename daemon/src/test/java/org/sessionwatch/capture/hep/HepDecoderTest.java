package org.sessionwatch.capture.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.config.Secret;

class HepDecoderTest {
  private static final long RECEIVED_AT_US = 1_800_000_000_000_000L;
  private static final long CAPTURED_AT_US = 0x6b028953L * 1_000_000 + 0x00060310;

  private final HepDecoder decoder = new HepDecoder(null);

  static Stream<HepBytes> fixtures() {
    return Stream.of(HepBytes.kamailio(), HepBytes.asterisk(), HepBytes.asteriskIpv6());
  }

  private static HepDatagram decode(HepDecoder decoder, byte[] bytes) {
    return decoder.decode(bytes, 0, bytes.length, RECEIVED_AT_US);
  }

  private HepDatagram decode(byte[] bytes) {
    return decode(decoder, bytes);
  }

  private HepDatagram.Sip sip(byte[] bytes) {
    HepDatagram datagram = decode(bytes);
    assertThat(datagram).isInstanceOf(HepDatagram.Sip.class);
    return (HepDatagram.Sip) datagram;
  }

  private static HepDatagram faulty(HepFault fault, int offset) {
    return new HepDatagram.Faulty(fault, offset);
  }

  @Test
  void reads_kamailio() {
    HepDatagram.Sip sip = sip(HepBytes.kamailio().bytes());
    assertThat(sip.captureId()).isEqualTo(2002);
    assertThat(sip.nodeName()).isNull();
    assertThat(sip.capturedAtUs()).isEqualTo(CAPTURED_AT_US);
    assertThat(sip.from()).isEqualTo(new InetSocketAddress("10.0.0.1", 5060));
    assertThat(sip.to()).isEqualTo(new InetSocketAddress("10.0.0.2", 5070));
    assertThat(new String(sip.sip(), StandardCharsets.UTF_8)).isEqualTo(HepBytes.SIP);
  }

  @Test
  void reads_asterisk() {
    HepDatagram.Sip sip = sip(HepBytes.asterisk().bytes());
    assertThat(sip.captureId()).isEqualTo(2001);
    assertThat(sip.nodeName()).isEqualTo("pbx1");
    assertThat(sip.capturedAtUs()).isEqualTo(CAPTURED_AT_US);
    assertThat(sip.from()).isEqualTo(new InetSocketAddress("127.0.0.1", 5200));
    assertThat(sip.to()).isEqualTo(new InetSocketAddress("127.0.0.1", 5160));
    assertThat(new String(sip.sip(), StandardCharsets.UTF_8)).isEqualTo(HepBytes.SIP);
  }

  @Test
  void reads_ipv6() {
    HepDatagram.Sip sip = sip(HepBytes.asteriskIpv6().bytes());
    assertThat(sip.from()).isEqualTo(new InetSocketAddress("2001:db8::1", 5200));
    assertThat(sip.to()).isEqualTo(new InetSocketAddress("2001:db8::2", 5160));
  }

  @Test
  void an_ipv4_address_mapped_into_ipv6_is_the_ipv4_address() {
    HepBytes mapped =
        new HepBytes()
            .hex(5, "00000000000000000000ffff0a000001")
            .hex(7, "13c4")
            .text(0xf, HepBytes.SIP);
    assertThat(sip(mapped.bytes()).from()).isEqualTo(new InetSocketAddress("10.0.0.1", 5060));
  }

  @Test
  void takes_chunks_in_any_order() {
    // The payload first, the address family last.
    HepBytes bytes =
        new HepBytes()
            .text(0xf, HepBytes.SIP)
            .hex(0xc, "ffffffff")
            .hex(8, "ffff")
            .hex(4, "0a000002")
            .hex(7, "0000")
            .hex(3, "0a000001")
            .hex(0xa, "00000001")
            .hex(9, "ffffffff")
            .hex(0xb, "01")
            .hex(1, "02");
    HepDatagram.Sip sip = sip(bytes.bytes());
    assertThat(sip.captureId()).isEqualTo(0xffff_ffffL);
    assertThat(sip.capturedAtUs()).isEqualTo(0xffff_ffffL * 1_000_000 + 1);
    assertThat(sip.from()).isEqualTo(new InetSocketAddress("10.0.0.1", 0));
    assertThat(sip.to()).isEqualTo(new InetSocketAddress("10.0.0.2", 65535));
  }

  @Test
  void what_is_missing_is_null_or_the_time_of_receipt() {
    HepDatagram.Sip sip = sip(new HepBytes().text(0xf, HepBytes.SIP).bytes());
    assertThat(sip.captureId()).isZero();
    assertThat(sip.nodeName()).isNull();
    assertThat(sip.from()).isNull();
    assertThat(sip.to()).isNull();
    assertThat(sip.capturedAtUs()).isEqualTo(RECEIVED_AT_US);
  }

  @Test
  void nothing_of_one_datagram_is_left_in_the_next() {
    sip(HepBytes.asterisk().bytes());
    what_is_missing_is_null_or_the_time_of_receipt();
  }

  @Test
  void skips_other_vendors_and_unknown_types() {
    HepBytes bytes =
        HepBytes.kamailio()
            .chunk(1, 0xc, new byte[] {9})
            .chunk(0xffff, 0xf, "not this".getBytes(StandardCharsets.UTF_8))
            .chunk(0, 0x7fff, new byte[300])
            .chunk(0, 0x12, new byte[0]);
    HepDatagram.Sip sip = sip(bytes.bytes());
    assertThat(sip.captureId()).isEqualTo(2002);
    assertThat(new String(sip.sip(), StandardCharsets.UTF_8)).isEqualTo(HepBytes.SIP);
  }

  @Test
  void ignores_what_follows_the_total_length() {
    byte[] bytes = HepBytes.asterisk().bytes();
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 5);
    assertThat(new String(sip(longer).sip(), StandardCharsets.UTF_8)).isEqualTo(HepBytes.SIP);
  }

  @Test
  void reads_in_the_middle_of_an_array() {
    byte[] bytes = HepBytes.asterisk().bytes();
    byte[] around = new byte[bytes.length + 20];
    System.arraycopy(bytes, 0, around, 7, bytes.length);
    assertThat(decoder.decode(around, 7, 7 + bytes.length, 0)).isInstanceOf(HepDatagram.Sip.class);
    // A datagram cut by one byte is cut, whatever stands behind it in the array.
    assertThat(decoder.decode(around, 7, 6 + bytes.length, 0))
        .isEqualTo(faulty(HepFault.TOTAL_LENGTH_PAST_END, 4));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void every_truncation_is_a_fault(HepBytes fixture) {
    byte[] whole = fixture.bytes();
    for (int length = 0; length < whole.length; length++) {
      HepDatagram datagram = decode(Arrays.copyOf(whole, length));
      HepFault expected =
          length == 0
              ? HepFault.EMPTY
              : length < 4 ? HepFault.NOT_HEP : HepFault.TOTAL_LENGTH_PAST_END;
      assertThat(datagram)
          .as("cut to %d bytes", length)
          .isEqualTo(faulty(expected, length < 4 ? 0 : 4));
    }
  }

  /** As every truncation, but the total length says that all is there. */
  @ParameterizedTest
  @MethodSource("fixtures")
  void every_truncation_with_a_total_length_to_match_is_a_fault(HepBytes fixture) {
    byte[] whole = fixture.bytes();
    for (int length = 6; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      cut[4] = (byte) (length >> 8);
      cut[5] = (byte) length;
      assertThat(decode(cut))
          .as("cut to %d bytes", length)
          .isInstanceOfSatisfying(
              HepDatagram.Faulty.class,
              found ->
                  assertThat(found.fault())
                      .isIn(
                          HepFault.CHUNK_HEADER_CUT, HepFault.CHUNK_PAST_END, HepFault.NO_PAYLOAD));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void a_chunk_length_below_6_is_a_fault(int length) {
    byte[] bytes = new HepBytes().hex(1, "02").raw(0, 2, length, new byte[] {17}).bytes();
    assertThat(decode(bytes)).isEqualTo(faulty(HepFault.CHUNK_LENGTH_TOO_SHORT, 6 + 7 + 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5})
  void a_foreign_chunk_of_length_below_6_is_a_fault_too(int length) {
    byte[] bytes = new HepBytes().raw(7, 2, length, new byte[] {17}).bytes();
    assertThat(decode(bytes)).isEqualTo(faulty(HepFault.CHUNK_LENGTH_TOO_SHORT, 6 + 4));
  }

  @Test
  void a_chunk_past_the_end_is_a_fault() {
    assertThat(decode(new HepBytes().raw(0, 0xf, 8, new byte[] {17}).bytes()))
        .isEqualTo(faulty(HepFault.CHUNK_PAST_END, 10));
    assertThat(decode(new HepBytes().raw(9, 0xf, 0xffff, new byte[9]).bytes()))
        .isEqualTo(faulty(HepFault.CHUNK_PAST_END, 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void a_total_length_below_6_is_a_fault(int total) {
    assertThat(decode(HepBytes.kamailio().bytes(total)))
        .isEqualTo(faulty(HepFault.TOTAL_LENGTH_TOO_SHORT, 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void a_value_of_the_wrong_length_is_a_fault(int type) {
    assertThat(decode(HepBytes.kamailio().hex(type, "000000").bytes()))
        .isInstanceOfSatisfying(
            HepDatagram.Faulty.class,
            found -> assertThat(found.fault()).isEqualTo(HepFault.VALUE_LENGTH_WRONG));
  }

  @Test
  void a_message_without_payload_is_a_fault() {
    assertThat(decode(new HepBytes().hex(0xb, "01").bytes()))
        .isEqualTo(faulty(HepFault.NO_PAYLOAD, 6));
    assertThat(decode(new HepBytes().bytes())).isEqualTo(faulty(HepFault.NO_PAYLOAD, 6));
    assertThat(decode(new HepBytes().text(0xf, "").bytes()))
        .isEqualTo(faulty(HepFault.NO_PAYLOAD, 6));
  }

  @Test
  void rtcp_and_logs_are_not_sip() {
    assertThat(decode(HepBytes.asterisk().hex(0xb, "05").bytes()))
        .isEqualTo(new HepDatagram.NotSip(2001, "pbx1", 5));
    assertThat(decode(new HepBytes().hex(0xb, "64").hex(0xc, "00000007").bytes()))
        .isEqualTo(new HepDatagram.NotSip(7, null, 100));
  }

  @Test
  void other_feeds_have_reasons_of_their_own() {
    byte[] plain = ascii(HepBytes.SIP);
    assertThat(new HepDecoder(new Secret("s3cret")).decode(plain, 0, plain.length, 1))
        .isEqualTo(faulty(HepFault.KEY_MISSING, 0));
    assertThat(decode(ascii("GET / HTTP/1.1\r\n\r\n"))).isEqualTo(faulty(HepFault.NOT_HEP, 0));
    assertThat(decode(ascii("\r\n\r\n"))).isEqualTo(faulty(HepFault.NOT_HEP, 0));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void the_right_key_is_let_in() {
    HepDecoder keyed = new HepDecoder(new Secret("s3cret"));
    assertThat(decode(keyed, HepBytes.kamailio().bytes())).isInstanceOf(HepDatagram.Sip.class);
    assertThat(decode(keyed, HepBytes.asterisk().bytes())).isInstanceOf(HepDatagram.Sip.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "s3cre", "S3cret", "s3creT", "s3crets", "s3crets3cret"})
  void a_wrong_key_is_refused(String sent) {
    HepDecoder keyed = new HepDecoder(new Secret("s3cret"));
    byte[] bytes = new HepBytes().text(0xe, sent).text(0xf, HepBytes.SIP).bytes();
    assertThat(decode(keyed, bytes)).isEqualTo(faulty(HepFault.KEY_WRONG, 12));
  }

  @Test
  void a_missing_key_is_refused_whatever_is_sent() {
    HepDecoder keyed = new HepDecoder(new Secret("s3cret"));
    assertThat(decode(keyed, HepBytes.asteriskIpv6().bytes()))
        .isEqualTo(faulty(HepFault.KEY_MISSING, 0));
    assertThat(decode(keyed, new HepBytes().hex(0xb, "64").text(0xf, "log").bytes()))
        .isEqualTo(faulty(HepFault.KEY_MISSING, 0));
  }

  @Test
  void a_key_that_nobody_asked_for_is_let_in() {
    assertThat(decode(HepBytes.kamailio().bytes())).isInstanceOf(HepDatagram.Sip.class);
  }

  @Test
  void the_name_of_a_node_may_change() {
    assertThat(sip(named("pbx1")).nodeName()).isEqualTo("pbx1");
    assertThat(sip(named("pbx2")).nodeName()).isEqualTo("pbx2");
    assertThat(sip(named("")).nodeName()).isNull();
    assertThat(sip(named("pbx1")).nodeName()).isEqualTo("pbx1");
  }

  private static byte[] named(String name) {
    return new HepBytes().text(0x13, name).text(0xf, HepBytes.SIP).bytes();
  }

  /** Bytes turned at random: it must come back, with one of its values. */
  @ParameterizedTest
  @MethodSource("fixtures")
  void damaged_bytes_neither_throw_nor_loop(HepBytes fixture) {
    Random random = new Random(4028);
    byte[] whole = fixture.bytes();
    long taken =
        IntStream.range(0, 20_000)
            .mapToObj(i -> decode(damaged(whole, random)))
            .filter(HepDatagram.Sip.class::isInstance)
            .count();
    assertThat(taken).isBetween(1L, 19_999L);
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  @Test
  void what_was_decoded_does_not_change_when_the_buffer_is_used_again() {
    byte[] buffer = HepBytes.asterisk().bytes();
    HepDatagram.Sip sip = sip(buffer);
    Arrays.fill(buffer, (byte) 0);
    assertThat(new String(sip.sip(), StandardCharsets.UTF_8)).isEqualTo(HepBytes.SIP);
    @Nullable InetSocketAddress from = sip.from();
    assertThat(from).isEqualTo(new InetSocketAddress("127.0.0.1", 5200));
  }
}
