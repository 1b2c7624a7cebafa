package org.sessionwatch.capture.hep;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.capture.SocketTable;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.testing.LogEar;

/** What bursts, ends and faults do to a listener; most of it in both ways. */
class DatagramLoopTest {
  private static final int BUFFER = 4_000_000;
  private static final String LOOPBACK = "127.0.0.1";

  private final Queue<CapturedMessage> heard = new ConcurrentLinkedQueue<>();
  private final AtomicLong now = new AtomicLong(1_800_000_000_000_000L);
  private final CountDownLatch held = new CountDownLatch(1);
  private @Nullable HepListener listener;

  @AfterEach
  void close() {
    held.countDown();
    if (listener != null) {
      listener.close();
    }
  }

  private InetSocketAddress listen(String host, Reception reception, CaptureSink sink)
      throws IOException {
    listener = open(new InetSocketAddress(host, 0), reception, sink);
    return listener.address();
  }

  private HepListener open(InetSocketAddress address, Reception reception, CaptureSink sink)
      throws ListenException {
    ListenerSettings settings = ListenerSettings.udp(address, null, BUFFER);
    return HepListener.open(settings, now::get, sink, new RecentMessages(), reception);
  }

  private static byte[] numbered(int number) {
    return new HepBytes().text(0xf, HepBytes.SIP + number).bytes();
  }

  private static void send(DatagramSocket from, InetSocketAddress to, byte[] bytes)
      throws IOException {
    from.send(new DatagramPacket(bytes, bytes.length, to));
  }

  private List<String> bodies() {
    return heard.stream()
        .map(message -> new String(message.sip(), StandardCharsets.US_ASCII))
        .map(sip -> sip.substring(HepBytes.SIP.length()))
        .toList();
  }

  /** Holds the listener's thread in its first message until all others wait in the socket. */
  @ParameterizedTest
  @EnumSource
  void a_burst_larger_than_a_batch_stays_whole_and_in_order(Ways way) throws Exception {
    int burst = 300;
    InetSocketAddress address =
        listen(
            LOOPBACK,
            way.reception(),
            message -> {
              heard.add(message);
              awaitHeld();
            });
    try (DatagramSocket socket = new DatagramSocket(0, address.getAddress())) {
      for (int i = 0; i < burst; i++) {
        send(socket, address, numbered(i));
      }
    }
    held.countDown();
    await().until(() -> heard.size() == burst);
    assertThat(bodies())
        .containsExactlyElementsOf(IntStream.range(0, burst).mapToObj(Integer::toString).toList());
    CaptureCounters.SourceCount count = counters().sources().get(0);
    assertThat(count.messages()).isEqualTo(burst);
    assertThat(count.duplicates()).isZero();
  }

  private CaptureCounters counters() {
    return requireNonNull(listener).counters();
  }

  private void awaitHeld() {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lengths that alternate show that no length and no byte is the neighbour's. */
  @ParameterizedTest
  @EnumSource
  void empty_and_largest_datagrams_are_told_apart_and_none_is_cut(Ways way) throws Exception {
    InetSocketAddress address =
        listen(
            LOOPBACK,
            way.reception(),
            message -> {
              heard.add(message);
              awaitHeld();
            });
    int rounds = 3; // what a socket has room for where net.core.rmem_max is the usual one
    String longest = "x".repeat(65_507 - 12 - HepBytes.SIP.length());
    try (DatagramSocket socket = new DatagramSocket(0, address.getAddress())) {
      for (int i = 0; i < rounds; i++) {
        send(socket, address, numbered(i));
        send(socket, address, new byte[0]);
        send(socket, address, new HepBytes().text(0xf, HepBytes.SIP + longest).bytes());
      }
    }
    held.countDown();
    await().until(() -> heard.size() == 2 * rounds && counters().malformed() == rounds);
    List<String> bodies = bodies();
    for (int i = 0; i < rounds; i++) {
      assertThat(bodies.get(2 * i)).isEqualTo(Integer.toString(i));
      assertThat(bodies.get(2 * i + 1)).isEqualTo(longest);
    }
    assertThat(counters().sources())
        .flatExtracting(source -> source.faults().entrySet())
        .containsExactly(Map.entry(HepFault.EMPTY, (long) rounds));
  }

  @ParameterizedTest
  @EnumSource
  void many_senders_of_both_families_keep_their_addresses(Ways way) throws Exception {
    InetSocketAddress address = listen("::", way.reception(), heard::add);
    int rounds = 50;
    InetSocketAddress four = new InetSocketAddress(LOOPBACK, address.getPort());
    InetSocketAddress six = new InetSocketAddress("::1", address.getPort());
    try (DatagramSocket first = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        DatagramSocket second = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"));
        DatagramSocket third = new DatagramSocket(0, InetAddress.getByName("::1"))) {
      for (int i = 0; i < rounds; i++) {
        send(first, four, new HepBytes().text(0xf, HepBytes.SIP + "127.0.0.1").bytes());
        send(second, four, new HepBytes().text(0xf, HepBytes.SIP + "127.0.0.2").bytes());
        send(third, six, new HepBytes().text(0xf, HepBytes.SIP + "0:0:0:0:0:0:0:1").bytes());
      }
    }
    await().until(() -> heard.size() == 3 * rounds);
    assertThat(heard)
        .extracting(message -> message.source().address())
        .containsExactlyElementsOf(bodies());
  }

  /** What the kernel dropped is found by the same address, whichever way it is received. */
  @ParameterizedTest
  @EnumSource
  void the_kernels_table_has_the_socket(Ways way) throws Exception {
    InetSocketAddress address = listen("::", way.reception(), heard::add);
    assertThat(new SocketTable(Path.of("/proc/net")).states(List.of(address)))
        .containsOnlyKeys(address);
  }

  /** Also the very moment at which a listener goes over must leave no one holding the port. */
  @ParameterizedTest
  @EnumSource
  void closes_at_once_when_idle_and_the_same_port_can_be_had_again(Ways way) throws Exception {
    InetSocketAddress address = listen(LOOPBACK, way.reception(), heard::add);
    for (int i = 0; i < 200; i++) {
      requireNonNull(listener).close();
      listener = open(address, way.reception(), heard::add);
    }
    try (DatagramSocket socket = new DatagramSocket(0, address.getAddress())) {
      send(socket, address, numbered(1));
    }
    await().until(() -> heard.size() == 1);
  }

  @ParameterizedTest
  @EnumSource
  void closes_under_load_and_hears_nothing_after_that(Ways way) throws Exception {
    InetSocketAddress address = listen(LOOPBACK, way.reception(), heard::add);
    try (DatagramSocket socket = new DatagramSocket(0, address.getAddress());
        Flood flood = new Flood(socket, address)) {
      for (int i = 0; i < 20; i++) {
        heard.clear();
        await().pollInterval(Duration.ofMillis(1)).until(() -> heard.size() > 100);
        requireNonNull(listener).close();
        int after = heard.size();
        try (DatagramSocket next = new DatagramSocket(address)) {
          assertThat(next.getLocalPort()).isEqualTo(address.getPort());
        }
        assertThat(heard).hasSize(after);
        listener = open(address, way.reception(), heard::add);
      }
      assertThat(flood.isAlive()).isTrue();
    }
  }

  /** Sends until it is closed, at most 30 s, with a moment's rest now and then. */
  private static final class Flood extends Thread implements AutoCloseable {
    private static final long MOST_NANOS = 30_000_000_000L;
    private final DatagramSocket socket;
    private final InetSocketAddress to;
    private volatile boolean ended;

    Flood(DatagramSocket socket, InetSocketAddress to) {
      this.socket = socket;
      this.to = to;
      start();
    }

    @Override
    public void run() {
      long endNanos = System.nanoTime() + MOST_NANOS;
      try {
        for (int i = 0; !ended && System.nanoTime() < endNanos; i++) {
          send(socket, to, numbered(i));
          if (i % 16 == 0) {
            LockSupport.parkNanos(100_000);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws InterruptedException {
      ended = true;
      join();
    }
  }

  /** By its own clock, which a test turns: nothing is lost or doubled where it goes over. */
  @Test
  void goes_over_under_load_without_losing_anything() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    Reception reception =
        new Reception(
            1_000,
            CLibrary::load,
            channel -> {
              over.countDown();
              return DatagramBatch.of(channel);
            });
    InetSocketAddress address = listen(LOOPBACK, reception, heard::add);
    int sent = 0;
    try (DatagramSocket socket = new DatagramSocket(0, address.getAddress())) {
      for (; over.getCount() > 0 || sent % 1_000 != 0; sent++) {
        now.addAndGet(100); // 10,000 a second
        send(socket, address, numbered(sent));
        int expected = sent + 1;
        if (expected % 50 == 0) {
          await().pollInterval(Duration.ofMillis(1)).until(() -> heard.size() == expected);
        }
      }
    }
    int all = sent;
    await().until(() -> heard.size() == all);
    assertThat(bodies())
        .containsExactlyElementsOf(IntStream.range(0, all).mapToObj(Integer::toString).toList());
  }

  /** As where JNA's library cannot be unpacked, or the system is another one. */
  @Test
  void without_native_code_it_says_so_once_and_goes_on() throws Exception {
    Reception reception =
        new Reception(
            0,
            () -> CompletableFuture.failedFuture(new UnsatisfiedLinkError("noexec")),
            DatagramBatch::of);
    try (LogEar ear = new LogEar(HepListener.class.getName())) {
      hearsOne(listen(LOOPBACK, reception, heard::add));
      assertThat(ear.lines()).singleElement().asString().contains("UnsatisfiedLinkError: noexec");
    }
  }

  @Test
  void without_its_descriptor_it_says_so_once_and_goes_on() throws Exception {
    Reception.Opener opener =
        channel -> {
          throw new IOException("not told");
        };
    Reception reception = new Reception(0, () -> CompletableFuture.completedFuture(null), opener);
    try (LogEar ear = new LogEar(HepListener.class.getName())) {
      hearsOne(listen(LOOPBACK, reception, heard::add));
      assertThat(ear.lines()).singleElement().asString().contains("not told");
    }
  }

  private void hearsOne(InetSocketAddress address) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, address.getAddress())) {
      send(socket, address, numbered(1));
    }
    await().until(() -> heard.size() == 1);
  }

  /** Beside a TCP socket of the same port, and other UDP sockets. */
  @Test
  void finds_the_descriptor_of_the_channel_and_no_other() throws Exception {
    CLibrary.load().join();
    try (DatagramChannel other = DatagramChannel.open().bind(loopback(0));
        DatagramChannel channel = DatagramChannel.open().bind(loopback(0));
        ServerSocketChannel tcp = ServerSocketChannel.open().bind(channel.getLocalAddress());
        DatagramSocket sender = new DatagramSocket(loopback(0))) {
      DatagramBatch batch = DatagramBatch.of(channel);
      send(sender, (InetSocketAddress) other.getLocalAddress(), numbered(1));
      send(sender, (InetSocketAddress) channel.getLocalAddress(), numbered(2));
      assertThat(batch.receive()).isEqualTo(1);
      byte[] bytes = new byte[DatagramLoop.MOST_BYTES];
      assertThat(batch.read(0, bytes)).isEqualTo(numbered(2).length);
      assertThat(batch.sender(0)).isEqualTo(sender.getLocalAddress());
      assertThat(tcp.isOpen()).isTrue();
      batch.wake();
      assertThat(batch.receive()).isZero();
      batch.close();
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(LOOPBACK, port);
  }
}
