package org.sessionwatch.capture.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.recording.ByteFeed;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.time.Micros;

class GrandstreamTraceTest {
  private static ByteFeed feed(String text) {
    return new ByteFeed(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "test.log");
  }

  private static List<CapturedMessage> all(GrandstreamTrace trace) throws RecordingException {
    List<CapturedMessage> messages = new ArrayList<>();
    for (CapturedMessage m = trace.next(); m != null; m = trace.next()) {
      messages.add(m);
    }
    return messages;
  }

  private static String text(CapturedMessage message) {
    return new String(message.sip(), StandardCharsets.UTF_8);
  }

  @Test
  void reads_messages_between_other_lines() throws RecordingException {
    GrandstreamTrace trace =
        new GrandstreamTrace(
            feed(
                """
                some line before
                [1][2021-01-11@21:09:33.868] sipWebRTC:INFO: Recv:  \

                OPTIONS sip:a@b SIP/2.0
                Call-ID: ä

                [2][2021-01-11@21:09:33.9] pbxmid:WARN: something else
                which has lines
                [3][2021-01-11@21:09:34] sip:INFO: Send:

                SIP/2.0 200 OK
                Content-Length: 6

                v=0
                \s
                [4][2021-01-11@21:09:35.123456] sipUdp:INFO: Recv:
                keep-alive
                [5][2021-01-11@21:09:36.000001] sipUdp:INFO: Send:
                SIP/2.0 180 Ringing
                """));
    List<CapturedMessage> messages = all(trace);
    assertThat(messages)
        .extracting(GrandstreamTraceTest::text)
        .containsExactly(
            "OPTIONS sip:a@b SIP/2.0\r\nCall-ID: ä\r\n\r\n",
            "SIP/2.0 200 OK\r\nContent-Length: 6\r\n\r\nv=0\r\n \r\n",
            "SIP/2.0 180 Ringing\r\n\r\n");
    assertThat(messages)
        .extracting(message -> Micros.toInstant(message.capturedAtUs()))
        .containsExactly(
            Instant.parse("2021-01-11T21:09:33.868Z"),
            Instant.parse("2021-01-11T21:09:34Z"),
            Instant.parse("2021-01-11T21:09:36.000001Z"));
    assertThat(messages).allSatisfy(m -> assertThat(m.receivedAtUs()).isEqualTo(m.capturedAtUs()));
    assertThat(messages).extracting(CapturedMessage::from).containsOnlyNulls();
    assertThat(messages).extracting(CapturedMessage::to).containsOnlyNulls();
    assertThat(trace.counts()).isEqualTo(new RecordingCounts(5, 3, 0, 0, 2, 0, 0, 0, 0));
  }

  @Test
  void reads_carriage_returns_as_well() throws RecordingException {
    GrandstreamTrace trace =
        new GrandstreamTrace(
            feed("[1][2021-01-11@21:09:33] sip:I: Recv:\r\nSIP/2.0 200 OK\r\nA: b\r\n\r\n"));
    assertThat(all(trace))
        .extracting(GrandstreamTraceTest::text)
        .containsExactly("SIP/2.0 200 OK\r\nA: b\r\n\r\n");
  }

  @Test
  void a_message_without_end_is_counted_and_takes_no_memory() throws RecordingException {
    GrandstreamTrace trace =
        new GrandstreamTrace(
            feed(
                "[1][2021-01-11@21:09:33] sip:I: Recv:\nSIP/2.0 200 OK\n"
                    + "x".repeat(300_000)
                    + "\n[1][2021-01-11@21:09:33] sip:I: Recv:\nSIP/2.0 200 OK\n\n"));
    assertThat(all(trace)).hasSize(1);
    assertThat(trace.counts()).isEqualTo(new RecordingCounts(2, 1, 0, 0, 0, 0, 1, 0, 0));
  }

  @Test
  void a_day_that_never_was_is_no_stamp() throws RecordingException {
    assertThat(GrandstreamTrace.recognises(feed("[1][2021-02-31@21:09:33] sip:I: Recv:\n")))
        .isFalse();
  }

  @Test
  void recognises_its_own() throws RecordingException {
    assertThat(
            GrandstreamTrace.recognises(
                feed("\n\nsome line\n[1][2021-01-11@21:09:33.868] sipWebRTC:INFO: Recv:  \n")))
        .isTrue();
    assertThat(GrandstreamTrace.recognises(feed("[1][2021-01-11@21:09:33] cron:I: started\n")))
        .isFalse();
    assertThat(GrandstreamTrace.recognises(feed(""))).isFalse();
  }

  @Test
  void a_message_that_the_log_cuts_inside_a_line_does_not_look_whole() throws RecordingException {
    String log = "[1][2021-01-11@21:09:33] sip:I: Recv:\nSIP/2.0 200 OK\nSession-Expires: 18";
    assertThat(all(new GrandstreamTrace(feed(log))))
        .extracting(GrandstreamTraceTest::text)
        .containsExactly("SIP/2.0 200 OK\r\nSession-Expires: 18");
  }

  @Test
  void a_log_copied_without_its_last_line_end_is_whole() throws RecordingException {
    String log = "[1][2021-01-11@21:09:33] sip:I: Recv:\nSIP/2.0 200 OK\nContent-Length: 0";
    assertThat(all(new GrandstreamTrace(feed(log))))
        .extracting(GrandstreamTraceTest::text)
        .containsExactly("SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n");
  }
}
