package org.sessionwatch.capture.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.config.Secret;

class HepEncoderTest {
  private static final long NOW_US = 0x6b028953L * 1_000_000 + 0x00060310;

  private static CapturedMessage message(
      long captureId,
      @Nullable String node,
      @Nullable InetSocketAddress from,
      @Nullable InetSocketAddress to) {
    return new CapturedMessage(
        new CaptureSource(captureId, node, "file"),
        1,
        1,
        from,
        to,
        HepBytes.SIP.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] encode(@Nullable String key, CapturedMessage message) {
    Secret secret = key == null ? null : new Secret(key);
    return Objects.requireNonNull(new HepEncoder(secret).encode(message, NOW_US));
  }

  /** Byte for byte what Kamailio sends. */
  @Test
  void writes_what_kamailio_writes() {
    CapturedMessage message =
        message(
            2002,
            null,
            new InetSocketAddress("10.0.0.1", 5060),
            new InetSocketAddress("10.0.0.2", 5070));
    assertThat(encode("s3cret", message)).isEqualTo(HepBytes.kamailio().bytes());
  }

  @Test
  void is_read_back_as_it_was() {
    assertReadBack(
        message(
            0xffff_ffffL,
            "pbx1",
            new InetSocketAddress("2001:db8::1", 65535),
            new InetSocketAddress("2001:db8::2", 0)));
    assertReadBack(
        message(
            1,
            null,
            new InetSocketAddress("10.0.0.1", 1),
            new InetSocketAddress("2001:db8::2", 2)));
    assertReadBack(message(0, "ä", null, null));
  }

  private static void assertReadBack(CapturedMessage message) {
    byte[] bytes = encode(null, message);
    assertThat(new HepDecoder(null).decode(bytes, 0, bytes.length, 1))
        .isInstanceOfSatisfying(
            HepDatagram.Sip.class,
            sip -> {
              assertThat(sip.captureId()).isEqualTo(message.source().captureId());
              assertThat(sip.nodeName()).isEqualTo(message.source().nodeName());
              assertThat(sip.capturedAtUs()).isEqualTo(NOW_US);
              assertThat(sip.from()).isEqualTo(message.from());
              assertThat(sip.to()).isEqualTo(message.to());
              assertThat(sip.sip()).isEqualTo(message.sip());
            });
  }

  @Test
  void a_message_too_long_for_hep_is_none() {
    CaptureSource source = new CaptureSource(0, null, "file");
    CapturedMessage fits = new CapturedMessage(source, 1, 1, null, null, new byte[65_486]);
    CapturedMessage tooLong = new CapturedMessage(source, 1, 1, null, null, new byte[65_487]);
    assertThat(new HepEncoder(null).encode(fits, NOW_US)).hasSize(HepEncoder.LONGEST);
    assertThat(new HepEncoder(null).encode(tooLong, NOW_US)).isNull();
  }
}
