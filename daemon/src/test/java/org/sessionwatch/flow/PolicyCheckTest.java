package org.sessionwatch.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.config.SessionSettings;
import org.sessionwatch.pbx.TimerPolicy;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Effect;

/** From a call without a timer over the PBX's answer to the alert, on real threads. */
class PolicyCheckTest {
  private static final CaptureSource SOURCE = new CaptureSource(1, null, "192.0.2.1");
  private static final Channel CHANNEL = new Channel("PJSIP/100-00000001", "1.1", "1.1");

  private final AtomicLong nowUs = new AtomicLong(1_800_000_000_000_000L);
  private final List<Effect> effects = new CopyOnWriteArrayList<>();
  private final List<Channel> asked = new CopyOnWriteArrayList<>();
  private final EffectFanout fanout = new EffectFanout();
  private final Pipeline pipeline =
      new Pipeline(
          new SessionSettings(Duration.ofSeconds(6), 2),
          new PbxNames(List.of()),
          fanout,
          nowUs::get);
  private volatile TimerPolicy.Timers set = TimerPolicy.Timers.ALWAYS;

  @BeforeEach
  void start() {
    fanout.add(effects::add);
    fanout.add(new PolicyCheck(this::ask, pipeline));
    pipeline.start();
  }

  @AfterEach
  void stop() {
    assertThat(pipeline.stop(5_000)).isTrue();
  }

  private void ask(Channel channel, Consumer<TimerPolicy> answer) {
    asked.add(channel);
    answer.accept(new TimerPolicy("asterisk1", "100", set));
  }

  private void establish(String timer) {
    String headers =
        """
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-1
        From: <sip:alice@example.net>;tag=a
        To: <sip:bob@example.net>%s
        Call-ID: call-1
        CSeq: 1 INVITE
        %s

        """;
    hear("INVITE sip:bob@example.net SIP/2.0\n" + headers.formatted("", timer));
    hear("SIP/2.0 200 OK\n" + headers.formatted(";tag=b", timer));
    await().until(() -> pipeline.status().openDialogs() == 1);
    nowUs.addAndGet(2_000_000);
    await().until(() -> effects.stream().anyMatch(Effect.Established.class::isInstance));
  }

  private void hear(String sip) {
    byte[] bytes = sip.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    pipeline.accept(new CapturedMessage(SOURCE, nowUs.get(), nowUs.get(), null, null, bytes));
  }

  private List<AlertKind> alerts() {
    return effects.stream()
        .filter(Effect.AlertRaised.class::isInstance)
        .map(effect -> ((Effect.AlertRaised) effect).alert().kind())
        .toList();
  }

  @Test
  void a_channel_known_before_the_call_is_established_is_asked_for_then() {
    pipeline.linked("asterisk1", "call-1", CHANNEL);
    establish("Max-Forwards: 70");

    await().untilAsserted(() -> assertThat(alerts()).contains(AlertKind.TIMER_NOT_NEGOTIATED));
    assertThat(asked).containsExactly(CHANNEL);
  }

  @Test
  void a_channel_that_becomes_known_later_is_asked_for_then() {
    establish("Max-Forwards: 70");
    assertThat(asked).isEmpty();
    pipeline.linked("asterisk1", "call-1", CHANNEL);

    await().untilAsserted(() -> assertThat(alerts()).contains(AlertKind.TIMER_NOT_NEGOTIATED));
  }

  @Test
  void an_endpoint_that_may_go_without_raises_nothing() {
    set = TimerPolicy.Timers.YES;
    pipeline.linked("asterisk1", "call-1", CHANNEL);
    establish("Max-Forwards: 70");

    await().until(() -> asked.size() == 1);
    assertThat(pipeline.stop(5_000)).isTrue();
    assertThat(alerts()).isEmpty();
  }

  @Test
  void a_call_with_a_timer_costs_no_question() {
    pipeline.linked("asterisk1", "call-1", CHANNEL);
    establish("Session-Expires: 90;refresher=uac");

    assertThat(pipeline.stop(5_000)).isTrue();
    assertThat(asked).isEmpty();
  }
}
