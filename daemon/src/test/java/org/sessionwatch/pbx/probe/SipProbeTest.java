package org.sessionwatch.pbx.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sessionwatch.pbx.probe.SipResponder.bytes;
import static org.sessionwatch.pbx.probe.SipResponder.ok;
import static org.sessionwatch.pbx.probe.SipResponder.response;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.config.PbxRules;
import org.sessionwatch.config.PbxSettings;
import org.sessionwatch.config.ProbeSettings;
import org.sessionwatch.config.ProbeSettings.Transport;
import org.sessionwatch.testing.LogEar;

class SipProbeTest {
  private static final Duration OFTEN = Duration.ofMillis(60);
  private static final Duration SELDOM = Duration.ofHours(1);

  private final AtomicLong nowUs = new AtomicLong(1_795_328_000_000_000L);
  private final List<ProbeResult> results = new CopyOnWriteArrayList<>();
  private final List<ProbeResult> changes = new CopyOnWriteArrayList<>();
  private final LogEar log = new LogEar(SipProbe.class.getName());
  private SipResponder pbx;
  private @Nullable SipProbe probe;

  SipProbeTest() throws IOException {
    pbx = new SipResponder();
  }

  @AfterEach
  void close() {
    if (probe != null) {
      probe.close();
    }
    pbx.close();
    log.close();
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tells_that_the_pbx_is_up_and_what_it_supports(Transport transport) {
    pbx.answer(
        (request, n) -> {
          nowUs.addAndGet(1_500);
          return List.of(bytes(ok(request)));
        });
    long startUs = nowUs.get();

    start(transport, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult())
        .isEqualTo(
            new ProbeResult("pbx1", true, startUs + 1_500, startUs, 1_500L, 200, true, true, null));
    assertThat(changes).hasSize(1);
    assertThat(log.lines())
        .singleElement()
        .asString()
        .startsWith("INFO PBX pbx1 (SIP " + transport + " 127.0.0.1:" + pbx.port() + ") answers")
        .contains("200 after 1.5 ms; session timers supported, UPDATE allowed");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void sends_a_request_that_is_right(Transport transport) {
    start(transport, SELDOM, Duration.ofSeconds(5));
    firstResult();
    probe().askNow();
    await().untilAsserted(() -> assertThat(pbx.requests).hasSizeGreaterThan(1));

    String request = pbx.requests.get(0);
    String tcp = transport == Transport.TCP ? ";transport=tcp" : "";
    assertThat(request).startsWith("OPTIONS sip:127.0.0.1:" + pbx.port() + tcp + " SIP/2.0\r\n");
    assertThat(request).endsWith("\r\nContent-Length: 0\r\n\r\n");
    assertThat(SipResponder.header(request, "Via"))
        .matches("SIP/2.0/" + transport + " 127.0.0.1:[0-9]+;rport;branch=z9hG4bK[0-9a-f]{32}");
    assertThat(SipResponder.header(request, "Max-Forwards")).isEqualTo("70");
    assertThat(SipResponder.header(request, "CSeq")).isEqualTo("1 OPTIONS");
    assertThat(SipResponder.header(request, "From"))
        .matches("<sip:sessionwatch@127.0.0.1>;tag=[0-9a-f]{32}");
    assertThat(SipResponder.header(request, "Contact"))
        .matches("<sip:sessionwatch@127.0.0.1:[0-9]+" + tcp + ">");
    assertThat(SipResponder.header(request, "Supported")).isEqualTo("timer");
    assertThat(SipResponder.header(request, "User-Agent")).isEqualTo("sessionwatch");
    assertThat(pbx.requests)
        .extracting(each -> SipResponder.header(each, "Call-ID"))
        .doesNotHaveDuplicates();
  }

  @Test
  void counts_any_final_response_as_up() {
    pbx.answerWith(request -> response(request, "403 Forbidden"));

    start(Transport.UDP, SELDOM, Duration.ofSeconds(5));

    ProbeResult result = firstResult();
    assertThat(result.up()).isTrue();
    assertThat(result.status()).isEqualTo(403);
    assertThat(result.supportsTimer()).isNull();
    assertThat(result.allowsUpdate()).isNull();
  }

  @Test
  void reads_compact_and_repeated_headers() {
    pbx.answerWith(
        request ->
            ok(request)
                .replace("Via:", "v:")
                .replace("Call-ID:", "I :")
                .replace("Supported: 100rel, timer, replaces", "k: 100rel\r\nK:\r\n Timer")
                .replace("Allow: OPTIONS, INVITE, UPDATE", "ALLOW: INVITE,\r\n\tACK"));

    start(Transport.UDP, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult().supportsTimer()).isTrue();
    assertThat(firstResult().allowsUpdate()).isFalse();
  }

  @Test
  void warns_of_a_pbx_without_session_timers() {
    pbx.answerWith(request -> response(request, "200 OK", "Supported: 100rel", "Allow: INVITE"));

    start(Transport.UDP, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult().supportsTimer()).isFalse();
    assertThat(log.lines().get(0)).contains("session timers not supported", "UPDATE not allowed");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void tells_down_and_up_once_each(Transport transport) throws IOException {
    start(transport, SELDOM, Duration.ofSeconds(5));
    await().untilAsserted(() -> assertThat(changes).hasSize(1));
    long downUs = nowUs.addAndGet(10_000_000);
    int port = pbx.port();

    pbx.close();
    for (int asked = 2; asked <= 4; asked++) {
      int known = asked;
      probe().askNow();
      await().untilAsserted(() -> assertThat(results).hasSize(known));
    }
    ProbeResult down = changes.get(1);
    assertThat(down.up()).isFalse();
    assertThat(down.sinceUs()).isEqualTo(downUs);
    assertThat(down.supportsTimer()).isTrue();
    assertThat(down.roundTripUs()).isNull();
    long upUs = nowUs.addAndGet(20_000_000);
    pbx = new SipResponder(port);
    probe().askNow();

    await().untilAsserted(() -> assertThat(changes).hasSize(3));
    assertThat(changes.get(2).up()).isTrue();
    assertThat(changes.get(2).sinceUs()).isEqualTo(upUs);
    assertThat(log.lines()).hasSize(3);
    assertThat(log.lines().get(1))
        .startsWith("WARN")
        .contains("does not answer OPTIONS since 2026-");
    assertThat(log.lines().get(2)).startsWith("INFO").contains("answers OPTIONS since 2026-");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void takes_silence_for_down(Transport transport) {
    pbx.silence();

    start(transport, SELDOM, Duration.ofMillis(80));

    assertThat(firstResult().up()).isFalse();
    assertThat(firstResult().problem()).isEqualTo("no answer to OPTIONS within 80 ms");
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void says_when_nobody_listens(Transport transport) {
    pbx.close();

    start(transport, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult().problem()).contains("nobody listens there");
  }

  @Test
  void sends_the_same_request_again_over_udp_until_it_is_answered() {
    pbx.answer((request, n) -> n < 3 ? List.of() : List.of(bytes(ok(request))));

    start(Transport.UDP, SELDOM, Duration.ofSeconds(10));

    assertThat(firstResult().up()).isTrue();
    assertThat(pbx.requests).hasSize(3);
    assertThat(pbx.requests.stream().distinct()).hasSize(1);
  }

  @Test
  void never_sends_again_over_tcp() {
    pbx.silence();

    start(Transport.TCP, SELDOM, Duration.ofMillis(1_200));

    assertThat(firstResult().up()).isFalse();
    assertThat(pbx.requests).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void waits_for_the_final_response_after_a_provisional_one(Transport transport) {
    pbx.answer((request, n) -> List.of(bytes(response(request, "100 Trying")), bytes(ok(request))));

    start(transport, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult().status()).isEqualTo(200);
  }

  @Test
  void finds_the_answer_in_a_stream_however_it_is_cut() {
    pbx.answer(
        (request, n) -> {
          String body = "v=0\r\n\r\nSIP/2.0 500 No\r\n\r\n";
          String first =
              response(request, "100 Trying").replace("Content-Length: 0", "l : " + body.length());
          List<byte[]> pieces = new ArrayList<>();
          for (byte each : bytes("\r\n\r\n" + first + body + ok(request))) {
            pieces.add(new byte[] {each});
          }
          return pieces;
        });

    start(Transport.TCP, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult().status()).isEqualTo(200);
    assertThat(probe().strangeAnswers()).isZero();
  }

  @Test
  void says_when_the_connection_is_closed_instead_of_answered() {
    pbx.answer((request, n) -> List.of(new byte[0]));

    start(Transport.TCP, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult().problem()).contains("closed before an answer");
  }

  @Test
  void ignores_and_counts_answers_to_something_else() {
    pbx.answer(
        (request, n) ->
            List.of(
                bytes(ok(request).replace("Call-ID: ", "Call-ID: x")),
                bytes(ok(request).replace("z9hG4bK", "z9hG4bKx")),
                bytes(ok(request).replace("1 OPTIONS", "2 OPTIONS")),
                bytes(ok(request).replace("1 OPTIONS", "1 INVITE")),
                bytes(ok(request))));

    start(Transport.UDP, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult().up()).isTrue();
    assertThat(probe().strangeAnswers()).isEqualTo(4);
    assertThat(log.lines()).filteredOn(line -> line.contains("no answer to the")).hasSize(1);
  }

  @Test
  void survives_garbage() {
    pbx.answer(
        (request, n) ->
            List.of(
                new byte[0],
                new byte[65_000],
                bytes("\r\n\r\n"),
                bytes("SIP/2.0 "),
                bytes("SIP/2.0 20"),
                bytes("SIP/2.0 999 What\r\n\r\n"),
                bytes("SIP/2.0 2000 OK\r\n\r\n"),
                bytes(" SIP/2.0 200 OK\r\n folded\r\n:\r\n\r\n"),
                bytes("SIP/2.0 200 OK\r\nVia\r\n x\r\nCall-ID\r\nCSeq: \r\n"),
                bytes(request),
                bytes("\u0000\u00ff".repeat(700)),
                bytes(ok(request))));

    start(Transport.UDP, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult().problem()).isNull();
    assertThat(firstResult().status()).isEqualTo(200);
    assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
  }

  @Test
  void survives_a_stream_of_garbage() {
    pbx.answer((request, n) -> List.of(new byte[100_000]));

    start(Transport.TCP, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult().problem()).contains("cannot be read as SIP");
  }

  @Test
  void survives_a_length_that_makes_no_sense() {
    pbx.answerWith(request -> ok(request).replace("Content-Length: 0", "Content-Length: -1"));

    start(Transport.TCP, SELDOM, Duration.ofSeconds(5));

    assertThat(firstResult().problem()).contains("cannot be read as SIP");
  }

  @Test
  void asks_each_pbx_whatever_the_others_do() throws IOException {
    pbx.silence();
    try (SipResponder other = new SipResponder()) {
      probe =
          new SipProbe(
              List.of(
                  settings("silent", Transport.UDP, pbx.port(), SELDOM, Duration.ofSeconds(5)),
                  settings("none", null, 1, SELDOM, Duration.ofSeconds(5)),
                  settings("well", Transport.TCP, other.port(), SELDOM, Duration.ofSeconds(5))),
              (result, changed) -> results.add(result),
              nowUs::get);
      probe.start();

      assertThat(firstResult().pbx()).isEqualTo("well");
      assertThat(probe().results()).extracting(ProbeResult::pbx).containsExactly("well");
    }
  }

  @Test
  void asks_at_its_interval_and_nobody_after_its_end() {
    start(Transport.UDP, OFTEN, OFTEN.dividedBy(2));
    await().untilAsserted(() -> assertThat(pbx.requests).hasSizeGreaterThan(2));

    probe().close();
    int before = pbx.requests.size();

    await()
        .during(OFTEN.multipliedBy(4))
        .untilAsserted(() -> assertThat(pbx.requests.size()).isLessThanOrEqualTo(before + 1));
  }

  private SipProbe probe() {
    SipProbe now = probe;
    if (now == null) {
      throw new IllegalStateException("not started");
    }
    return now;
  }

  private ProbeResult firstResult() {
    await().untilAsserted(() -> assertThat(results).isNotEmpty());
    return results.get(0);
  }

  private void start(Transport transport, Duration interval, Duration timeout) {
    probe =
        new SipProbe(
            List.of(settings("pbx1", transport, pbx.port(), interval, timeout)),
            (result, changed) -> {
              results.add(result);
              if (changed) {
                changes.add(result);
              }
            },
            nowUs::get);
    probe.start();
  }

  private static PbxSettings settings(
      String name, @Nullable Transport transport, int port, Duration interval, Duration timeout) {
    ProbeSettings settings =
        transport == null
            ? null
            : new ProbeSettings("127.0.0.1", port, transport, interval, timeout);
    return new PbxSettings(name, PbxKind.ASTERISK, PbxRules.NONE, null, settings);
  }
}
