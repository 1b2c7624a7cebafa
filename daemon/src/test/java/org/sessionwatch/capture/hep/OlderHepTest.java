package org.sessionwatch.capture.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.config.Secret;

class OlderHepTest {
  private static final long RECEIVED_AT_US = 1_800_000_000_000_000L;
  private static final long CAPTURED_AT_US = 0x6b028953L * 1_000_000 + 0x00060310;

  private static final String IPV4 = "02 11 13c4 13ce 0a000001 0a000002";
  private static final String IPV6 =
      "0a 11 13c4 13ce 20010db8000000000000000000000001 20010db8000000000000000000000002";

  /** Little-endian: seconds, microseconds, capture id 2001; then two bytes of nothing. */
  private static final String TIME = "5389026b 10030600 d107 0000";

  private final HepDecoder decoder = new HepDecoder(null);

  private static byte[] hep(String hex, String sip) {
    byte[] header = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] text = sip.getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(header, header.length + text.length);
    System.arraycopy(text, 0, all, header.length, text.length);
    return all;
  }

  private HepDatagram decode(byte[] bytes) {
    return decoder.decode(bytes, 0, bytes.length, RECEIVED_AT_US);
  }

  private HepDatagram.Sip sip(byte[] bytes) {
    assertThat(HepDecoder.recognises(bytes, 0, bytes.length)).isTrue();
    HepDatagram datagram = decode(bytes);
    assertThat(datagram).isInstanceOf(HepDatagram.Sip.class);
    return (HepDatagram.Sip) datagram;
  }

  @Test
  void reads_version_1() {
    HepDatagram.Sip sip = sip(hep("01 10" + IPV4, HepBytes.SIP));
    assertThat(sip.capturedAtUs()).isEqualTo(RECEIVED_AT_US);
    assertThat(sip.captureId()).isZero();
    assertThat(sip.nodeName()).isNull();
    assertThat(sip.from()).isEqualTo(new InetSocketAddress("10.0.0.1", 5060));
    assertThat(sip.to()).isEqualTo(new InetSocketAddress("10.0.0.2", 5070));
    assertThat(new String(sip.sip(), StandardCharsets.UTF_8)).isEqualTo(HepBytes.SIP);
  }

  @Test
  void reads_version_2() {
    HepDatagram.Sip sip = sip(hep("02 10" + IPV4 + TIME, HepBytes.SIP));
    assertThat(sip.capturedAtUs()).isEqualTo(CAPTURED_AT_US);
    assertThat(sip.captureId()).isEqualTo(2001);
    assertThat(sip.to()).isEqualTo(new InetSocketAddress("10.0.0.2", 5070));
    assertThat(new String(sip.sip(), StandardCharsets.UTF_8)).isEqualTo(HepBytes.SIP);
  }

  @Test
  void reads_ipv6() {
    assertThat(sip(hep("01 28" + IPV6, HepBytes.SIP)).from())
        .isEqualTo(new InetSocketAddress("2001:db8::1", 5060));
    HepDatagram.Sip second = sip(hep("02 28" + IPV6 + TIME, HepBytes.SIP));
    assertThat(second.to()).isEqualTo(new InetSocketAddress("2001:db8::2", 5070));
    assertThat(second.capturedAtUs()).isEqualTo(CAPTURED_AT_US);
  }

  /** The header's length from one agent, a truncated total from another. */
  @ParameterizedTest
  @ValueSource(strings = {"00", "10", "28", "ff"})
  void takes_no_notice_of_the_length(String length) {
    assertThat(sip(hep("02" + length + IPV4 + TIME, HepBytes.SIP)).captureId()).isEqualTo(2001);
  }

  @Test
  void a_time_of_zero_is_none() {
    assertThat(sip(hep("02 10" + IPV4 + "00000000".repeat(3), HepBytes.SIP)).capturedAtUs())
        .isEqualTo(RECEIVED_AT_US);
  }

  @Test
  void every_cut_is_a_fault() {
    byte[] whole = hep("02 28" + IPV6 + TIME, "SIP/2.0 200 OK\r\n");
    for (int length = 4; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      HepDatagram expected =
          length <= 52
              ? new HepDatagram.Faulty(HepFault.HEADER_CUT, length)
              : length < 52 + 8
                  ? new HepDatagram.Faulty(HepFault.NOT_HEP, 52)
                  : new HepDatagram.Sip(
                      2001,
                      null,
                      CAPTURED_AT_US,
                      new InetSocketAddress("2001:db8::1", 5060),
                      new InetSocketAddress("2001:db8::2", 5070),
                      Arrays.copyOfRange(cut, 52, length));
      assertThat(decode(cut))
          .as("cut to %d bytes", length)
          .usingRecursiveComparison()
          .isEqualTo(expected);
    }
  }

  @Test
  void something_else_inside_is_not_hep() {
    byte[] rtp = hep("01 10" + IPV4, "not SIP at all\r\n");
    assertThat(HepDecoder.recognises(rtp, 0, rtp.length)).isFalse();
    assertThat(decode(rtp)).isEqualTo(new HepDatagram.Faulty(HepFault.NOT_HEP, 16));
  }

  /** They have no place for one. */
  @Test
  void where_a_key_is_asked_for_they_are_refused() {
    byte[] bytes = hep("01 10" + IPV4, HepBytes.SIP);
    assertThat(new HepDecoder(new Secret("s3cret")).decode(bytes, 0, bytes.length, 1))
        .isEqualTo(new HepDatagram.Faulty(HepFault.KEY_MISSING, 0));
  }
}
