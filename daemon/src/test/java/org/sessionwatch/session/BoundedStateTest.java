package org.sessionwatch.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;

/** Whoever makes up Call-IDs fills neither the memory nor the place of real calls. */
class BoundedStateTest {
  /** Fewer by {@code -Dsessionwatch.flood=100000}. */
  private static final int FLOOD = Integer.getInteger("sessionwatch.flood", 10_000_000);

  private static final int SMALLER_FLOOD = Math.min(FLOOD, 100_000);
  private static final String MADE_UP = "0123456789abcdef@flood";

  private final List<Effect> effects = new ArrayList<>();
  private final SessionEngine engine =
      new SessionEngine(new EngineSettings(6_000_000), effects::add);

  private void hear(String startLine, String callId, String toTag, double atS) {
    tell(engine, sip(startLine, callId, toTag), atS);
  }

  private static long usedMegabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  private static String sip(String startLine, String callId, String toTag) {
    return """
        %s\r
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-1\r
        From: <sip:a@example.net>;tag=a\r
        To: <sip:b@example.net>%s\r
        Call-ID: %s\r
        CSeq: 1 %s\r
        Supported: timer\r
        Require: timer\r
        Session-Expires: 90;refresher=uac\r
        \r
        """
        .formatted(startLine, toTag, callId, startLine.startsWith("UPDATE") ? "UPDATE" : "INVITE");
  }

  @Test
  void a_flood_of_invites_pushes_out_its_own_and_no_real_call() {
    hear("INVITE sip:b@x SIP/2.0", "real", "", -1);
    hear("SIP/2.0 200 OK", "real", ";tag=b", 0);
    long before = usedMegabytes();
    byte[] template = sip("INVITE sip:b@x SIP/2.0", MADE_UP, "").getBytes(US_ASCII);
    int at = new String(template, US_ASCII).indexOf(MADE_UP);
    SplittableRandom random = new SplittableRandom(4028);
    for (int i = 0; i < FLOOD; i++) {
      byte[] invite = template.clone();
      System.arraycopy(
          HexFormat.of().toHexDigits(random.nextLong()).getBytes(US_ASCII), 0, invite, at, 16);
      engine.message(
          (SipMessage) SipScanner.scan(invite), "pbx", CallScript.us(1 + i * (40.0 / FLOOD)));
    }
    engine.advance(CallScript.us(52));

    long more = usedMegabytes() - before;
    System.out.printf(
        "%d random Call-IDs: %d forgotten, the oldest first; %d MB more in use than before%n",
        FLOOD, engine.evictedCalls(), more);
    assertThat(engine.evictedCalls()).isEqualTo(FLOOD - EngineLimits.MOST.halfOpen());
    assertThat(more).isLessThan(200);
    assertThat(engine.openDialogs()).isEqualTo(1);
    assertThat(effects).anyMatch(Effect.AlertRaised.class::isInstance);
  }

  @Test
  void requests_of_calls_nobody_heard_of_are_forgotten_without_a_word() {
    for (int i = 0; i < SMALLER_FLOOD; i++) {
      hear("UPDATE sip:b@x SIP/2.0", "made-up-" + i, ";tag=b", i * (40.0 / SMALLER_FLOOD));
    }
    engine.advance(CallScript.us(300));

    assertThat(engine.openDialogs()).isZero();
    assertThat(engine.nextDeadlineUs()).isEqualTo(Long.MAX_VALUE);
    assertThat(engine.evictedCalls()).isPositive();
    assertThat(effects).noneMatch(Effect.Forgotten.class::isInstance);
  }

  /** They are remembered for late copies of their messages, but not whatever it takes. */
  @Test
  void of_calls_that_ended_those_that_ended_first_are_let_go_and_all_are_told() {
    int ended = EngineLimits.MOST.ended() + 5_000;
    hear("INVITE sip:b@x SIP/2.0", "open", "", -1);
    hear("SIP/2.0 200 OK", "open", ";tag=b", 0);
    for (int i = 0; i < ended; i++) {
      double atS = 1 + i * (40.0 / ended);
      hear("INVITE sip:b@x SIP/2.0", "call-" + i, "", atS);
      hear("SIP/2.0 200 OK", "call-" + i, ";tag=b", atS);
      hearBye("BYE sip:b@x SIP/2.0", "call-" + i, atS);
      hearBye("SIP/2.0 200 OK", "call-" + i, atS);
    }
    engine.advance(CallScript.us(50));

    assertThat(engine.calls()).isEqualTo(EngineLimits.MOST.ended() + 1);
    assertThat(engine.openDialogs()).isEqualTo(1);
    assertThat(effects.stream().filter(Effect.Ended.class::isInstance)).hasSize(ended);
    engine.advance(CallScript.us(300));
    assertThat(engine.calls()).isEqualTo(1);
    assertThat(engine.evictedCalls()).isZero();
  }

  /** What is of least use goes first; what goes on is kept, and whoever comes then is counted. */
  @Test
  void beyond_what_the_heap_carries_no_call_that_goes_on_is_forgotten() {
    SessionEngine small =
        new SessionEngine(
            new EngineSettings(6_000_000).within(new EngineLimits(4, 4, 4)), effects::add);
    establish(small, "ended", 0);
    tell(small, byeOf("BYE sip:b@x SIP/2.0", "ended"), 1);
    tell(small, byeOf("SIP/2.0 200 OK", "ended"), 1);
    establish(small, "going on", 2);
    tell(small, sip("INVITE sip:b@x SIP/2.0", "rings", ""), 3);
    establish(small, "lost", 4);
    small.advance(CallScript.us(6));
    assertThat(small.calls()).isEqualTo(4);

    establish(small, "in the place of the one that has ended", 7);
    assertThat(small.evictedCalls()).isZero();
    establish(small, "in the place of the one that rings", 8);
    assertThat(small.evictedCalls()).isEqualTo(1);
    establish(small, "passed over", 9);
    assertThat(small.evictedCalls()).isEqualTo(2);
    assertThat(small.openDialogs()).isEqualTo(4);

    tell(small, updateOf("UPDATE sip:b@x SIP/2.0", "going on"), 45);
    tell(small, updateOf("SIP/2.0 200 OK", "going on"), 45);
    small.gap(gap(50, 51), CallScript.us(51));
    effects.clear();
    small.advance(CallScript.us(105));
    establish(small, "in the place of one whose BYE was lost", 106);

    assertThat(effects.stream().filter(Effect.Forgotten.class::isInstance)).hasSize(3);
    assertThat(small.evictedCalls()).isEqualTo(2 + 3);
    assertThat(small.openDialogs()).isEqualTo(2);
  }

  private static FeedGap gap(double fromS, double untilS) {
    return new FeedGap(null, GapCause.SOCKET, CallScript.us(fromS), CallScript.us(untilS), 1);
  }

  private static void establish(SessionEngine engine, String callId, double atS) {
    tell(engine, sip("INVITE sip:b@x SIP/2.0", callId, ""), atS);
    tell(engine, sip("SIP/2.0 200 OK", callId, ";tag=b"), atS);
  }

  private static String updateOf(String startLine, String callId) {
    return sip(startLine, callId, ";tag=b").replaceFirst("CSeq: 1 .*\r\n", "CSeq: 2 UPDATE\r\n");
  }

  private static void tell(SessionEngine engine, String sip, double atS) {
    engine.message(CallScript.scan(sip), "pbx", CallScript.us(atS));
  }

  private void hearBye(String startLine, String callId, double atS) {
    tell(engine, byeOf(startLine, callId), atS);
  }

  private static String byeOf(String startLine, String callId) {
    return """
        %s\r
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-2\r
        From: <sip:a@example.net>;tag=a\r
        To: <sip:b@example.net>;tag=b\r
        Call-ID: %s\r
        CSeq: 2 BYE\r
        \r
        """
        .formatted(startLine, callId);
  }
}
