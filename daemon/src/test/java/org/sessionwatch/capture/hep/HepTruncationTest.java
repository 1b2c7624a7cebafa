package org.sessionwatch.capture.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sessionwatch.sip.Malformed;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScan;
import org.sessionwatch.sip.SipScanner;
import org.sessionwatch.sip.TortureMessages;

/** HEP cut at every byte. */
class HepTruncationTest {
  private static final Set<Malformed.Reason> OF_A_CUT =
      Set.of(Malformed.Reason.CUT, Malformed.Reason.START_LINE);

  private final HepDecoder decoder = new HepDecoder(null);

  static Stream<byte[]> versionThree() {
    return Stream.concat(
            Stream.of(HepBytes.kamailio(), HepBytes.asterisk(), HepBytes.asteriskIpv6()),
            TortureMessages.all().values().stream()
                .map(sip -> new HepBytes().hex(0xb, "01").chunk(0, 0xf, sip)))
        .map(HepBytes::bytes);
  }

  @ParameterizedTest
  @MethodSource("versionThree")
  void of_version_3_nothing_is_taken_that_is_not_whole(byte[] whole) {
    assertThat(decoder.decode(whole, 0, whole.length, 1)).isInstanceOf(HepDatagram.Sip.class);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(decoder.decode(cut, 0, length, 1))
          .as("%d bytes", length)
          .isInstanceOf(HepDatagram.Faulty.class);
    }
  }

  static Stream<byte[]> older() {
    String ports = "13c413ce";
    String time = "5389026b 10030600 d107 0000";
    return Stream.of(
        older("01100211" + ports + "0a000001 0a000002"),
        older("021c0211" + ports + "0a000001 0a000002" + time),
        older("02340a11" + ports + "20010db8000000000000000000000001".repeat(2) + time));
  }

  private static byte[] older(String header) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex(header.replace(" ", "")));
    out.writeBytes(TortureMessages.bytes("wsinv"));
    return out.toByteArray();
  }

  /** They do not tell their length, so the SIP in them shows that it was cut. */
  @ParameterizedTest
  @MethodSource("older")
  void of_the_older_ones_the_message_shows_that_it_is_cut(byte[] whole) {
    int headers = whole.length - TortureMessages.bytes("wsinv").length;
    String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
    int headersEnd = text.indexOf("\r\n\r\n") + 3;
    for (int length = 0; length <= whole.length; length++) {
      HepDatagram found = decoder.decode(Arrays.copyOf(whole, length), 0, length, 1);
      if (found instanceof HepDatagram.Sip sip) {
        SipScan scan = SipScanner.scan(sip.sip());
        boolean cut =
            scan instanceof SipMessage message
                ? message.isCut()
                : OF_A_CUT.contains(((Malformed) scan).reason());
        assertThat(cut).as("%d bytes", length).isEqualTo(length < headersEnd);
      } else {
        assertThat(length).isLessThan(headersEnd);
        assertThat(found).isInstanceOf(HepDatagram.Faulty.class);
      }
    }
    assertThat(headers).isLessThan(headersEnd);
  }

  @Test
  void a_key_cut_short_is_no_key() {
    byte[] whole = HepBytes.kamailio().bytes();
    HepDecoder asking = new HepDecoder(new org.sessionwatch.config.Secret("s3cret"));
    assertThat(asking.decode(whole, 0, whole.length, 1)).isInstanceOf(HepDatagram.Sip.class);
    for (int length = 0; length < whole.length; length++) {
      assertThat(asking.decode(whole, 0, length, 1)).isInstanceOf(HepDatagram.Faulty.class);
    }
  }
}
