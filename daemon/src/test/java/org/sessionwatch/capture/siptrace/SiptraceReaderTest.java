package org.sessionwatch.capture.siptrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.SocketAddresses;

class SiptraceReaderTest {
  private static final String HEAD =
      "INVITE sip:100@127.0.0.1 SIP/2.0\r\nCall-ID: a@b\r\nContent-Length: 3\r\n";
  private static final String BODY = "\r\nv=0";
  private static final String X =
      "X-Siptrace-Fromip: udp:10.0.0.1:5060\r\nX-Siptrace-Toip: tcp:10.0.0.2:5070\r\n"
          + "X-Siptrace-Time: 1800000000 17\r\nX-Siptrace-Method: INVITE\r\n"
          + "X-Siptrace-Dir: in\r\n";

  private static SiptraceMessage read(String text) {
    byte[] bytes = ("before" + text + "after").getBytes(StandardCharsets.US_ASCII);
    return new SiptraceReader(new SocketAddresses()).read(bytes, 6, bytes.length - 5);
  }

  private static String sip(SiptraceMessage message) {
    return new String(message.sip(), StandardCharsets.US_ASCII);
  }

  @Test
  void takes_its_headers_out_and_reads_them() {
    SiptraceMessage message = read(HEAD + X + BODY);
    assertThat(sip(message)).isEqualTo(HEAD + BODY);
    assertThat(message.from()).isEqualTo(new InetSocketAddress("10.0.0.1", 5060));
    assertThat(message.to()).isEqualTo(new InetSocketAddress("10.0.0.2", 5070));
    assertThat(message.capturedAtUs()).isEqualTo(1_800_000_000_000_017L);
  }

  @Test
  void a_message_without_them_is_taken_as_it_is() {
    SiptraceMessage message = read(HEAD + BODY);
    assertThat(sip(message)).isEqualTo(HEAD + BODY);
    assertThat(message.from()).isNull();
    assertThat(message.to()).isNull();
    assertThat(message.capturedAtUs()).isZero();
  }

  /** trace_mode 4: see siptrace's sip_trace_net_msg. */
  @Test
  void unknown_times_and_addresses_are_unknown() {
    SiptraceMessage message =
        read(
            HEAD
                + "X-Siptrace-Fromip: any:255.255.255.255:5060\r\n"
                + "X-Siptrace-Toip: any:255.255.255.255:5060\r\nX-Siptrace-Time: 0 0\r\n"
                + BODY);
    assertThat(message.from()).isNull();
    assertThat(message.to()).isNull();
    assertThat(message.capturedAtUs()).isZero();
    assertThat(sip(message)).isEqualTo(HEAD + BODY);
  }

  /** Who calls can write headers, too, but not behind siptrace's. */
  @Test
  void headers_that_the_caller_wrote_are_the_callers() {
    String callers = "INVITE sip:a SIP/2.0\r\nX-Siptrace-Fromip: udp:6.6.6.6:6\r\nCall-ID: a\r\n";
    SiptraceMessage message = read(callers + X + BODY);
    assertThat(sip(message)).isEqualTo(callers + BODY);
    assertThat(message.from()).isEqualTo(new InetSocketAddress("10.0.0.1", 5060));
  }

  @ParameterizedTest
  @CsvSource({
    "udp:1.2.3.4:5060, 1.2.3.4, 5060",
    "tls:[2001:db8::1]:5061, 2001:db8::1, 5061",
    "tcp:2001:db8::1:5061, 2001:db8::1, 5061",
    "wss:1.2.3.4:65535, 1.2.3.4, 65535",
    "udp:1.2.3.4:65536, , 0",
    "udp:1.2.3.256:1, , 0",
    "udp:pbx.example:5060, , 0",
    "udp:1.2.3:5060, , 0",
    "udp:1.2.3.4., , 0",
    "udp:1.2.3.4.:5060, , 0",
    "udp:....:5060, , 0",
    "udp:.1::2:5060, , 0",
    "'', , 0"
  })
  void reads_addresses_without_asking_anybody(String text, @Nullable String host, int port) {
    SiptraceMessage message = read(HEAD + "X-Siptrace-Fromip: " + text + "\r\n" + BODY);
    assertThat(message.from()).isEqualTo(host == null ? null : new InetSocketAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SIP/2.0 200 OK\r\n\r\n",
        "SIP/2.0 200 OK",
        "X-Siptrace-Fromip: udp:1.2.3.4:1\r\n\r\n",
        "SIP/2.0 200 OK\nX-Siptrace-Fromip: udp:1.2.3.4:1\n\n",
        "\r\n\r\n"
      })
  void what_has_none_right_before_the_empty_line_stays(String text) {
    assertThat(sip(read(text))).isEqualTo(text);
  }

  @Test
  void every_truncation_gives_no_more_than_there_was() {
    byte[] whole = (HEAD + X + BODY).getBytes(StandardCharsets.US_ASCII);
    for (int length = 0; length < whole.length; length++) {
      byte[] sip =
          new SiptraceReader(new SocketAddresses())
              .read(Arrays.copyOf(whole, length), 0, length)
              .sip();
      assertThat(sip.length).isLessThanOrEqualTo(length);
    }
  }
}
