package org.sessionwatch.capture.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.FeedLoss;
import org.sessionwatch.config.LiveSettings;
import org.sessionwatch.time.Clock;
import org.sessionwatch.time.SteadyClock;

/** Real packets on this host's interfaces, through the real libpcap. Needs root. */
@Tag("live")
class LiveCaptureTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String OPTIONS =
      """
      OPTIONS sip:bob@example.net SIP/2.0
      Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-%d
      From: <sip:alice@example.net>;tag=a
      To: <sip:bob@example.net>
      Call-ID: %d
      CSeq: 1 OPTIONS
      Content-Length: 0

      """
          .replace("\n", "\r\n");

  private final Clock clock = new SteadyClock();
  private final List<CapturedMessage> heard = new CopyOnWriteArrayList<>();
  private final List<FeedLoss> losses = new CopyOnWriteArrayList<>();

  private LiveCapture open(String device, int port) throws LiveException {
    return open(new LiveSettings(device, List.of(port), null, 1 << 20, false));
  }

  private LiveCapture open(LiveSettings settings) throws LiveException {
    return LiveCapture.open(settings, clock, heard::add, losses::add);
  }

  private static byte[] options(int number) {
    return OPTIONS.formatted(number, number).getBytes(StandardCharsets.US_ASCII);
  }

  private static void send(DatagramSocket from, InetSocketAddress to, byte[] bytes)
      throws IOException {
    from.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private List<String> texts() {
    return heard.stream().map(m -> new String(m.sip(), StandardCharsets.US_ASCII)).toList();
  }

  private static String text(int number) {
    return new String(options(number), StandardCharsets.US_ASCII);
  }

  @Test
  void hears_udp_on_loopback_once_and_within_a_second() throws Exception {
    try (DatagramSocket pbx = new DatagramSocket(0, LOOPBACK);
        DatagramSocket phone = new DatagramSocket(0, LOOPBACK);
        LiveCapture capture = open("lo", pbx.getLocalPort())) {
      long sentAtUs = clock.nowUs();
      for (int i = 0; i < 20; i++) {
        send(phone, (InetSocketAddress) pbx.getLocalSocketAddress(), options(i));
      }
      send(pbx, (InetSocketAddress) phone.getLocalSocketAddress(), options(20));
      await().until(() -> heard.size() >= 21);

      assertThat(texts()).containsExactlyElementsOf(numbered(21));
      CapturedMessage first = heard.get(0);
      assertThat(first.source().address()).isEqualTo("live:lo");
      assertThat(first.from()).isEqualTo(phone.getLocalSocketAddress());
      assertThat(first.to()).isEqualTo(pbx.getLocalSocketAddress());
      // The kernel's stamps and our clock are each rounded.
      assertThat(first.receivedAtUs()).isBetween(sentAtUs - 1_000, sentAtUs + 1_000_000);
      await().until(() -> capture.counters().messages() == 21);
      long lastUs = heard.get(20).receivedAtUs();
      assertThat(capture.counters())
          .isEqualTo(
              new LiveCounters("lo", true, 21, 21, 0, 0, 0, 0, 0, first.receivedAtUs(), lastUs));
    }
    assertThat(losses).isEmpty();
  }

  @Test
  void a_packet_that_waits_to_be_read_is_not_late() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch waited = new CountDownLatch(1);
    CaptureSink slow =
        message -> {
          heard.add(message);
          first.countDown();
          awaitUninterruptibly(waited);
        };
    try (DatagramSocket pbx = new DatagramSocket(0, LOOPBACK);
        DatagramSocket phone = new DatagramSocket(0, LOOPBACK);
        LiveCapture capture =
            LiveCapture.open(
                new LiveSettings("lo", List.of(pbx.getLocalPort()), null, 1 << 20, false),
                clock,
                slow,
                losses::add)) {
      send(phone, (InetSocketAddress) pbx.getLocalSocketAddress(), options(0));
      first.await();
      send(phone, (InetSocketAddress) pbx.getLocalSocketAddress(), options(1));
      long sentUs = clock.nowUs();
      await().until(() -> clock.nowUs() > sentUs + 1_000_000);
      waited.countDown();
      await().until(() -> heard.size() == 2);
      assertThat(heard.get(1).receivedAtUs()).isLessThan(sentUs + 500_000);
      assertThat(capture.counters().up()).isTrue();
    }
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(LiveCaptureTest::text).toList();
  }

  @Test
  void hears_tcp_with_messages_over_several_segments_on_any_interface() throws Exception {
    try (ServerSocket pbx = new ServerSocket(0, 1, LOOPBACK);
        LiveCapture capture = open("any", pbx.getLocalPort());
        Socket phone = new Socket(LOOPBACK, pbx.getLocalPort());
        Socket accepted = pbx.accept()) {
      phone.setTcpNoDelay(true);
      OutputStream out = phone.getOutputStream();
      byte[] bytes = (text(0) + text(1)).getBytes(StandardCharsets.US_ASCII);
      int cut = bytes.length / 3;
      for (int at = 0; at < bytes.length; at += cut) {
        out.write(bytes, at, Math.min(cut, bytes.length - at));
        out.flush();
      }
      await().until(() -> heard.size() >= 2);

      assertThat(accepted.isConnected()).isTrue();
      assertThat(texts()).containsExactly(text(0), text(1));
      assertThat(capture.counters().up()).isTrue();
    }
  }

  @Test
  void takes_a_filter_of_the_users_own() throws Exception {
    try (DatagramSocket wanted = new DatagramSocket(0, LOOPBACK);
        DatagramSocket other = new DatagramSocket(0, LOOPBACK);
        LiveCapture capture =
            open(
                new LiveSettings(
                    "lo",
                    List.of(5060),
                    "udp and dst port " + wanted.getLocalPort(),
                    1 << 20,
                    false))) {
      send(wanted, (InetSocketAddress) other.getLocalSocketAddress(), options(1));
      send(other, (InetSocketAddress) wanted.getLocalSocketAddress(), options(2));
      await().until(() -> !heard.isEmpty());

      assertThat(texts()).containsExactly(text(2));
      assertThat(capture.counters().up()).isTrue();
    }
  }

  @Test
  void opens_an_interface_again_that_went_away_and_puts_fragments_together() throws Exception {
    veth();
    InetSocketAddress nobody = new InetSocketAddress("198.18.77.2", 5060);
    byte[] longSip = (text(3) + "x".repeat(3_000)).getBytes(StandardCharsets.US_ASCII);
    try (LiveCapture capture = open("swtest0", 5060);
        DatagramSocket phone = new DatagramSocket()) {
      send(phone, nobody, longSip);
      await().until(() -> heard.size() == 1);
      ip("link delete swtest0");
      await().until(() -> !capture.counters().up());
      await().until(() -> !losses.isEmpty());
      veth();
      await().until(() -> capture.counters().up());
      send(phone, nobody, longSip);
      await().until(() -> heard.size() == 2);

      assertThat(texts()).allMatch(sip -> sip.startsWith(text(3)));
      assertThat(capture.counters().outages()).isEqualTo(1);
      assertThat(losses).allMatch(loss -> loss.cause() == FeedLoss.Cause.STREAM);
    } finally {
      ip("link delete swtest0");
    }
  }

  /** A pair of interfaces, with an address behind one of them that nobody has. */
  private static void veth() throws Exception {
    ip("link add swtest0 type veth peer name swtest1");
    ip("address add 198.18.77.1/24 dev swtest0");
    ip("link set swtest0 up");
    ip("link set swtest1 up");
    ip("neighbour add 198.18.77.2 lladdr 02:00:00:00:00:02 dev swtest0");
  }

  private static void ip(String arguments) throws Exception {
    Process process = new ProcessBuilder(("ip " + arguments).split(" ")).inheritIO().start();
    assertThat(process.waitFor()).as("ip " + arguments).isZero();
  }

  @Test
  void an_interface_that_this_host_does_not_have_is_told_with_those_it_has() {
    assertThatThrownBy(() -> open("eth77", 5060))
        .isInstanceOf(LiveException.class)
        .hasMessageStartingWith("cannot listen to the packets of \"eth77\": live.interface: ")
        .hasMessageContaining("no such interface; it has ")
        .hasMessageContaining("lo");
  }

  @Test
  void a_filter_that_libpcap_does_not_understand_is_told_with_its_reason() {
    LiveSettings settings = new LiveSettings("lo", List.of(5060), "prot 5060", 1 << 20, false);
    assertThatThrownBy(() -> open(settings))
        .isInstanceOf(LiveException.class)
        .hasMessageContaining("live.filter: libpcap refuses the filter \"prot 5060\": ")
        .hasMessageContaining("syntax error");
  }

  @Test
  void what_the_kernel_drops_is_counted_and_told() throws Exception {
    CountDownLatch full = new CountDownLatch(1);
    int sent = 4_000;
    try (DatagramSocket pbx = new DatagramSocket(0, LOOPBACK);
        DatagramSocket phone = new DatagramSocket(0, LOOPBACK)) {
      LiveSettings settings =
          new LiveSettings("lo", List.of(pbx.getLocalPort()), null, 256 << 10, false);
      LiveCapture capture =
          LiveCapture.open(
              settings,
              clock,
              message -> {
                awaitUninterruptibly(full);
                heard.add(message);
              },
              losses::add);
      try {
        for (int i = 0; i < sent; i++) {
          send(phone, (InetSocketAddress) pbx.getLocalSocketAddress(), options(i));
        }
        full.countDown();
        await()
            .untilAsserted(
                () ->
                    assertThat(capture.counters().messages() + lost())
                        .as("%s, lost %d", capture.counters(), lost())
                        .isEqualTo(sent));
        assertThat(capture.counters().droppedByKernel()).isEqualTo(lost()).isPositive();
        assertThat(losses).allMatch(loss -> loss.cause() == FeedLoss.Cause.SOCKET);
        assertThat(losses.get(0).source()).isEqualTo(heard.get(0).source());
      } finally {
        full.countDown();
        capture.close();
      }
    }
  }

  private long lost() {
    return losses.stream().mapToLong(FeedLoss::count).sum();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
