package org.sessionwatch.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.capture.stream.WebSocketBytes.BINARY;
import static org.sessionwatch.capture.stream.WebSocketBytes.CLOSE;
import static org.sessionwatch.capture.stream.WebSocketBytes.COMPRESSED;
import static org.sessionwatch.capture.stream.WebSocketBytes.CONTINUATION;
import static org.sessionwatch.capture.stream.WebSocketBytes.FINAL;
import static org.sessionwatch.capture.stream.WebSocketBytes.PING;
import static org.sessionwatch.capture.stream.WebSocketBytes.PONG;
import static org.sessionwatch.capture.stream.WebSocketBytes.TEXT;
import static org.sessionwatch.capture.stream.WebSocketBytes.client;
import static org.sessionwatch.capture.stream.WebSocketBytes.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.hep.HepEncoder;

/** SIP over WebSocket, and HEP, in TCP streams. */
class WebSocketStreamsTest {
  private static final String REQUEST =
      "GET /ws HTTP/1.1\r\nHost: pbx\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Protocol: sip\r\n\r\n";
  private static final String CONSENT =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade:websocket \r\nConnection: Upgrade\r\n\r\n";

  /** The Content-Length is optional here and 0 in some: the frame's length counts. */
  private static final String A = "UPDATE sip:a@b SIP/2.0\r\nCall-ID: a\r\n\r\n";

  private static final String B = "SIP/2.0 200 OK\r\nl: 0\r\n\r\n";
  private static final String LONG =
      A.replace("\r\n\r\n", "\r\nX: " + "y".repeat(300) + "\r\n\r\n");
  private static final String HUGE = LONG.replace("y", "z".repeat(250));

  private static Wire wire() {
    return new Wire().at(0).syn();
  }

  @Test
  void reads_what_a_client_sends_after_the_upgrade() {
    Wire wire = wire().at(1).send(REQUEST).at(2).send(client(FINAL | TEXT, A));
    wire.at(3).send(client(FINAL | BINARY, LONG)).at(4).send(client(FINAL | TEXT, HUGE));
    assertThat(wire.messages).containsExactly(A, LONG, HUGE);
    assertThat(wire.times).containsExactly(2L, 3L, 4L);
    assertThat(HUGE.length()).isGreaterThan(65_535);
  }

  @Test
  void reads_what_a_server_sends_after_the_upgrade() {
    Wire wire = wire().send(CONSENT).send(server(FINAL | TEXT, B)).send(server(FINAL | TEXT, HUGE));
    assertThat(wire.messages).containsExactly(B, HUGE);
    assertThat(wire.malformed + wire.gaps).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reads_frames_split_at_any_byte(boolean fromClient) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes((fromClient ? REQUEST : CONSENT).getBytes(StandardCharsets.UTF_8));
    for (String sip : new String[] {A, LONG, B}) {
      all.writeBytes(WebSocketBytes.message(sip.getBytes(StandardCharsets.UTF_8), fromClient));
    }
    byte[] bytes = all.toByteArray();
    for (int at = 1; at < bytes.length; at++) {
      Wire wire = wire().send(Arrays.copyOf(bytes, at));
      wire.send(Arrays.copyOfRange(bytes, at, bytes.length)).finish();
      assertThat(wire.messages).as("split at %d", at).containsExactly(A, LONG, B);
      assertThat(wire.malformed).isZero();
    }
  }

  @Test
  void puts_a_message_in_several_frames_together_with_control_frames_between() {
    Wire wire = wire().send(REQUEST).at(1).send(client(TEXT, A.substring(0, 10)));
    wire.send(client(FINAL | PING, "ping")).send(client(CONTINUATION, A.substring(10, 20)));
    wire.send(client(FINAL | PONG, "")).at(2);
    wire.send(client(FINAL | CONTINUATION, A.substring(20))).send(client(FINAL | TEXT, B));
    wire.send(client(FINAL | CLOSE, ""));
    assertThat(wire.messages).containsExactly(A, B);
    assertThat(wire.times).containsExactly(2L, 2L);
    assertThat(wire.malformed).isZero();
  }

  @Test
  void keep_alives_and_other_messages_are_no_sip() {
    Wire wire = wire().send(CONSENT).send(server(FINAL | TEXT, "\r\n\r\n"));
    wire.send(server(FINAL | TEXT, "{\"type\":\"x\"}")).send(server(FINAL | TEXT, ""));
    wire.send(server(FINAL | TEXT, A));
    assertThat(wire.messages).containsExactly(A);
    assertThat(wire.malformed).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_recording_may_begin_after_the_upgrade(boolean fromClient) {
    Wire wire =
        new Wire()
            .at(0)
            .send(WebSocketBytes.message(A.getBytes(StandardCharsets.UTF_8), fromClient));
    wire.send(WebSocketBytes.message(LONG.getBytes(StandardCharsets.UTF_8), fromClient)).finish();
    assertThat(wire.messages).containsExactly(A, LONG);
  }

  /** A segment of the first message is all that is missing. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void after_a_hole_it_goes_on_with_the_next_segment_that_begins_a_message(boolean fromClient) {
    byte[] first = WebSocketBytes.message(LONG.getBytes(StandardCharsets.UTF_8), fromClient);
    Wire wire = wire().send(fromClient ? REQUEST : CONSENT);
    wire.send(WebSocketBytes.message(A.getBytes(StandardCharsets.UTF_8), fromClient));
    int sent = (fromClient ? REQUEST : CONSENT).length() + A.length() + (fromClient ? 6 : 2);
    wire.segment(Wire.FIRST + sent, Wire.ACK, Arrays.copyOf(first, 100));
    byte[] rest = Arrays.copyOfRange(first, 200, first.length);
    wire.segment(Wire.FIRST + sent + 200, Wire.ACK, rest);
    byte[] next = WebSocketBytes.message(B.getBytes(StandardCharsets.UTF_8), fromClient);
    wire.segment(Wire.FIRST + sent + first.length, Wire.ACK, next);
    wire.finish();
    assertThat(wire.messages).containsExactly(A, B);
    assertThat(wire.gaps).isEqualTo(1);
  }

  @Test
  void compressed_messages_are_counted() {
    Wire wire = wire().send(CONSENT).send(server(COMPRESSED | TEXT, "abc"));
    wire.send(server(FINAL | CONTINUATION, "def")).send(server(FINAL | COMPRESSED | TEXT, "gh"));
    wire.send(server(FINAL | TEXT, A));
    assertThat(wire.messages).containsExactly(A);
    assertThat(wire.compressed).isEqualTo(2);
    assertThat(wire.malformed).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x83, 0x87, 0x8b, 0xa1, 0x91, PING})
  void frames_that_nobody_may_send_lose_the_thread(int first) {
    Wire wire = wire().send(CONSENT).send(server(FINAL | TEXT, A)).send(server(first, "x"));
    wire.send(server(FINAL | TEXT, B)).finish();
    assertThat(wire.messages).containsExactly(A, B);
    assertThat(wire.malformed).isEqualTo(1);
  }

  @Test
  void messages_too_long_to_hold_are_passed_over() {
    Wire wire = wire().send(CONSENT).send(server(FINAL | TEXT, A));
    wire.send(server(FINAL | BINARY, new byte[200_000])).send(server(FINAL | TEXT, B));
    for (int i = 0; i < 3; i++) {
      wire.send(server(i == 0 ? TEXT : CONTINUATION, new byte[60_000]));
    }
    wire.send(server(FINAL | TEXT, LONG));
    assertThat(wire.messages).containsExactly(A, B, LONG);
    assertThat(wire.malformed).isEqualTo(2);
    assertThat(wire.streams.bytesHeld()).isZero();
  }

  @Test
  void a_length_beyond_all_bounds_loses_the_thread() {
    byte[] endless = new byte[14];
    Arrays.fill(endless, (byte) 0xff);
    endless[0] = (byte) (FINAL | TEXT);
    Wire wire = wire().send(CONSENT).send(server(FINAL | TEXT, A)).send(endless);
    wire.send(server(FINAL | TEXT, B));
    assertThat(wire.messages).containsExactly(A, B);
    assertThat(wire.malformed).isEqualTo(1);
  }

  @Test
  void a_web_page_is_no_upgrade() {
    Wire wire = wire().send("GET / HTTP/1.1\r\nHost: pbx\r\n\r\n").send(client(FINAL | TEXT, A));
    assertThat(wire.messages).containsExactly(A);
    assertThat(wire.malformed + wire.gaps).isZero();
  }

  private static byte[] hep(String sip) {
    CapturedMessage message =
        new CapturedMessage(
            new CaptureSource(7, "pbx7", ""),
            0,
            0,
            null,
            null,
            sip.getBytes(StandardCharsets.UTF_8));
    return Objects.requireNonNull(new HepEncoder(null).encode(message, 1));
  }

  @Test
  void reads_hep_split_at_any_byte() {
    byte[] one = hep(A);
    byte[] both = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, both, one.length, one.length);
    for (int at = 1; at < both.length; at++) {
      Wire wire = wire().send(Arrays.copyOf(both, at));
      wire.send(Arrays.copyOfRange(both, at, both.length)).finish();
      assertThat(wire.hep).as("split at %d", at).isEqualTo(2);
      assertThat(wire.malformed).isZero();
    }
  }

  @Test
  void after_a_hole_hep_goes_on_with_the_next_segment_that_begins_a_message() {
    byte[] one = hep(A);
    Wire wire = wire().send(one);
    wire.segment(Wire.FIRST + one.length, Wire.ACK, Arrays.copyOf(one, 20));
    byte[] rest = Arrays.copyOfRange(one, 30, one.length);
    wire.segment(Wire.FIRST + one.length + 30, Wire.ACK, rest);
    wire.segment(Wire.FIRST + 2 * one.length, Wire.ACK, one).finish();
    assertThat(wire.hep).isEqualTo(2);
    assertThat(wire.gaps).isEqualTo(1);
  }

  @Test
  void hep_with_a_length_that_cannot_be_loses_the_thread() {
    Wire wire = wire().send(hep(A)).send(new byte[] {'H', 'E', 'P', '3', 0, 5}).send(hep(B));
    assertThat(wire.hep).isEqualTo(2);
    assertThat(wire.malformed).isEqualTo(1);
  }
}
