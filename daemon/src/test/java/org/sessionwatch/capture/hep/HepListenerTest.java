package org.sessionwatch.capture.hep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.config.HepSettings;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.config.Secret;

/** Whichever way the datagrams are taken. */
@ParameterizedClass
@EnumSource(Ways.class)
class HepListenerTest {
  private static final int BUFFER = 100_000;

  @Parameter Ways way = Ways.ONE_BY_ONE;
  private final Queue<CapturedMessage> heard = new ConcurrentLinkedQueue<>();
  private final AtomicLong now = new AtomicLong(1_800_000_000_000_000L);
  private @Nullable HepListeners listeners;

  @AfterEach
  void close() {
    if (listeners != null) {
      listeners.close();
    }
  }

  private HepListeners listen(@Nullable String key, String... hosts) throws IOException {
    List<InetSocketAddress> listen =
        List.of(hosts).stream().map(host -> new InetSocketAddress(host, 0)).toList();
    Secret secret = key == null ? null : new Secret(key);
    HepListeners opened = open(new HepSettings(listen, secret, BUFFER), heard::add);
    listeners = opened;
    return opened;
  }

  private HepListeners open(HepSettings settings, CaptureSink sink) throws ListenException {
    return HepListeners.open(
        settings, now::get, sink, loss -> {}, new RecentMessages(), way.reception());
  }

  private static void send(InetSocketAddress to, byte[]... datagrams) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, to.getAddress())) {
      for (byte[] datagram : datagrams) {
        socket.send(new DatagramPacket(datagram, datagram.length, to));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void hears_asterisk_and_kamailio(String host) throws IOException {
    HepListeners open = listen(null, host);
    send(
        open.addresses().get(0),
        HepBytes.asterisk().bytes(),
        HepBytes.kamailio().bytes(),
        HepBytes.asteriskIpv6().bytes());

    await().until(() -> heard.size() == 3);
    String address = InetAddress.getByName(host).getHostAddress();
    assertThat(heard)
        .extracting(CapturedMessage::source)
        .containsExactly(
            new CaptureSource(2001, "pbx1", address),
            new CaptureSource(2002, null, address),
            new CaptureSource(2001, "pbx1", address));
    assertThat(heard).extracting(CapturedMessage::receivedAtUs).containsOnly(now.get());
    assertThat(heard)
        .extracting(CapturedMessage::to)
        .containsExactly(
            new InetSocketAddress("127.0.0.1", 5160),
            new InetSocketAddress("10.0.0.2", 5070),
            new InetSocketAddress("2001:db8::2", 5160));
    assertThat(open.counters().messages()).isEqualTo(3);
  }

  @Test
  void hears_on_several_addresses() throws IOException {
    HepListeners open = listen(null, "127.0.0.1", "::1", "127.0.0.2");
    assertThat(open.addresses()).hasSize(3);
    for (InetSocketAddress address : open.addresses()) {
      send(address, HepBytes.kamailio().bytes());
    }
    await().until(() -> heard.size() == 3);
    assertThat(open.counters().sources())
        .extracting(source -> source.source().address())
        .containsExactlyInAnyOrder("127.0.0.1", "0:0:0:0:0:0:0:1", "127.0.0.2");
    assertThat(open.counters().sources())
        .as("the same message at three listeners is one, and two copies")
        .extracting(CaptureCounters.SourceCount::duplicates)
        .containsExactlyInAnyOrder(0L, 1L, 1L);
  }

  /** A wildcard address is dual-stack, and an IPv4 sender keeps its IPv4 address. */
  @Test
  void hears_ipv4_and_ipv6_on_the_wildcard_address() throws IOException {
    HepListeners open = listen(null, "::");
    int port = open.addresses().get(0).getPort();
    send(new InetSocketAddress("127.0.0.1", port), HepBytes.kamailio().bytes());
    send(new InetSocketAddress("::1", port), HepBytes.kamailio().bytes());
    await().until(() -> heard.size() == 2);
    assertThat(heard)
        .extracting(message -> message.source().address())
        .containsExactlyInAnyOrder("127.0.0.1", "0:0:0:0:0:0:0:1");
  }

  @Test
  void counts_by_source_and_reason() throws IOException {
    HepListeners open = listen("s3cret", "127.0.0.1");
    byte[] endless = new HepBytes().raw(0, 1, 0, new byte[1]).bytes();
    send(
        open.addresses().get(0),
        HepBytes.asterisk().bytes(),
        HepBytes.asterisk().bytes(),
        HepBytes.asterisk().hex(0xb, "05").bytes(),
        HepBytes.kamailio().bytes(),
        HepBytes.asteriskIpv6().bytes(),
        HepBytes.kamailio().text(0xe, "wrong").bytes(),
        endless,
        endless,
        HepBytes.SIP.getBytes(StandardCharsets.US_ASCII),
        new byte[0],
        HepBytes.kamailio().bytes());

    await().until(() -> heard.size() == 4);
    CaptureCounters counters = open.counters();
    assertThat(counters.messages()).isEqualTo(4);
    assertThat(counters.notSip()).isEqualTo(1);
    assertThat(counters.refused()).isEqualTo(3);
    assertThat(counters.malformed()).isEqualTo(3);
    assertThat(counters.sources())
        .containsExactlyInAnyOrder(
            count(2001, "pbx1", 2, 1, Map.of(), now.get()),
            count(2002, null, 2, 0, Map.of(), now.get()),
            count(
                0,
                null,
                0,
                0,
                Map.of(
                    HepFault.KEY_MISSING, 2L,
                    HepFault.KEY_WRONG, 1L,
                    HepFault.CHUNK_LENGTH_TOO_SHORT, 2L,
                    HepFault.EMPTY, 1L),
                0));
  }

  private CaptureCounters.SourceCount count(
      long captureId,
      @Nullable String node,
      long messages,
      long notSip,
      Map<HepFault, Long> faults,
      long lastAtUs) {
    return new CaptureCounters.SourceCount(
        new CaptureSource(captureId, node, "127.0.0.1"),
        messages,
        notSip,
        captureId == 2001 ? 1 : captureId == 2002 ? 2 : 0,
        captureId == 0 ? null : 0x6b028953L * 1_000_000 + 0x00060310 - now.get(),
        faults,
        lastAtUs,
        lastAtUs);
  }

  /** Nobody fills memory by inventing capture ids; the messages still count and are handed on. */
  @Test
  void counts_sources_beyond_the_bound_together() throws IOException {
    HepListeners open = listen(null, "127.0.0.1");
    int all = SourceTable.MOST_SOURCES + 10;
    InetSocketAddress address = open.addresses().get(0);
    try (DatagramSocket socket = new DatagramSocket(0, address.getAddress())) {
      for (int id = 0; id < all; id++) {
        byte[] bytes =
            new HepBytes().hex(0xc, "%08x".formatted(id)).text(0xf, HepBytes.SIP).bytes();
        socket.send(new DatagramPacket(bytes, bytes.length, address));
        int sent = id + 1;
        await().pollInterval(Duration.ofMillis(1)).until(() -> heard.size() == sent);
      }
    }
    assertThat(open.counters().messages()).isEqualTo(all);
    assertThat(open.counters().sources()).hasSize(SourceTable.MOST_SOURCES + 1);
    assertThat(open.counters().sources())
        .filteredOn(source -> source.source().address().equals(SourceTable.OTHER))
        .singleElement()
        .satisfies(other -> assertThat(other.messages()).isEqualTo(10));
    assertThat(heard)
        .last()
        .extracting(message -> message.source().captureId())
        .isEqualTo(all - 1L);
  }

  /** The largest that UDP over IPv4 carries: MINA's usual read buffer would cut it to 2 KiB. */
  @Test
  void hears_the_largest_datagram() throws IOException {
    HepListeners open = listen(null, "127.0.0.1");
    String sip = HepBytes.SIP + "x".repeat(65_507 - 12 - HepBytes.SIP.length());
    send(open.addresses().get(0), new HepBytes().text(0xf, sip).bytes());
    await().until(() -> heard.size() == 1);
    assertThat(new String(heard.remove().sip(), StandardCharsets.US_ASCII)).isEqualTo(sip);
  }

  /** A message handed on stays as it is when the next datagram comes into the same buffer. */
  @Test
  void messages_keep_their_bytes() throws IOException {
    HepListeners open = listen(null, "127.0.0.1");
    byte[] first = new HepBytes().text(0xf, "A".repeat(500)).bytes();
    byte[] second = new HepBytes().text(0xf, "B".repeat(500)).bytes();
    send(open.addresses().get(0), first, second);
    await().until(() -> heard.size() == 2);
    assertThat(heard)
        .extracting(message -> new String(message.sip(), StandardCharsets.US_ASCII))
        .containsExactly("A".repeat(500), "B".repeat(500));
  }

  @Test
  void a_sink_that_fails_does_not_stop_the_listener() throws IOException {
    HepSettings settings =
        new HepSettings(List.of(new InetSocketAddress("127.0.0.1", 0)), null, BUFFER);
    listeners =
        open(
            settings,
            message -> {
              heard.add(message);
              if (heard.size() == 1) {
                throw new IllegalStateException("a bug");
              }
            });
    send(listeners.addresses().get(0), HepBytes.kamailio().bytes(), HepBytes.asterisk().bytes());
    await().until(() -> heard.size() == 2);
  }

  @Test
  void a_port_taken_is_told_in_one_line() throws IOException {
    try (DatagramSocket other =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
      int port = other.getLocalPort();
      assertThatThrownBy(() -> open("127.0.0.1", port))
          .isInstanceOf(ListenException.class)
          .hasMessage(
              "cannot listen for HEP on 127.0.0.1:%d (UDP): already in use by another program:"
                  + " another sessionwatch, heplify or Homer? `ss -ulnp sport = :%d` tells which;"
                  + " stop it or change hep.listen",
              port, port);
    }
  }

  @Test
  void an_address_of_another_machine_is_told_in_one_line() {
    assertThatThrownBy(() -> open("192.0.2.1", 9060))
        .isInstanceOf(ListenException.class)
        .hasMessage(
            "cannot listen for HEP on 192.0.2.1:9060 (UDP): this machine has no such address:"
                + " give hep.listen one of its own (`ip address`)");
    assertThatThrownBy(() -> open("2001:db8::1", 9060))
        .isInstanceOf(ListenException.class)
        .hasMessageStartingWith("cannot listen for HEP on [2001:db8:0:0:0:0:0:1]:9060 (UDP): ");
  }

  /** All or none: the first address is free again when the second is not to be had. */
  @Test
  void a_failure_leaves_no_listener_behind() throws IOException {
    int port;
    try (DatagramSocket free =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
      port = free.getLocalPort();
    }
    HepSettings settings =
        new HepSettings(
            List.of(
                new InetSocketAddress("127.0.0.1", port), new InetSocketAddress("192.0.2.1", 9060)),
            null,
            BUFFER);
    assertThatThrownBy(() -> open(settings, heard::add)).isInstanceOf(ListenException.class);
    new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port)).close();
  }

  private HepListener open(String host, int port) throws ListenException {
    InetSocketAddress address = new InetSocketAddress(host, port);
    return open(ListenerSettings.udp(address, null, BUFFER));
  }

  private HepListener open(ListenerSettings settings) throws ListenException {
    return HepListener.open(settings, now::get, heard::add, new RecentMessages(), way.reception());
  }

  @Test
  void tells_the_buffer_that_the_kernel_gave() throws IOException {
    InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
    ListenerSettings modest = ListenerSettings.udp(any, null, BUFFER);
    try (HepListener listener = open(modest)) {
      assertThat(listener.grantedBufferBytes()).isGreaterThanOrEqualTo(BUFFER);
    }
    ListenerSettings greedy = ListenerSettings.udp(any, null, 1 << 30);
    try (HepListener listener = open(greedy)) {
      assertThat(listener.grantedBufferBytes()).isBetween(BUFFER, (1 << 30) - 1);
    }
  }

  @Test
  void nothing_is_heard_after_close_and_the_port_is_free() throws IOException {
    HepListeners open = listen(null, "127.0.0.1");
    InetSocketAddress address = open.addresses().get(0);
    send(address, HepBytes.kamailio().bytes());
    await().until(() -> heard.size() == 1);
    open.close();
    try (DatagramSocket next = new DatagramSocket(address)) {
      assertThat(next.getLocalPort()).isEqualTo(address.getPort());
    }
    assertThat(heard).hasSize(1);
  }
}
