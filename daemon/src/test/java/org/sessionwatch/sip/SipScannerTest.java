package org.sessionwatch.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipScannerTest {
  private static final String INVITE =
      """
      INVITE sip:bob@example.net SIP/2.0
      Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK-1, SIP/2.0/UDP 192.0.2.2;branch=z9hG4bK-0
      Via: SIP/2.0/TCP 192.0.2.3;branch=z9hG4bK-x
      Max-Forwards: 70
      From: "Alice <the> \\"A\\"; tag=no" <sip:alice@example.net;user=phone>;tag=a-1
      To: <sip:bob@example.net>
      Call-ID: 1@example.net
      CSeq: 314 INVITE
      Allow: INVITE, ACK, BYE, UPDATE
      Supported: replaces, timer
      Session-Expires: 1800;refresher=uac
      Min-SE: 120
      User-Agent: Phone 1.2 (test)
      Content-Type: application/sdp
      Content-Length: 5

      v=0
      """;

  private static SipScan scan(String text) {
    return SipScanner.scan(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static SipMessage message(String text) {
    return (SipMessage) scan(text);
  }

  /** A 200 to UPDATE with the given header lines. */
  private static SipMessage answer(String headers) {
    return message(
        """
        SIP/2.0 200 OK
        v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-1
        f: <sip:a@example.net>;tag=a
        t: sip:b@example.net;tag=b
        i: 1@example.net
        CSeq: 2 UPDATE
        %s

        """
            .formatted(headers.strip()));
  }

  private static Malformed malformed(String text) {
    return (Malformed) scan(text);
  }

  @Test
  void finds_what_timers_need_and_nothing_else() {
    SipMessage invite = message(INVITE);

    assertThat(invite.isRequest()).isTrue();
    assertThat(invite.method()).isEqualTo(SipMethod.INVITE);
    assertThat(invite.cseq()).isEqualTo(314);
    assertThat(invite.callId()).isEqualTo("1@example.net");
    assertThat(invite.fromTag()).isEqualTo("a-1");
    assertThat(invite.fromUri()).isEqualTo("sip:alice@example.net;user=phone");
    assertThat(invite.hasToTag()).isFalse();
    assertThat(invite.toUri()).isEqualTo("sip:bob@example.net");
    assertThat(invite.branch()).isEqualTo("z9hG4bK-1");
    assertThat(invite.vias()).isEqualTo(3);
    assertThat(invite.sessionExpiresS()).isEqualTo(1800);
    assertThat(invite.refresher()).isEqualTo(RefresherParam.UAC);
    assertThat(invite.minSeS()).isEqualTo(120);
    assertThat(invite.supportsTimer()).isTrue();
    assertThat(invite.requiresTimer()).isFalse();
    assertThat(invite.allowsUpdate()).isTrue();
    assertThat(invite.userAgent()).isEqualTo("Phone 1.2 (test)");
    assertThat(invite.hasSdp()).isTrue();
    assertThat(invite.isCut()).isFalse();
  }

  @Test
  void reads_compact_headers() {
    SipMessage answer = answer("x:90 ; refresher=UAC\nk: timer\nc: application/sdp");

    assertThat(answer.sessionExpiresS()).isEqualTo(90);
    assertThat(answer.refresher()).isEqualTo(RefresherParam.UAC);
    assertThat(answer.supportsTimer()).isTrue();
    assertThat(answer.hasSdp()).isTrue();
    assertThat(answer.callId()).isEqualTo("1@example.net");
    assertThat(answer.toTag()).isEqualTo("b");
    assertThat(answer.toUri()).isEqualTo("sip:b@example.net");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.method()).isEqualTo(SipMethod.UPDATE);
  }

  @Test
  void min_se_has_no_compact_form_and_a_user_agent_neither() {
    SipMessage answer = answer("n: 120\nw: nobody\nr: SIP;cause=408");

    assertThat(answer.minSeS()).isEqualTo(SipMessage.ABSENT);
    assertThat(answer.userAgent()).isNull();
    assertThat(answer.hasReason()).isFalse();
  }

  @Test
  void reads_folded_headers_and_lists_in_any_case() {
    SipMessage answer =
        answer(
            "SESSION-EXPIRES:\n   90\n\t; Refresher\n  = uas\nSUPPORTED:100rel , Timer\nRequire: foo\nRequire: TIMER");

    assertThat(answer.sessionExpiresS()).isEqualTo(90);
    assertThat(answer.refresher()).isEqualTo(RefresherParam.UAS);
    assertThat(answer.supportsTimer()).isTrue();
    assertThat(answer.requiresTimer()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1800;refresher=uac;foo=bar",
        "1800;foo=bar;refresher=uac",
        "1800;foo=\"a;refresher=uas;b\";refresher=uac",
        "1800 ;foo;refresher = UAC",
        "1800;refresher=\"uac\"",
      })
  void other_parameters_are_ignored(String value) {
    SipMessage answer = answer("Session-Expires: " + value);

    assertThat(answer.sessionExpiresS()).isEqualTo(1800);
    assertThat(answer.refresher()).isEqualTo(RefresherParam.UAC);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "",
        "abc",
        "90s",
        "90;refresher=both",
        "90;refresher=",
        "90;refresher",
        "1 2"
      })
  void what_cannot_be_read_is_unreadable_and_not_absent(String value) {
    assertThat(answer("Session-Expires: " + value).sessionExpiresS())
        .isEqualTo(SipMessage.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4294967296", "99999999999999999999", "2147483648"})
  void what_is_too_large_is_cut_down_and_flagged(String value) {
    SipMessage answer = answer("Session-Expires: " + value);

    assertThat(answer.sessionExpiresS()).isEqualTo(SipMessage.MAX_INTERVAL_S);
    assertThat(answer.sessionExpiresClamped()).isTrue();
  }

  @Test
  void of_two_differing_headers_the_first_counts() {
    SipMessage answer = answer("Session-Expires: 90;refresher=uac\nx: 1800;refresher=uac");

    assertThat(answer.sessionExpiresS()).isEqualTo(90);
    assertThat(answer.sessionExpiresConflict()).isTrue();
    assertThat(answer("x: 90\nx: 90").sessionExpiresConflict()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SIP ;cause=408 ;text=\"No session refresh received.\" | 408 | No session refresh received.",
        "Q.850;cause=16;text=\"a, b\" , SIP;cause=200;text=\"Call completed elsewhere\" | 200 | Call completed elsewhere",
        "Q.850;cause=16 | 16 |",
      })
  void reads_the_reason_of_protocol_sip_first(String value, int cause, String text) {
    SipMessage answer = answer("Reason: " + value);

    assertThat(answer.reasonCause()).isEqualTo(cause);
    assertThat(answer.reasonText()).isEqualTo(text);
  }

  @Test
  void a_message_cut_in_its_headers_says_so() {
    String cut = INVITE.substring(0, INVITE.indexOf("Session-Expires: 18") + 19);
    SipMessage message = message(cut);

    assertThat(message.isCut()).isTrue();
    assertThat(message.sessionExpiresS()).isEqualTo(SipMessage.ABSENT);
  }

  @Test
  void lines_may_end_in_a_bare_line_feed() {
    SipScan scan = SipScanner.scan(INVITE.getBytes(StandardCharsets.UTF_8));

    assertThat(((SipMessage) scan).minSeS()).isEqualTo(120);
  }

  @Test
  void says_why_bytes_are_no_message() {
    assertThat(scan("\n\n")).isEqualTo(new Malformed(0, Malformed.Reason.KEEP_ALIVE));
    assertThat(scan("")).isEqualTo(new Malformed(0, Malformed.Reason.KEEP_ALIVE));
    assertThat(malformed("hello world\n\n").reason()).isEqualTo(Malformed.Reason.START_LINE);
    assertThat(malformed("SIP/2.0 99 x\n\n").reason()).isEqualTo(Malformed.Reason.START_LINE);
    assertThat(malformed("SIP/2.0 abc\n\n").reason()).isEqualTo(Malformed.Reason.START_LINE);
    assertThat(malformed(INVITE.replace("Call-ID: 1@example.net\n", "")).reason())
        .isEqualTo(Malformed.Reason.NO_CALL_ID);
    assertThat(malformed(INVITE.replace("To: <sip:bob@example.net>\n", "")).reason())
        .isEqualTo(Malformed.Reason.NO_TO);
    assertThat(malformed(INVITE.replace("CSeq: 314", "CSeq: 4294967296")).reason())
        .isEqualTo(Malformed.Reason.BAD_CSEQ);
    assertThat(malformed("INVITE sip:b@x SIP/2.0\nVia: SIP/2.0/UDP x").reason())
        .isEqualTo(Malformed.Reason.CUT);
  }

  @Test
  void no_truncation_is_taken_for_a_whole_message_or_throws() {
    byte[] whole = INVITE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    int headersEnd = INVITE.replace("\n", "\r\n").indexOf("\r\n\r\n") + 4;
    for (int length = 0; length < headersEnd - 2; length++) {
      SipScan scan = SipScanner.scan(Arrays.copyOf(whole, length));
      if (scan instanceof SipMessage message) {
        assertThat(message.isCut()).as("cut at byte %d", length).isTrue();
      }
    }
  }

  @Test
  void no_damage_throws() {
    byte[] whole = INVITE.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    Random random = new Random(4028);
    int messages = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = whole.clone();
      for (int hits = random.nextInt(8); hits >= 0; hits--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (SipScanner.scan(damaged) instanceof SipMessage message) {
        messages++;
        assertThat(message.callId() + message.fromTag() + message.toTag() + message.branch())
            .isNotNull();
      }
    }
    assertThat(messages).isBetween(1, 19_999);
  }

  @Test
  void a_call_id_can_be_made_longer() {
    byte[] longer = SipEdit.extendCallId(INVITE.getBytes(StandardCharsets.UTF_8), "-9");
    byte[] nothing = {1, 2, 3};

    assertThat(((SipMessage) SipScanner.scan(longer)).callId()).isEqualTo("1@example.net-9");
    assertThat(SipEdit.extendCallId(nothing, "-9")).isSameAs(nothing);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000", "20", "200OK", "4294967301", "", "-200", "99", "700"})
  void a_status_has_three_digits(String status) {
    assertThat(malformed("SIP/2.0 " + status + " OK\nCall-ID: a\n\n").reason())
        .isEqualTo(Malformed.Reason.START_LINE);
  }

  @Test
  void of_headers_that_may_be_there_once_the_first_counts() {
    SipMessage answer =
        answer("From: <sip:x@y>;tag=x\nTo: <sip:z@y>;tag=z\nCSeq: 9 BYE\nCall-ID: other");

    assertThat(answer.fromTag()).isEqualTo("a");
    assertThat(answer.toTag()).isEqualTo("b");
    assertThat(answer.cseq()).isEqualTo(2);
    assertThat(answer.method()).isEqualTo(SipMethod.UPDATE);
    assertThat(answer.callId()).isEqualTo("1@example.net");
  }

  @Test
  void commas_too_many_are_no_hops() {
    SipMessage answer = answer("Via: ,, ;, SIP/2.0/UDP 192.0.2.2;branch=x,");

    assertThat(answer.vias()).isEqualTo(2);
    assertThat(answer.branch()).isEqualTo("z9hG4bK-1");
  }
}
