package org.sessionwatch.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpStreamsTest {
  private static final String A = sip("INVITE", "a", "v=0\r\n");
  private static final String B = sip("UPDATE", "b", "");
  private static final String C = sip("BYE", "c", "SIP/2.0 200 OK\r\n");
  private static final String ALL = A + B + C;

  private static String sip(String method, String callId, String body) {
    return "%s sip:a@b SIP/2.0\r\nCall-ID: %s\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(method, callId, body.length(), body);
  }

  private static Wire wire() {
    return new Wire().at(0).syn();
  }

  @Test
  void reads_messages_one_a_segment() {
    Wire wire = wire().at(1).send(A).at(2).send(B).at(3).send(C);
    assertThat(wire.messages).containsExactly(A, B, C);
    assertThat(wire.times).containsExactly(1L, 2L, 3L);
  }

  @Test
  void reads_several_messages_in_a_segment_with_keep_alives_between() {
    Wire wire = wire().at(1).send("\r\n\r\n" + A + "\r\n" + B + "\r\n\r\n").at(2).send("\r\n" + C);
    assertThat(wire.messages).containsExactly(A, B, C);
    assertThat(wire.times).containsExactly(1L, 1L, 2L);
    assertThat(wire.malformed).isZero();
  }

  /** The time of a message is that of the segment that completes it. */
  @Test
  void reads_a_message_split_at_any_byte() {
    for (int at = 1; at < ALL.length(); at++) {
      Wire wire = wire().at(1).part(ALL, 0, at).at(2).part(ALL, at, ALL.length()).finish();
      assertThat(wire.messages).as("split at %d", at).containsExactly(A, B, C);
      List<Long> times = new ArrayList<>();
      for (int end : new int[] {A.length(), A.length() + B.length(), ALL.length()}) {
        times.add(at >= end ? 1L : 2L);
      }
      assertThat(wire.times).as("split at %d", at).isEqualTo(times);
      assertThat(wire.malformed + wire.gaps).isZero();
    }
  }

  @Test
  void reads_byte_by_byte() {
    Wire wire = wire();
    for (int i = 0; i < ALL.length(); i++) {
      wire.at(i).part(ALL, i, i + 1);
    }
    assertThat(wire.messages).containsExactly(A, B, C);
    assertThat(wire.streams.bytesHeld()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 4",
        "content-length:4",
        "CONTENT-LENGTH \t: \t4",
        "l: 4",
        "L : 4",
        "l: 4\r\nl: 9"
      })
  void takes_every_spelling_of_the_length(String header) {
    String message = "SIP/2.0 200 OK\r\nCall-ID: a\r\n" + header + "\r\n\r\nbody";
    Wire wire = wire().send(message + A);
    assertThat(wire.messages).containsExactly(message, A);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: x", "Content-Type: a/b", "Loss: 4"})
  void without_a_length_a_message_has_no_body(String header) {
    String message = "SIP/2.0 200 OK\r\n" + header + "\r\n\r\n";
    assertThat(wire().send(message + A).messages).containsExactly(message, A);
  }

  @Test
  void puts_segments_in_order_that_come_in_any() {
    Random random = new Random(4028);
    for (int round = 0; round < 300; round++) {
      List<int[]> parts = new ArrayList<>();
      for (int at = 0; at < ALL.length(); ) {
        int length = 1 + random.nextInt(90);
        // Some reach into the next one, and some come again.
        int end = Math.min(ALL.length(), at + length);
        parts.add(new int[] {at, Math.min(ALL.length(), end + random.nextInt(20))});
        if (random.nextInt(4) == 0) {
          parts.add(new int[] {Math.max(0, at - random.nextInt(20)), end});
        }
        at = end;
      }
      Collections.shuffle(parts, random);
      Wire wire = new Wire().at(0);
      if (random.nextBoolean()) {
        wire.syn();
      }
      parts.forEach(part -> wire.part(ALL, part[0], part[1]));
      wire.finish();
      assertThat(wire.messages).as("round %d", round).containsExactly(A, B, C);
      assertThat(wire.gaps + wire.malformed).isZero();
    }
  }

  /** Until the missing one is there nobody has read what is behind it. */
  @Test
  void what_waited_has_the_time_of_what_it_waited_for() {
    int second = A.length();
    Wire wire =
        wire()
            .at(10)
            .part(ALL, second, ALL.length())
            .at(500)
            .part(ALL, 0, second)
            .at(700)
            .part(ALL, 0, second);
    assertThat(wire.messages).containsExactly(A, B, C);
    assertThat(wire.times).containsExactly(500L, 500L, 500L);
  }

  @Test
  void a_syn_may_come_late_or_twice() {
    Wire wire = new Wire().at(0).part(ALL, 0, 10).syn().part(ALL, 10, A.length()).syn();
    wire.at(5).part(ALL, A.length(), ALL.length());
    assertThat(wire.messages).containsExactly(A, B, C);
  }

  @Test
  void after_a_hole_it_goes_on_with_the_next_start_line_and_counts() {
    int inB = A.length() + 30;
    Wire wire = wire().at(1).part(ALL, 0, A.length() + 10).at(2).part(ALL, inB, ALL.length());
    assertThat(wire.messages).containsExactly(A);
    assertThat(wire.gaps).isZero();
    wire.at(1_001);
    assertThat(wire.messages).containsExactly(A);
    wire.at(1_002);
    assertThat(wire.messages).containsExactly(A, C);
    assertThat(wire.times).containsExactly(1L, 2L);
    assertThat(wire.gaps).isEqualTo(1);
    wire.at(1_003).part(ALL, 0, ALL.length());
    assertThat(wire.messages).hasSize(2);
  }

  @Test
  void two_holes_are_two_gaps() {
    Wire wire = wire().part(ALL, 0, A.length()).part(ALL, A.length() + 1, A.length() + 9);
    wire.part(ALL, A.length() + B.length(), ALL.length()).finish();
    assertThat(wire.messages).containsExactly(A, C);
    assertThat(wire.gaps).isEqualTo(2);
  }

  @Test
  void a_hole_before_the_first_message_counts_once_there_is_one() {
    Wire wire = wire().part(ALL, 20, A.length()).at(2_000);
    assertThat(wire.gaps).isZero();
    wire.part(ALL, A.length(), ALL.length());
    assertThat(wire.messages).containsExactly(B, C);
    assertThat(wire.gaps).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 9, 40, 60})
  void a_recording_may_begin_in_the_middle_of_a_stream(int from) {
    Wire wire = new Wire().at(1).part(ALL, from, A.length() + 5).at(2);
    wire.part(ALL, A.length() + 5, ALL.length()).finish();
    List<String> expected = from == 0 ? List.of(A, B, C) : List.of(B, C);
    assertThat(wire.messages).isEqualTo(expected);
    assertThat(wire.gaps + wire.malformed).isZero();
  }

  /** The start line in the body of a NOTIFY is not that of a message. */
  @Test
  void a_start_line_inside_a_body_is_none() {
    Wire wire = new Wire().at(1).part(C + A, C.indexOf("Call-ID"), C.length() + 20).at(2);
    wire.part(C + A, C.length() + 20, C.length() + A.length()).finish();
    assertThat(wire.messages).containsExactly(A);
  }

  @Test
  void frames_that_were_cut_are_gaps() {
    byte[] begin = A.substring(0, 30).getBytes(StandardCharsets.UTF_8);
    int missing = A.length() - 30;
    Wire wire = wire().send(B);
    wire.segment(Wire.FIRST + B.length(), Wire.ACK, begin, missing);
    wire.segment(
        Wire.FIRST + B.length() + A.length(), Wire.ACK, C.getBytes(StandardCharsets.UTF_8));
    assertThat(wire.messages).containsExactly(B, C);
    assertThat(wire.gaps).isEqualTo(1);
  }

  @Test
  void fin_ends_a_direction_and_what_is_not_whole_is_malformed() {
    Wire wire = wire().send(A + B.substring(0, 20));
    wire.segment(Wire.FIRST + A.length() + 20, Wire.FIN | Wire.ACK, new byte[0]);
    assertThat(wire.streams.directions()).isZero();
    assertThat(wire.malformed).isEqualTo(1);
    assertThat(wire.streams.bytesHeld()).isZero();
  }

  @Test
  void fin_waits_for_what_is_missing() {
    byte[] last = C.getBytes(StandardCharsets.UTF_8);
    Wire wire = wire().part(ALL, 0, A.length());
    wire.segment(Wire.FIRST + A.length() + B.length(), Wire.FIN | Wire.ACK, last);
    assertThat(wire.streams.directions()).isEqualTo(1);
    wire.part(ALL, A.length(), A.length() + B.length());
    assertThat(wire.messages).containsExactly(A, B, C);
    assertThat(wire.streams.directions()).isZero();
  }

  @Test
  void rst_ends_both_directions() {
    Wire wire = wire().send(A).part(ALL, A.length() + B.length(), ALL.length());
    Flow back = Wire.FLOW.reversed();
    wire.streams.segment(new TcpSegment(back, 0, Wire.RST, new byte[0], 0, 0, 0, 1));
    assertThat(wire.streams.directions()).isZero();
    assertThat(wire.messages).containsExactly(A, C);
    assertThat(wire.gaps).isEqualTo(1);
  }

  @Test
  void ports_may_be_used_again() {
    Wire wire = wire().send(A + B.substring(0, 30));
    wire.segment(1_000_000, Wire.SYN, new byte[0]);
    wire.segment(1_000_001, Wire.ACK, C.getBytes(StandardCharsets.UTF_8));
    // And once more, without its SYN being captured.
    wire.segment(900_000_000, Wire.ACK, B.getBytes(StandardCharsets.UTF_8));
    assertThat(wire.messages).containsExactly(A, C, B);
    assertThat(wire.malformed).isEqualTo(1);
  }

  @Test
  void keep_alive_probes_and_acknowledgements_are_nothing() {
    Wire wire = wire().send(A);
    wire.segment(Wire.FIRST + A.length() - 1, Wire.ACK, new byte[1]);
    wire.segment(Wire.FIRST + A.length() - 1, Wire.ACK, new byte[0]);
    wire.segment(Wire.FIRST + A.length(), Wire.ACK, new byte[0]);
    wire.at(2_000).part(ALL, A.length(), ALL.length());
    assertThat(wire.messages).containsExactly(A, B, C);
    assertThat(wire.gaps).isZero();
  }

  @Test
  void other_protocols_are_passed_over_and_hold_nothing() {
    Random random = new Random(4028);
    Wire wire = wire();
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = new byte[1_400];
      random.nextBytes(bytes);
      wire.send(bytes);
    }
    wire.send("POST / HTTP/1.1\r\nHost: a\r\n\r\n" + "x".repeat(20_000));
    assertThat(wire.streams.bytesHeld()).isLessThan(10_000);
    assertThat(wire.malformed + wire.gaps).isZero();
    wire.send("\r\n" + A);
    assertThat(wire.messages).containsExactly(A);
  }

  @Test
  void what_is_no_message_inside_a_sip_stream_is_counted_once() {
    Wire wire = wire().send(A + "garbage\r\nmore: of it\r\n" + B + C);
    assertThat(wire.messages).containsExactly(A, B, C);
    assertThat(wire.malformed).isEqualTo(1);
  }

  @Test
  void a_body_too_long_to_hold_is_passed_over() {
    String head = "MESSAGE sip:a@b SIP/2.0\r\nContent-Length: 9000000\r\n\r\n";
    Wire wire = wire().send(A).send(head);
    for (int i = 0; i < 9; i++) {
      wire.send(new byte[1_000_000]);
    }
    wire.send(B);
    assertThat(wire.messages).containsExactly(A, B);
    assertThat(wire.malformed).isEqualTo(1);
    assertThat(wire.streams.bytesHeld()).isZero();
  }

  @Test
  void headers_without_end_are_given_up() {
    Wire wire = wire().send(A).send("INVITE sip:a@b SIP/2.0\r\n");
    for (int i = 0; i < 3_000; i++) {
      wire.send("X-Header: ".concat("y".repeat(90)).concat("\r\n"));
    }
    wire.send(B);
    assertThat(wire.messages).containsExactly(A, B);
    assertThat(wire.malformed).isEqualTo(1);
  }

  /**
   * Streams that promise much and begin, streams with holes: the oldest go, and memory is bounded.
   */
  @Test
  void the_bytes_held_and_the_streams_are_bounded() {
    Wire wire = new Wire();
    byte[] begin =
        ("INVITE sip:a@b SIP/2.0\r\nContent-Length: 99999\r\n\r\n" + "z".repeat(1_300))
            .getBytes(StandardCharsets.UTF_8);
    long most = 0;
    int mostDirections = 0;
    for (int i = 0; i < 60_000; i++) {
      Flow flow = new Flow(0, i / 3, 0, 2, i / 3 % 60_000, 5060);
      int sequence = (i % 3) * begin.length + (i % 3 == 2 ? 100 : 0);
      int flags = i % 3 == 0 ? Wire.SYN : Wire.ACK;
      wire.streams.segment(new TcpSegment(flow, sequence, flags, begin, 0, begin.length, 0, i));
      most = Math.max(most, wire.streams.bytesHeld());
      mostDirections = Math.max(mostDirections, wire.streams.directions());
    }
    assertThat(most).isBetween(1L << 20, 8L << 20);
    assertThat(mostDirections).isLessThanOrEqualTo(8_192);
    wire.finish();
    assertThat(wire.streams.bytesHeld()).isZero();
  }

  @Test
  void a_hole_with_too_much_behind_it_is_passed_over_at_once() {
    Wire wire = wire().send(A);
    StringBuilder many = new StringBuilder();
    while (many.length() < 400_000) {
      many.append(B);
    }
    String stream = A + "????" + many;
    for (int at = A.length() + 4; at < stream.length(); at += 1_000) {
      wire.part(stream, at, Math.min(stream.length(), at + 1_000));
    }
    assertThat(wire.gaps).isEqualTo(1);
    assertThat(wire.messages).hasSize(1 + many.length() / B.length());
  }

  /** Bytes turned and segments lost at random: nothing throws, nothing loops. */
  @Test
  void damaged_streams_are_survived() {
    Random random = new Random(4028);
    byte[] whole = ALL.getBytes(StandardCharsets.UTF_8);
    int messages = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(5); i > 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Wire wire = new Wire().at(0);
      for (int at = 0; at < damaged.length; ) {
        int end = Math.min(damaged.length, at + 1 + random.nextInt(60));
        byte[] part = java.util.Arrays.copyOfRange(damaged, at, end);
        int wrong = random.nextInt(50) == 0 ? random.nextInt() : 0;
        wire.segment(
            Wire.FIRST + at + wrong, random.nextInt(20) == 0 ? random.nextInt() : 16, part);
        at = end;
      }
      messages += wire.finish().messages.size();
      assertThat(wire.streams.bytesHeld()).isZero();
    }
    assertThat(messages).isPositive();
  }
}
