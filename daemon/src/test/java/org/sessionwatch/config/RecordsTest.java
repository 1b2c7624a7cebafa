package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The records hold their ranges whoever makes them. */
class RecordsTest {
  private static final Secret SECRET = new Secret("s");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void hep() {
    List<InetSocketAddress> listen = List.of(Defaults.HEP_LISTEN);
    refused("listen", () -> new HepSettings(List.of(), null, 4096));
    refused("receive_buffer", () -> new HepSettings(listen, null, 4095));
    assertThat(new HepSettings(listen, null, 4096).listeners()).hasSize(1);
  }

  @Test
  void session() {
    refused("tolerance", () -> new SessionSettings(Duration.ofSeconds(-1), 1));
    refused("tolerance", () -> new SessionSettings(Duration.ofSeconds(301), 1));
    refused("shards", () -> new SessionSettings(SECOND, 0));
    refused("shards", () -> new SessionSettings(SECOND, 65));
  }

  @Test
  void pbx() {
    AmiSettings ami = new AmiSettings("h", 1, "u", SECRET);
    refused("name", () -> pbx(" ", PbxKind.OTHER, 1, null));
    refused("capture_ids", () -> pbx("a", PbxKind.OTHER, -1, null));
    refused("capture_ids", () -> pbx("a", PbxKind.OTHER, 1L << 32, null));
    refused("pattern", () -> new NamePattern(" "));
    refused("port", () -> new SipAddress(AddressRange.of("192.0.2.1").orElseThrow(), 65536));
    refused("ami", () -> pbx("a", PbxKind.KAMAILIO, 1, ami));
    refused("host", () -> new AmiSettings("", 1, "u", SECRET));
    refused("port", () -> new AmiSettings("h", 0, "u", SECRET));
    refused("port", () -> new AmiSettings("h", 65536, "u", SECRET));
    refused("user", () -> new AmiSettings("h", 1, "", SECRET));
  }

  @Test
  void two_pbxs_of_one_name() {
    PbxSettings one = pbx("a", PbxKind.OTHER, 1, null);
    PbxSettings other = pbx("a", PbxKind.OTHER, 2, null);
    refused(
        "pbx",
        () ->
            new Settings(
                new HepSettings(List.of(Defaults.HEP_LISTEN), null, 4096),
                List.of(),
                new SessionSettings(SECOND, 1),
                List.of(one, other),
                null,
                Path.of("/"),
                null));
  }

  @Test
  void live() {
    refused("interface", () -> new LiveSettings(" ", List.of(5060), null, 1 << 20, false));
    refused("ports", () -> new LiveSettings("lo", List.of(0), null, 1 << 20, false));
    refused("ports", () -> new LiveSettings("lo", List.of(), null, 1 << 20, false));
    refused("buffer", () -> new LiveSettings("lo", List.of(5060), null, 1 << 10, false));
  }

  @Test
  void probe() {
    refused("timeout", () -> probe(5060, SECOND, SECOND));
    refused("timeout", () -> probe(5060, SECOND, Duration.ZERO));
    refused("interval", () -> probe(5060, Duration.ofHours(2), SECOND));
    refused("port", () -> probe(0, Duration.ofSeconds(2), SECOND));
  }

  @Test
  void database_and_webhook() {
    URI url = URI.create("http://x/");
    refused("url", () -> new DatabaseSettings("jdbc:mysql://x", null, null));
    refused("url", () -> new WebhookSettings(URI.create("x"), null, SECOND, SECOND));
    refused("timeout", () -> new WebhookSettings(url, null, Duration.ZERO, SECOND));
    refused("give_up_after", () -> new WebhookSettings(url, null, SECOND, Duration.ofDays(8)));
  }

  @Test
  void a_secret_is_not_empty_and_does_not_show() {
    refused("a secret", () -> new Secret(""));
    assertThat(SECRET).hasToString("(secret)");
  }

  private static PbxSettings pbx(
      String name, PbxKind kind, long id, @org.jspecify.annotations.Nullable AmiSettings ami) {
    return new PbxSettings(name, kind, PbxRules.captureIds(List.of(id)), ami, null);
  }

  private static ProbeSettings probe(int port, Duration interval, Duration timeout) {
    return new ProbeSettings("h", port, ProbeSettings.Transport.UDP, interval, timeout);
  }

  private static void refused(String key, ThrowingCallable made) {
    assertThatIllegalArgumentException().isThrownBy(made).withMessageStartingWith(key);
  }
}
