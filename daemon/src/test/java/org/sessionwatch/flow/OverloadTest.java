package org.sessionwatch.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.SocketTable;
import org.sessionwatch.capture.hep.HepEncoder;
import org.sessionwatch.capture.hep.HepListeners;
import org.sessionwatch.config.HepSettings;
import org.sessionwatch.config.SessionSettings;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.time.SteadyClock;

/**
 * More than can be handled, from a real socket to the engine: every message is accounted for, and
 * what must not be lost is not. The minute of it is {@code benchmarks/overload}.
 */
class OverloadTest {
  private static final int ENOUGH_DROPPED = 500;

  /** In case the machine is quicker than all this: then the test fails rather than go on. */
  private static final int MOST_SENT = 500_000;

  private final SteadyClock clock = new SteadyClock();
  private final CountDownLatch listenerMayGoOn = new CountDownLatch(1);
  private final CountDownLatch engineMayGoOn = new CountDownLatch(1);
  private final List<Effect> effects = new CopyOnWriteArrayList<>();
  private final HepEncoder hepEncoder = new HepEncoder(null);
  private final AtomicLong sent = new AtomicLong();
  private final Pipeline pipeline =
      new Pipeline(
          new SessionSettings(Duration.ofSeconds(6), 1),
          new PbxNames(List.of()),
          this::take,
          clock);

  private void take(Effect effect) {
    effects.add(effect);
    awaitUninterruptibly(engineMayGoOn);
  }

  private void hear(CapturedMessage message) {
    awaitUninterruptibly(listenerMayGoOn);
    pipeline.accept(message);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    listenerMayGoOn.countDown();
    engineMayGoOn.countDown();
    assertThat(pipeline.stop(20_000)).isTrue();
  }

  @Test
  void what_was_sent_is_what_was_handled_and_what_was_dropped_and_hangups_are_not()
      throws Exception {
    HepSettings settings =
        new HepSettings(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), null, 65_536);
    try (HepListeners listeners = HepListeners.open(settings, clock, this::hear);
        DatagramSocket sender = new DatagramSocket()) {
      InetSocketAddress to = listeners.addresses().get(0);
      pipeline.start();
      overflowTheSocket(sender, to);
      overflowTheQueue(sender, to);
      pipeline.linked("pbx", "call-1", new Channel("PJSIP/1-1", "1.1", "1.0"));
      pipeline.hungUp("call-1", "PJSIP/1-1", new Hangup(16, "Normal", null), clock.nowUs());
      engineMayGoOn.countDown();

      SocketTable kernel = new SocketTable(Path.of("/proc/net"));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                PipelineStatus now = pipeline.status();
                long dropped = drops(kernel, to);
                assertThat(now.waiting()).isZero();
                assertThat(now.messages() + dropped).isEqualTo(sent.get());
                assertThat(now.handled() + now.dropped()).isEqualTo(now.messages());
                assertThat(dropped).isPositive();
              });
    }
    assertThat(pipeline.status().dropped()).isGreaterThanOrEqualTo(ENOUGH_DROPPED);
    await().until(() -> effects.stream().anyMatch(Effect.Ended.class::isInstance));
  }

  /** The listener's thread stands still on the first message, and the kernel keeps 64 KiB. */
  private void overflowTheSocket(DatagramSocket sender, InetSocketAddress to) throws Exception {
    send(sender, to, invite());
    send(sender, to, answer());
    SocketTable kernel = new SocketTable(Path.of("/proc/net"));
    while (drops(kernel, to) == 0) {
      for (int i = 0; i < 100; i++) {
        send(sender, to, options());
      }
      assertThat(sent.get()).isLessThan(MOST_SENT);
    }
    listenerMayGoOn.countDown();
  }

  /**
   * The engine stands still on the call's first effect. Most of what fills its queue comes from
   * another feed, without a socket, because that is quicker.
   */
  private void overflowTheQueue(DatagramSocket sender, InetSocketAddress to) throws Exception {
    await().until(() -> !effects.isEmpty());
    CapturedMessage other = captured(options());
    while (pipeline.status().dropped() == 0) {
      pipeline.accept(other);
      sent.incrementAndGet();
    }
    while (pipeline.status().dropped() < ENOUGH_DROPPED) {
      for (int i = 0; i < 100; i++) {
        send(sender, to, options());
      }
      assertThat(sent.get()).isLessThan(MOST_SENT);
    }
  }

  private CapturedMessage captured(String sip) {
    return new CapturedMessage(
        new CaptureSource(2001, null, "load"),
        clock.nowUs(),
        clock.nowUs(),
        null,
        null,
        sip.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private void send(DatagramSocket sender, InetSocketAddress to, String sip) throws Exception {
    byte[] hep = Objects.requireNonNull(hepEncoder.encode(captured(sip), clock.nowUs()));
    sender.send(new DatagramPacket(hep, hep.length, to));
    sent.incrementAndGet();
  }

  private static String invite() {
    return "INVITE sip:bob@example.net SIP/2.0\n" + headers("", "INVITE");
  }

  private static String answer() {
    return "SIP/2.0 200 OK\nRequire: timer\n" + headers(";tag=b", "INVITE");
  }

  private static String options() {
    return "OPTIONS sip:bob@example.net SIP/2.0\n" + headers("", "OPTIONS");
  }

  private static String headers(String toTag, String method) {
    return """
    Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-1
    From: <sip:alice@example.net>;tag=a
    To: <sip:bob@example.net>%s
    Call-ID: call-1
    CSeq: 1 %s
    Supported: timer
    Session-Expires: 90;refresher=uac

    """
        .formatted(toTag, method);
  }

  private static long drops(SocketTable kernel, InetSocketAddress socket) throws IOException {
    return kernel.states(List.of(socket)).values().stream()
        .mapToLong(SocketTable.State::drops)
        .sum();
  }
}
