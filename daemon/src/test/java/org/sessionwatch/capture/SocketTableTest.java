package org.sessionwatch.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sessionwatch.time.SteadyClock;

class SocketTableTest {
  private static final String HEADINGS =
      "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode ref pointer drops\n";

  @TempDir Path net;

  @Test
  void finds_sockets_by_address_and_port_in_both_tables() throws Exception {
    Files.writeString(
        net.resolve("udp"),
        HEADINGS
            + "11801: 0100007F:2364 00000000:0000 07 00000000:00001A00 00:00000000 00000000     0  "
            + "      0 1 2 0 3\n"
            + "11802: 0200007F:2364 00000000:0000 07 00000000:00000000 00:00000000 00000000     0  "
            + "      0 2 2 0 5\n"
            + "11803: 00000000:2365 00000000:0000 07 00000000:00000000 00:00000000 00000000     0  "
            + "      0 3 2 0 7\n");
    Files.writeString(
        net.resolve("udp6"),
        HEADINGS
            + "11801: 0000000000000000FFFF00000300007F:2364 00000000000000000000000000000000:0000"
            + " 07 00000000:00000000 00:00000000 00000000     0        0 4 2 0 11\n"
            + "11801: B80D0120000000000000000001000000:2364 00000000000000000000000000000000:0000"
            + " 07 00000000:00000000 00:00000000 00000000     0        0 5 2 0 13\n");
    InetSocketAddress first = new InetSocketAddress("127.0.0.1", 9060);
    InetSocketAddress mapped = new InetSocketAddress("127.0.0.3", 9060);
    InetSocketAddress six = new InetSocketAddress("2001:db8::1", 9060);
    InetSocketAddress all = new InetSocketAddress("::", 9061);

    assertThat(
            new SocketTable(net)
                .states(List.of(first, mapped, six, all, new InetSocketAddress("127.0.0.1", 9061))))
        .isEqualTo(
            Map.of(
                first,
                new SocketTable.State(3, 0x1a00),
                mapped,
                new SocketTable.State(11, 0),
                six,
                new SocketTable.State(13, 0),
                all,
                new SocketTable.State(7, 0)));
  }

  @Test
  void what_this_kernel_drops_is_told_to_the_last_datagram() throws Exception {
    List<FeedLoss> losses = new CopyOnWriteArrayList<>();
    int sent = 500;
    int received = 0;
    try (DatagramSocket full = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket sender = new DatagramSocket()) {
      full.setReceiveBufferSize(4_096);
      InetSocketAddress to = (InetSocketAddress) full.getLocalSocketAddress();
      try (SocketWatch watch =
          new SocketWatch(
              new SocketTable(Path.of("/proc/net")),
              List.of(to),
              new AtomicLong()::incrementAndGet,
              new SteadyClock(),
              losses::add)) {
        for (int i = 0; i < sent; i++) {
          sender.send(new DatagramPacket(new byte[500], 500, to));
        }
        await().until(() -> !losses.isEmpty());
        full.setSoTimeout(200);
        received = drain(full);
        assertThat(watch).isNotNull();
      }
    }
    assertThat(losses)
        .allMatch(loss -> loss.cause() == FeedLoss.Cause.SOCKET && loss.untilUs() > loss.fromUs());
    assertThat(losses.stream().mapToLong(FeedLoss::count).sum()).isEqualTo(sent - received);
  }

  /** What waits in the buffer was sent before what was dropped, and is received after it. */
  @Test
  void a_loss_goes_on_until_what_waits_was_received() throws Exception {
    List<FeedLoss> losses = new CopyOnWriteArrayList<>();
    SteadyClock clock = new SteadyClock();
    try (DatagramSocket full = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        DatagramSocket sender = new DatagramSocket()) {
      full.setReceiveBufferSize(4_096);
      InetSocketAddress to = (InetSocketAddress) full.getLocalSocketAddress();
      try (SocketWatch watch =
          new SocketWatch(
              new SocketTable(Path.of("/proc/net")), List.of(to), () -> 0, clock, losses::add)) {
        for (int i = 0; i < 100; i++) {
          sender.send(new DatagramPacket(new byte[500], 500, to));
        }
        long countedUs = clock.nowUs();
        await().until(() -> losses.stream().anyMatch(loss -> loss.fromUs() > countedUs));
        full.setSoTimeout(200);
        drain(full);
        long emptyUs = clock.nowUs();
        await().until(() -> losses.get(losses.size() - 1).untilUs() >= emptyUs);
        assertThat(watch).isNotNull();
      }
    }
    assertThat(losses).filteredOn(loss -> loss.count() > 0).hasSizeBetween(1, 2);
    for (int i = 1; i < losses.size(); i++) {
      assertThat(losses.get(i).fromUs()).isEqualTo(losses.get(i - 1).untilUs());
    }
  }

  private static int drain(DatagramSocket socket) throws java.io.IOException {
    int received = 0;
    try {
      while (true) {
        socket.receive(new DatagramPacket(new byte[500], 500));
        received++;
      }
    } catch (java.net.SocketTimeoutException e) {
      return received;
    }
  }
}
