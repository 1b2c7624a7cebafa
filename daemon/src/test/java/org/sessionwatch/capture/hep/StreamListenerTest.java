package org.sessionwatch.capture.hep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.FeedLoss;
import org.sessionwatch.config.AddressRange;
import org.sessionwatch.config.ConnectionSettings;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.config.PemFiles;
import org.sessionwatch.config.TlsSettings;
import org.sessionwatch.config.Transport;

class StreamListenerTest {
  private static final byte[] HEP = HepBytes.kamailio().bytes();
  private static final byte[] SIP = ascii("SIP/2.0 200 OK\r\nCall-ID: x\r\nl: 2\r\n\r\nab");
  private static final String SERVER = "certificate = 'FOLDER/hep.crt'\nkey = 'FOLDER/hep.key'\n";
  private static final String CHECKING = SERVER + "client_ca = 'FOLDER/agent.crt'\n";

  private final Queue<CapturedMessage> heard = new ConcurrentLinkedQueue<>();
  private final Queue<FeedLoss> losses = new ConcurrentLinkedQueue<>();
  private final AtomicLong now = new AtomicLong(1_800_000_000_000_000L);
  private @Nullable StreamListener listener;

  @TempDir Path folder;

  @AfterEach
  void close() {
    if (listener != null) {
      listener.close();
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private StreamListener listen(String host, ListenerSettings.Rules rules, int most)
      throws IOException {
    return open(host, Transport.TCP, rules, most, null);
  }

  private StreamListener listen() throws IOException {
    return listen("127.0.0.1", rules(), 10);
  }

  private StreamListener listenSecurely(String section) throws IOException {
    TlsSettings tls = PemFiles.settings(folder, section);
    return open("127.0.0.1", Transport.TLS, rules(), 10, tls);
  }

  private StreamListener open(
      String host,
      Transport transport,
      ListenerSettings.Rules rules,
      int most,
      @Nullable TlsSettings tls)
      throws IOException {
    ListenerSettings settings =
        new ListenerSettings(
            new InetSocketAddress(host, 0),
            transport,
            rules,
            100_000,
            new ConnectionSettings(most, Duration.ofHours(1)),
            tls);
    StreamListener opened = StreamListener.open(settings, now::get, heard::add, losses::add);
    listener = opened;
    return opened;
  }

  private static ListenerSettings.Rules rules(String... allow) {
    List<AddressRange> ranges =
        Arrays.stream(allow).map(range -> new AddressRange(address(range), 8)).toList();
    return new ListenerSettings.Rules(null, ranges, 1 << 16);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Socket connect(StreamListener to) throws IOException {
    return new Socket(to.address().getAddress(), to.address().getPort());
  }

  private static void send(Socket socket, byte[]... pieces) throws IOException {
    for (byte[] piece : pieces) {
      socket.getOutputStream().write(piece);
      socket.getOutputStream().flush();
    }
  }

  /** Whether the other side has closed; waits until it has. */
  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    try (InputStream in = socket.getInputStream()) {
      return in.read() < 0;
    } catch (SocketException e) {
      return true; // reset, since it had not read everything
    }
  }

  private long faults(StreamListener of, HepFault fault) {
    return of.counters().sources().stream()
        .mapToLong(source -> source.faults().getOrDefault(fault, 0L))
        .sum();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void hears_hep_and_siptrace_in_one_stream(String host) throws IOException {
    StreamListener open = listen(host, rules(), 10);
    try (Socket socket = connect(open)) {
      send(socket, HEP, SIP, ascii("\r\n\r\n"), HepBytes.asterisk().bytes());
      await().until(() -> heard.size() == 3);
    }
    String address = InetAddress.getByName(host).getHostAddress();
    assertThat(heard)
        .extracting(CapturedMessage::source)
        .containsExactly(
            new CaptureSource(2002, null, address),
            new CaptureSource(0, null, address),
            new CaptureSource(2001, "pbx1", address));
    assertThat(heard).element(1).extracting(CapturedMessage::sip).isEqualTo(SIP);
    await().until(() -> open.connections() == 0);
    assertThat(losses).isEmpty();
    assertThat(open.counters().malformed()).isZero();
  }

  @Test
  void hears_what_comes_byte_by_byte_and_what_comes_at_once() throws IOException {
    StreamListener open = listen();
    byte[] long_ = new HepBytes().text(0xf, HepBytes.SIP + "x".repeat(60_000)).bytes();
    try (Socket socket = connect(open);
        Socket other = connect(open)) {
      socket.setTcpNoDelay(true);
      for (byte[] message : new byte[][] {HEP, SIP}) {
        for (byte b : message) {
          send(socket, new byte[] {b});
        }
      }
      byte[] many = new byte[100 * HEP.length];
      for (int i = 0; i < 100; i++) {
        System.arraycopy(HEP, 0, many, i * HEP.length, HEP.length);
      }
      send(other, many, long_, long_);
      await().until(() -> heard.size() == 104);
    }
  }

  /** What a caller writes into a header must not become a message of the PBX's. */
  @Test
  void does_not_look_for_messages_in_a_stream_that_is_out_of_step() throws IOException {
    StreamListener open = listen();
    try (Socket socket = connect(open)) {
      send(socket, HEP);
      await().until(() -> heard.size() == 1);
      send(socket, ascii("#garbage"), HEP);
      assertThat(isClosed(socket)).isTrue();
    }
    assertThat(heard).hasSize(1);
    assertThat(faults(open, HepFault.STREAM_UNREADABLE)).isEqualTo(1);
    assertThat(losses)
        .containsExactly(
            new FeedLoss(
                new CaptureSource(2002, null, "127.0.0.1"),
                FeedLoss.Cause.STREAM,
                now.get(),
                now.get(),
                0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEP3\0\5",
        "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n",
        "\0",
        "HEP2\n",
        "OPTIONS sip:a SIP/2.0\r\nContent-Length: 9999999999\r\n\r\n"
      })
  void closes_what_it_cannot_read(String text) throws IOException {
    StreamListener open = listen();
    try (Socket socket = connect(open)) {
      send(socket, ascii(text));
      assertThat(isClosed(socket)).isTrue();
    }
    assertThat(faults(open, HepFault.STREAM_UNREADABLE)).isEqualTo(1);
    assertThat(losses).as("of a source that nobody knows").isEmpty();
  }

  @Test
  void goes_on_behind_a_message_that_is_wrong_inside_or_too_long() throws IOException {
    StreamListener open =
        listen("127.0.0.1", new ListenerSettings.Rules(null, List.of(), 1024), 10);
    byte[] wrong = new HepBytes().raw(0, 1, 0, new byte[1]).bytes();
    byte[] tooLong = new HepBytes().text(0xf, HepBytes.SIP + "x".repeat(1024)).bytes();
    try (Socket socket = connect(open)) {
      send(socket, wrong, tooLong, HEP);
      await().until(() -> heard.size() == 1);
    }
    assertThat(faults(open, HepFault.CHUNK_LENGTH_TOO_SHORT)).isEqualTo(1);
    assertThat(faults(open, HepFault.MESSAGE_TOO_LONG)).isEqualTo(1);
  }

  @Test
  void tells_of_a_message_that_was_cut() throws IOException {
    StreamListener open = listen();
    try (Socket socket = connect(open)) {
      send(socket, HEP, Arrays.copyOf(HEP, 50));
    }
    await().until(() -> losses.size() == 1);
    assertThat(losses.remove().count()).isEqualTo(1);
    assertThat(faults(open, HepFault.STREAM_CUT)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"50, 31, STREAM_STALLED", "0, 3601, EMPTY"})
  void closes_what_hangs_or_is_silent_for_long(int begun, int seconds, HepFault fault)
      throws IOException {
    StreamListener open = listen();
    try (Socket socket = connect(open)) {
      send(socket, HEP, Arrays.copyOf(HEP, begun));
      await().until(() -> heard.size() == 1);
      now.addAndGet(seconds * 1_000_000L);
      assertThat(isClosed(socket)).isTrue();
    }
    assertThat(faults(open, fault)).isEqualTo(begun == 0 ? 0 : 1);
    assertThat(losses).hasSize(begun == 0 ? 0 : 1);
  }

  @Test
  void who_has_said_nothing_makes_place_and_who_has_stays() throws IOException {
    StreamListener open = listen("127.0.0.1", rules(), 2);
    try (Socket silent = connect(open);
        Socket first = connect(open)) {
      send(first, HEP);
      await().until(() -> heard.size() == 1 && open.connections() == 2);
      try (Socket second = connect(open)) {
        assertThat(isClosed(silent)).isTrue();
        send(second, HEP);
        await().until(() -> heard.size() == 2);
        try (Socket third = connect(open)) {
          assertThat(isClosed(third)).isTrue();
        }
        send(first, HEP);
        await().until(() -> heard.size() == 3);
      }
    }
    assertThat(faults(open, HepFault.NOTHING_SAID)).isEqualTo(1);
    assertThat(faults(open, HepFault.TOO_MANY_CONNECTIONS)).isEqualTo(1);
  }

  @Test
  void hears_only_those_who_are_allowed() throws IOException {
    StreamListener open = listen("127.0.0.1", rules("10.0.0.0"), 10);
    try (Socket socket = connect(open)) {
      assertThat(isClosed(socket)).isTrue();
    }
    assertThat(faults(open, HepFault.NOT_ALLOWED)).isEqualTo(1);
    assertThat(open.counters().refused()).isEqualTo(1);
    open.close();
    StreamListener other = listen("127.0.0.1", rules("10.0.0.0", "127.0.0.0"), 10);
    try (Socket socket = connect(other)) {
      send(socket, HEP);
      await().until(() -> heard.size() == 1);
    }
  }

  private SSLContext agent(boolean withCertificate) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    TlsSettings server = PemFiles.settings(folder, SERVER);
    trusted.setCertificateEntry("server", server.chain().get(0));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(withCertificate ? own() : null, trust.getTrustManagers(), null);
    return context;
  }

  private KeyManager[] own() throws Exception {
    TlsSettings agent =
        PemFiles.settings(folder, "certificate = 'FOLDER/agent.crt'\nkey = 'FOLDER/agent.key'\n");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "agent",
        agent.key(),
        new char[0],
        new java.security.cert.Certificate[] {agent.chain().get(0)});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    return keys.getKeyManagers();
  }

  private static Socket connect(SSLContext context, StreamListener to) throws IOException {
    return context
        .getSocketFactory()
        .createSocket(to.address().getAddress(), to.address().getPort());
  }

  @Test
  void hears_over_tls_what_comes_in_records_of_any_size() throws Exception {
    StreamListener open = listenSecurely(SERVER);
    byte[] long_ = new HepBytes().text(0xf, HepBytes.SIP + "x".repeat(60_000)).bytes();
    try (Socket socket = connect(agent(false), open)) {
      send(socket, HEP, long_, long_);
      for (byte b : HEP) {
        send(socket, new byte[] {b});
      }
      await().until(() -> heard.size() == 4);
    }
    assertThat(heard)
        .extracting(message -> message.sip().length)
        .contains(60_000 + HepBytes.SIP.length());
    await().until(() -> open.connections() == 0);
    assertThat(losses).isEmpty();
  }

  @Test
  void hears_only_those_with_a_good_certificate_where_one_is_required() throws Exception {
    StreamListener open = listenSecurely(CHECKING);
    try (Socket socket = connect(agent(true), open)) {
      send(socket, HEP);
      await().until(() -> heard.size() == 1);
    }
    try (Socket socket = connect(agent(false), open)) {
      send(socket, HEP); // with TLS 1.3 who is refused learns it late
    } catch (IOException e) {
      assertThat(e.getMessage()).as("refused while sending").isNotEmpty();
    }
    await().until(() -> faults(open, HepFault.TLS_FAILED) == 1);
    assertThat(heard).hasSize(1);
  }

  @Test
  void hears_nobody_who_speaks_no_tls() throws Exception {
    StreamListener open = listenSecurely(SERVER);
    try (Socket socket = connect(open)) {
      send(socket, HEP);
      await().until(() -> faults(open, HepFault.TLS_FAILED) == 1);
      isClosed(socket);
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void who_connects_and_does_not_begin_with_tls_is_closed() throws Exception {
    StreamListener open = listenSecurely(SERVER);
    try (Socket socket = connect(open)) {
      await().until(() -> open.connections() == 1);
      now.addAndGet(31_000_000);
      assertThat(isClosed(socket)).isTrue();
    }
    assertThat(faults(open, HepFault.TLS_FAILED)).isEqualTo(1);
  }

  @Test
  void the_port_is_free_after_close() throws IOException {
    StreamListener open = listen();
    try (Socket socket = connect(open)) {
      send(socket, Arrays.copyOf(HEP, 20));
      await().until(() -> open.connections() == 1);
      open.close();
      assertThat(isClosed(socket)).isTrue();
    }
    assertThat(losses).isEmpty();
    ListenerSettings again =
        new ListenerSettings(
            open.address(),
            Transport.TCP,
            rules(),
            4096,
            new ConnectionSettings(1, Duration.ofHours(1)),
            null);
    StreamListener.open(again, now::get, heard::add, losses::add).close();
  }
}
