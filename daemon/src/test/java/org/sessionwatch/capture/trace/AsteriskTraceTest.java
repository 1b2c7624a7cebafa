package org.sessionwatch.capture.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.time.Micros;

class AsteriskTraceTest {
  private static final String SIP =
      "BYE sip:a@b SIP/2.0\r\nCall-ID: a\r\nContent-Length: 4\r\n\r\nbody";
  private static final String STAMP = "[2026-11-22 10:00:00.123] VERBOSE[37] res_pjsip_logger.c: ";

  private static AsteriskTrace trace(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new AsteriskTrace(new ByteFeed(new ByteArrayInputStream(bytes), "full"));
  }

  private static List<CapturedMessage> all(AsteriskTrace trace) throws RecordingException {
    List<CapturedMessage> messages = new ArrayList<>();
    for (CapturedMessage m = trace.next(); m != null; m = trace.next()) {
      messages.add(m);
    }
    return messages;
  }

  private static String received(String peer) {
    return "<--- Received SIP request (%d bytes) from %s --->\n%s\n\n"
        .formatted(SIP.length(), peer, SIP);
  }

  private static String sent(String peer) {
    return received(peer).replace("Received", "Transmitting").replace(" from ", " to ");
  }

  private static List<String> texts(List<CapturedMessage> messages) {
    return messages.stream().map(m -> new String(m.sip(), StandardCharsets.UTF_8)).toList();
  }

  private static List<Instant> times(String text) throws RecordingException {
    return all(trace(text)).stream().map(m -> Micros.toInstant(m.capturedAtUs())).toList();
  }

  @Test
  void reads_messages_with_their_times_and_peers() throws RecordingException {
    String text =
        "[2026-11-22 09:59:59.000] NOTICE[5] loader.c: 44 modules will be loaded.\n"
            + STAMP
            + received("UDP:10.0.0.1:5062")
            + STAMP.replace("VERBOSE[37]", "VERBOSE[37][C-0000002a]").replace(".123", ".5")
            + sent("TLS:[2001:db8::1]:5061")
            + "    -- Executing [100@lab:1] Answer(\"PJSIP/a\", \"\") in new stack\n";
    AsteriskTrace trace = trace(text);
    List<CapturedMessage> messages = all(trace);
    assertThat(texts(messages)).containsExactly(SIP, SIP);
    assertThat(messages)
        .extracting(m -> Micros.toInstant(m.receivedAtUs()))
        .containsExactly(
            Instant.parse("2026-11-22T10:00:00.123Z"), Instant.parse("2026-11-22T10:00:00.5Z"));
    assertThat(messages.get(0).from()).isEqualTo(new InetSocketAddress("10.0.0.1", 5062));
    assertThat(messages.get(0).to()).isNull();
    assertThat(messages.get(1).from()).isNull();
    assertThat(messages.get(1).to()).isEqualTo(new InetSocketAddress("2001:db8::1", 5061));
    assertThat(trace.counts()).isEqualTo(RecordingCounts.ofTrace(3, 2, 1, 0));
    assertThat(trace.warning()).isNull();
    assertThat(trace.position()).isEqualTo(text.length());
  }

  /** What copying from a terminal leaves. */
  @Test
  void puts_lost_carriage_returns_back() throws RecordingException {
    String text = STAMP + received("UDP:10.0.0.1:5062") + STAMP + sent("UDP:10.0.0.1:5062");
    assertThat(texts(all(trace(text.replace("\r", ""))))).containsExactly(SIP, SIP);
  }

  @Test
  void a_message_shorter_than_told_ends_before_the_next_heading() throws RecordingException {
    String text = (STAMP + received("UDP:10.0.0.1:5062")).replace("(57", "(99").repeat(2);
    List<String> found = texts(all(trace(text.replace("\r", ""))));
    assertThat(found).hasSize(2).allSatisfy(sip -> assertThat(sip).startsWith(SIP));
  }

  @ParameterizedTest
  @CsvSource({
    "UDP:10.0.0.1:5062, 10.0.0.1:5062",
    "WS:127.0.0.1:54820, 127.0.0.1:54820",
    "TCP:2001:db8::1:5060, 2001:db8::1:5060", // version 13
    "TCP:[2001:db8::1]:5060, 2001:db8::1:5060",
    "UDP:300.1.1.1:5060, ",
    "UDP:pbx.example:5060, ",
    "UDP:10.0.0.1:99999, ",
    "UDP:, ",
    "UDP:::::::5060, ",
  })
  void an_address_that_is_none_is_not_known(String peer, String expected)
      throws RecordingException {
    assertThat(all(trace(received(peer))))
        .singleElement()
        .satisfies(
            message -> {
              InetSocketAddress from = message.from();
              if (expected == null) {
                assertThat(from).isNull();
              } else {
                int port = expected.lastIndexOf(':');
                assertThat(from)
                    .isEqualTo(
                        new InetSocketAddress(
                            expected.substring(0, port),
                            Integer.parseInt(expected.substring(port + 1))));
              }
            });
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-22 10:00:00.123456, 2026-11-22T10:00:00.123456Z",
    "2026-11-22 10:00:00, 2026-11-22T10:00:00Z",
    "2026-11-22T10:00:00.123+0100, 2026-11-22T09:00:00.123Z",
    "2026-11-22T10:00:00.123-05:30, 2026-11-22T15:30:00.123Z",
    "2026-11-22T10:00:00Z, 2026-11-22T10:00:00Z",
    "Nov 22 10:00:00, 1972-11-22T10:00:00Z",
    "Feb 29 10:00:00.5, 1972-02-29T10:00:00.5Z",
    "Nov  2 10:00:00, 1972-11-02T10:00:00Z",
    "2026-11-32 10:00:00, 1970-01-01T00:00:00Z",
    "Nov 31 10:00:00, 1970-01-01T00:00:00Z",
    "Nox 30 10:00:00, 1970-01-01T00:00:00Z",
    "2026-11-22 10:00:00+9999, 1970-01-01T00:00:00Z",
  })
  void reads_the_stamps_that_logger_conf_can_make(String stamp, Instant time)
      throws RecordingException {
    String text = "[" + stamp + "] VERBOSE[3] res_pjsip_logger.c: " + received("UDP:10.0.0.1:1");
    assertThat(times(text)).containsExactly(time);
  }

  @Test
  void says_once_that_the_year_is_missing_and_goes_from_december_to_january()
      throws RecordingException {
    String text =
        "[Dec 31 23:59:59] VERBOSE[3] a.c: "
            + received("UDP:10.0.0.1:1")
            + "[Jan  1 00:00:00] VERBOSE[3] a.c: "
            + received("UDP:10.0.0.1:1");
    assertThat(times(text))
        .containsExactly(
            Instant.parse("1972-12-31T23:59:59Z"), Instant.parse("1973-01-01T00:00:00Z"));
    AsteriskTrace trace = trace(text);
    all(trace);
    assertThat(trace.warning())
        .isEqualTo(
            "full: the log does not tell the year, 1972 stands for it; set dateformat = %F %T.%3q"
                + " in logger.conf");
  }

  @Test
  void without_times_messages_are_a_millisecond_apart_and_it_says_so() throws RecordingException {
    String text = received("UDP:10.0.0.1:1") + sent("UDP:10.0.0.1:1") + received("UDP:10.0.0.1:1");
    assertThat(times(text))
        .containsExactly(Instant.EPOCH, Instant.EPOCH.plusMillis(1), Instant.EPOCH.plusMillis(2));
    AsteriskTrace trace = trace(text);
    all(trace);
    assertThat(trace.warning())
        .isEqualTo(
            "full: 3 messages have no time, so nothing can be said of when they came; take the log"
                + " file, with dateformat = %F %T.%3q in logger.conf");
  }

  @Test
  void takes_no_notice_of_a_terminals_colours() throws RecordingException {
    String text = received("UDP:10.0.0.1:1").replace("<---", "\u001b[0;36m<---");
    assertThat(all(trace(text.replace("--->", "--->\u001b[0m")))).hasSize(1);
  }

  @Test
  void what_is_no_message_under_a_heading_is_malformed() throws RecordingException {
    AsteriskTrace trace =
        trace(
            "<--- Received SIP request (5 bytes) from UDP:10.0.0.1:1 --->\nhello\n"
                + received("x:y"));
    assertThat(all(trace)).hasSize(1);
    assertThat(trace.counts()).isEqualTo(RecordingCounts.ofTrace(2, 1, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/captures/asterisk22-tcp.log", "/captures/asterisk22-tcp-console.txt"})
  void reads_what_a_real_asterisk_wrote(String name) throws IOException {
    InputStream file = Objects.requireNonNull(AsteriskTraceTest.class.getResourceAsStream(name));
    try (ByteFeed feed = new ByteFeed(file, name)) {
      assertThat(AsteriskTrace.recognises(feed)).isTrue();
      AsteriskTrace trace = new AsteriskTrace(feed);
      List<CapturedMessage> messages = all(trace);
      assertThat(messages).hasSize(22);
      assertThat(messages.get(0).from()).isEqualTo(new InetSocketAddress("127.0.0.1", 25202));
      assertThat(messages.get(0).sip()).hasSize(586);
      assertThat(trace.counts().malformed()).isZero();
    }
  }

  /** Cut at any byte, and with bytes turned at random: nothing throws. */
  @Test
  void damaged_traces_are_survived() throws RecordingException {
    String text = STAMP + received("UDP:10.0.0.1:5062") + sent("UDP:10.0.0.1:5062");
    byte[] whole = text.getBytes(StandardCharsets.UTF_8);
    Random random = new Random(4028);
    int found = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = java.util.Arrays.copyOf(whole, i < whole.length ? i : whole.length);
      for (int j = i < whole.length ? 0 : random.nextInt(6); j > 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      found += all(trace(new String(damaged, StandardCharsets.ISO_8859_1))).size();
    }
    assertThat(found).isPositive();
  }

  @Test
  void a_log_that_ends_inside_a_message_says_so() throws RecordingException {
    String log = STAMP + "<--- Received SIP request (59 bytes) from UDP:127.0.0.1:5062 --->\n";
    AsteriskTrace trace = trace(log + SIP.substring(0, 30));
    assertThat(texts(all(trace))).containsExactly(SIP.substring(0, 30));
    assertThat(trace.warning())
        .isEqualTo("full: cut off at byte " + (log.length() + 30) + ", inside its last message");
  }

  @Test
  void a_line_that_the_console_text_cuts_is_not_ended() throws RecordingException {
    String text = "<--- Received SIP request (59 bytes) from UDP:127.0.0.1:5062 --->\n";
    assertThat(texts(all(trace(text + "BYE sip:a@b SIP/2.0\nCall-ID: a"))))
        .containsExactly("BYE sip:a@b SIP/2.0\r\nCall-ID: a");
  }
}
