package org.sessionwatch.capture.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.file.Recordings;
import org.sessionwatch.capture.hep.HepListener;
import org.sessionwatch.capture.recording.RecordingCounts;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.config.Secret;
import org.sessionwatch.time.Clock;
import org.sessionwatch.time.SteadyClock;

class HepReplayTest {
  private static final Secret KEY = new Secret("s3cret");
  private static final HepReplay.Progress SILENT = (soFar, position) -> {};

  private final Clock steady = new SteadyClock();
  private final Queue<CapturedMessage> heard = new ConcurrentLinkedQueue<>();
  private @Nullable HepListener listener;

  @BeforeEach
  void listen() throws IOException {
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    listener = HepListener.open(ListenerSettings.udp(any, KEY, 4_000_000), steady, heard::add);
  }

  @AfterEach
  void close() {
    Objects.requireNonNull(listener).close();
  }

  private InetSocketAddress target() {
    return Objects.requireNonNull(listener).address();
  }

  /** A clock for which every wait is over: nine seconds pass with each look at it. */
  private static Clock leaping() {
    AtomicLong now = new AtomicLong(1_800_000_000_000_000L);
    return () -> now.addAndGet(9_000_000);
  }

  /** Messages this many milliseconds after the first. */
  private static RecordingReader recording(int... millis) {
    List<CapturedMessage> messages = new ArrayList<>();
    for (int ms : millis) {
      messages.add(
          new CapturedMessage(
              new CaptureSource(0, null, "test"),
              1_000_000_000_000_000L + ms * 1_000L,
              1_000_000_000_000_000L + ms * 1_000L,
              new InetSocketAddress("10.0.0.1", 5060),
              new InetSocketAddress("10.0.0.2", 5070),
              ("message at " + ms).getBytes(StandardCharsets.US_ASCII)));
    }
    return new ListReader(messages);
  }

  /** A recording in memory. */
  private static final class ListReader implements RecordingReader {
    private final List<CapturedMessage> messages;
    private int at;

    ListReader(List<CapturedMessage> messages) {
      this.messages = messages;
    }

    @Override
    public @Nullable CapturedMessage next() {
      return at < messages.size() ? messages.get(at++) : null;
    }

    @Override
    public RecordingCounts counts() {
      return new RecordingCounts(at, at, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public long position() {
      return at;
    }

    @Override
    public @Nullable String warning() {
      return null;
    }

    @Override
    public void close() {}
  }

  private List<String> texts() {
    return heard.stream().map(m -> new String(m.sip(), StandardCharsets.US_ASCII)).toList();
  }

  @Test
  void sends_a_recording_as_it_is_with_the_time_of_now() throws IOException, URISyntaxException {
    Path file =
        Path.of(
            Objects.requireNonNull(getClass().getResource("/captures/asterisk22-direct.pcap"))
                .toURI());
    try (RecordingReader recording = Recordings.open(file);
        RecordingReader again = Recordings.open(file)) {
      HepReplay.Outcome outcome =
          new HepReplay(target(), KEY, leaping()).run(recording, Duration.ZERO, SILENT);
      assertThat(outcome).isEqualTo(new HepReplay.Outcome(414, 0, 0));
      await().until(() -> heard.size() == 414);
      long previousUs = 1_800_000_000_000_000L;
      for (CapturedMessage message : heard) {
        CapturedMessage original = Objects.requireNonNull(again.next());
        assertThat(message.from()).isEqualTo(original.from());
        assertThat(message.to()).isEqualTo(original.to());
        assertThat(message.sip()).isEqualTo(original.sip());
        assertThat(message.source().captureId()).isEqualTo(original.source().captureId());
        assertThat(message.source().nodeName()).isEqualTo(original.source().nodeName());
        assertThat(message.capturedAtUs()).isGreaterThan(previousUs);
        previousUs = message.capturedAtUs();
      }
    }
  }

  /** Waiting and sending take a while each, by this clock, and that does not add up. */
  @Test
  void keeps_the_rhythm() throws IOException {
    int[] millis = new int[41];
    for (int i = 0; i < millis.length; i++) {
      millis[i] = i * 10;
    }
    AtomicLong now = new AtomicLong(1_800_000_000_000_000L);
    Clock sluggish = () -> now.addAndGet(4_000);
    new HepReplay(target(), KEY, sluggish).run(recording(millis), Duration.ZERO, SILENT);
    await().until(() -> heard.size() == millis.length);
    List<Long> times = heard.stream().map(CapturedMessage::capturedAtUs).toList();
    for (int i = 0; i < millis.length; i++) {
      assertThat(times.get(i) - times.get(0)).isBetween(i * 10_000L - 8_000, i * 10_000L + 8_000);
    }
  }

  @Test
  void starts_where_it_is_told() throws IOException {
    List<Duration> positions = new ArrayList<>();
    long beforeUs = steady.nowUs();
    HepReplay.Outcome outcome =
        new HepReplay(target(), KEY, steady)
            .run(
                recording(0, 5_000, 59_999, 60_100, 60_150),
                Duration.ofSeconds(60),
                (soFar, position) -> positions.add(position));
    assertThat(outcome).isEqualTo(new HepReplay.Outcome(2, 3, 0));
    assertThat(positions).containsExactly(Duration.ofMillis(60_100), Duration.ofMillis(60_150));
    await().until(() -> heard.size() == 2);
    assertThat(texts()).containsExactly("message at 60100", "message at 60150");
    // Not before its time: 100 ms after the start.
    assertThat(heard.element().capturedAtUs()).isGreaterThanOrEqualTo(beforeUs + 100_000);
  }

  @Test
  void a_start_behind_the_end_sends_nothing() throws IOException {
    HepReplay replay = new HepReplay(target(), KEY, leaping());
    assertThat(replay.run(recording(0, 1), Duration.ofDays(1), SILENT))
        .isEqualTo(new HepReplay.Outcome(0, 2, 0));
    assertThat(replay.run(recording(), Duration.ZERO, SILENT))
        .isEqualTo(new HepReplay.Outcome(0, 0, 0));
  }

  @Test
  void tells_its_progress() throws IOException {
    List<Long> sent = new ArrayList<>();
    new HepReplay(target(), KEY, leaping())
        .run(recording(0, 1, 2), Duration.ZERO, (soFar, position) -> sent.add(soFar.sent()));
    assertThat(sent).containsExactly(1L, 2L, 3L);
  }

  @Test
  void stops_at_once() throws Exception {
    HepReplay replay = new HepReplay(target(), KEY, steady);
    CountDownLatch firstSent = new CountDownLatch(1);
    CompletableFuture<HepReplay.Outcome> running =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return replay.run(
                    recording(0, 3_600_000),
                    Duration.ZERO,
                    (soFar, position) -> firstSent.countDown());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(firstSent.await(10, TimeUnit.SECONDS)).isTrue();
    long beforeUs = steady.nowUs();
    replay.stop();
    assertThat(running.get(10, TimeUnit.SECONDS)).isEqualTo(new HepReplay.Outcome(1, 0, 0));
    assertThat(steady.nowUs() - beforeUs).isLessThan(1_000_000);
  }

  @Test
  void a_message_that_no_datagram_carries_is_counted() throws IOException {
    CapturedMessage huge =
        new CapturedMessage(new CaptureSource(0, null, "test"), 1, 1, null, null, new byte[65_490]);
    HepReplay.Outcome outcome =
        new HepReplay(target(), KEY, leaping())
            .run(new ListReader(List.of(huge)), Duration.ZERO, SILENT);
    assertThat(outcome).isEqualTo(new HepReplay.Outcome(0, 0, 1));
  }

  @Test
  void nobody_there_is_told_in_one_line() throws IOException {
    int port;
    try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    for (RecordingReader recording :
        List.of(recording(0), recording(0, 1, 2, 3), recording(0, 3_600_000))) {
      HepReplay replay = new HepReplay(new InetSocketAddress("127.0.0.1", port), null, steady);
      assertThatThrownBy(() -> replay.run(recording, Duration.ZERO, SILENT))
          .isInstanceOf(ReplayException.class)
          .hasMessage(
              "cannot send HEP to 127.0.0.1:%d (UDP): nothing listens there; start `sessionwatch"
                  + " run`, or give the address of its hep.listen",
              port);
    }
  }

  @Test
  void an_unknown_name_is_told_in_one_line() {
    InetSocketAddress unknown = InetSocketAddress.createUnresolved("pbx.invalid", 9060);
    assertThatThrownBy(
            () -> new HepReplay(unknown, null, steady).run(recording(0), Duration.ZERO, SILENT))
        .isInstanceOf(ReplayException.class)
        .hasMessage("cannot send HEP to pbx.invalid:9060 (UDP): no address is known for that name");
  }
}
