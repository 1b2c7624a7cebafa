package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HepReaderTest {
  private static final String TLS_LISTENER =
      "[[hep.listener]]\nlisten = \"127.0.0.1:9061\"\ntransport = \"tls\"\n[hep.listener.tls]\n";

  @TempDir Path folder;

  private ConfigurationFile file(String text) {
    return new ConfigurationFile(folder, text);
  }

  @Test
  void listeners_have_rules_of_their_own_or_those_of_hep() {
    HepSettings hep =
        file("""
                [hep]
                listen = "127.0.0.1:9060"
                auth_key = "common"
                allow = "10.0.0.0/8"
                silence = "5m"
                [[hep.listener]]
                listen = ["0.0.0.0:9061", "[::1]:9061"]
                transport = "tcp"
                auth_key = "own"
                allow = ["192.0.2.0/24", "2001:db8::/32"]
                most_message = "4KiB"
                most_connections = 3
                idle_timeout = "10m"
                [[hep.listener]]
                listen = "127.0.0.1:9062"
                """)
            .settings()
            .hep();
    assertThat(hep.listeners())
        .extracting(ListenerSettings::address)
        .containsExactly(
            new InetSocketAddress("127.0.0.1", 9060),
            new InetSocketAddress("0.0.0.0", 9061),
            new InetSocketAddress("::1", 9061),
            new InetSocketAddress("127.0.0.1", 9062));
    assertThat(hep.listeners())
        .extracting(ListenerSettings::transport)
        .containsExactly(Transport.UDP, Transport.TCP, Transport.TCP, Transport.UDP);
    assertThat(hep.listeners().get(2).rules())
        .isEqualTo(
            new ListenerSettings.Rules(
                new Secret("own"),
                List.of(
                    AddressRange.of("192.0.2.0/24").orElseThrow(),
                    AddressRange.of("2001:db8::/32").orElseThrow()),
                4096));
    assertThat(hep.listeners().get(1).connections())
        .isEqualTo(new ConnectionSettings(3, Duration.ofMinutes(10)));
    assertThat(hep.listeners().get(3).rules()).isEqualTo(hep.listeners().get(0).rules());
    assertThat(hep.listeners().get(0).rules().authKey()).isEqualTo(new Secret("common"));
    assertThat(hep.silence()).isEqualTo(new SilenceSettings(true, Duration.ofMinutes(5)));
  }

  @Test
  void a_listener_in_long_form_takes_the_default_ones_place() {
    assertThat(file("[[hep.listener]]\nlisten = \"[::1]:7\"\n").settings().hep().listeners())
        .extracting(ListenerSettings::address)
        .containsExactly(new InetSocketAddress("::1", 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[[hep.listener]] | 1: hep.listener.listen: is missing; like listen = \"0.0.0.0:9060\"",
        "[[hep.listener]]~listen = \"127.0.0.1:1\"~transport = \"tpc\""
            + " | 3: hep.listener.transport: must be one of \"udp\", \"tcp\", \"tls\"; did you mean"
            + " \"tcp\"?",
        "[[hep.listener]]~listen = \"127.0.0.1:1\"~transport = \"tls\""
            + " | 1: hep.listener.tls: is missing: TLS needs [hep.listener.tls] with certificate"
            + " and key",
        "[[hep.listener]]~listen = \"127.0.0.1:1\"~alow = \"::1\""
            + " | 3: hep.listener.alow: unknown key; did you mean \"allow\"?",
        "[hep]~allow = \"10.0.0.1/8\""
            + " | 2: hep.allow: \"10.0.0.1/8\" is not an address or a range with all bits behind"
            + " the prefix 0, like \"192.0.2.0/24\" or \"2001:db8::/32\"",
        "[hep]~allow = []" + " | 2: hep.allow: would allow nobody; leave it out to allow everybody",
        "[hep]~silence = \"never\""
            + " | 2: hep.silence: must be \"auto\", \"off\", or a duration from \"1s\" to \"7d\"",
        "[hep]~most_message = \"65KiB\""
            + " | 2: hep.most_message: \"65KiB\" is not between \"1KiB\" and \"64KiB\"",
        "[[hep.listener]]~listen = \"127.0.0.1:1\"~[hep.listener.tls]~certificate = \"x\"~key = \"y\""
            + " | 4: hep.listener.tls.certificate: cannot read FOLDER/x: no such file",
        "[hep]~listen = \"127.0.0.1:1\"~[[hep.listener]]~listen = \"127.0.0.1:1\""
            + " | 1: hep.listener: 127.0.0.1:1 (UDP) is named twice"
      })
  void says_what_is_wrong_and_where(String text, String mistake) {
    assertThat(file(text.replace('~', '\n')).mistakes())
        .contains(mistake.replace("FOLDER", folder.toString()));
  }

  @Test
  void udp_and_tcp_may_have_the_same_port() {
    String text =
        "[hep]\nlisten = \"127.0.0.1:1\"\n"
            + "[[hep.listener]]\nlisten = \"127.0.0.1:1\"\ntransport = \"tcp\"\n";
    assertThat(file(text).settings().hep().listeners()).hasSize(2);
  }

  private static String tls(String certificate, String key) {
    return PemFiles.text(
        TLS_LISTENER
            + "certificate = 'FOLDER/%s'\nkey = 'FOLDER/%s'\n".formatted(certificate, key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hep", "rsa", "ed"})
  void reads_key_and_certificate(String name) {
    TlsSettings tls =
        PemFiles.settings(
            folder, "certificate = 'FOLDER/%s.crt'\nkey = 'FOLDER/%s.key'\n".formatted(name, name));
    assertThat(tls.clientCertificate()).isEqualTo(ClientCertificate.NONE);
    assertThat(tls).hasToString("TLS as CN=" + name);
  }

  @Test
  void whoever_names_a_client_ca_asks_for_certificates() {
    TlsSettings tls =
        PemFiles.settings(
            folder,
            "certificate = 'FOLDER/hep.crt'\nkey = 'FOLDER/hep.key'\n"
                + "client_ca = 'FOLDER/agent.crt'\n");
    assertThat(tls.clientCertificate()).isEqualTo(ClientCertificate.REQUIRED);
    assertThat(tls.clientAuthorities()).hasSize(1);
  }

  @Test
  void says_what_is_wrong_with_keys_and_certificates() {
    ConfigurationFile.write(
        folder.resolve("old.key"), "-----BEGIN RSA PRIVATE KEY-----\n", "rw-r-----");
    assertThat(file(tls("hep.crt", "agent.key")).mistakes())
        .containsExactly(
            "6: hep.listener.tls.key: is not the key of the first certificate in \"certificate\"");
    assertThat(
            file(tls("hep.crt", "agent.key").replaceAll("key = .*", "key = 'old.key'")).mistakes())
        .containsExactly(
            "6: hep.listener.tls.key: is a key of another form; make it one: openssl pkcs8 -topk8"
                + " -nocrypt -in FILE -out FILE2");
    assertThat(file(tls("hep.crt", "README.md")).mistakes())
        .containsExactly("6: hep.listener.tls.key: has no \"-----BEGIN PRIVATE KEY-----\" in it");
    assertThat(file(tls("README.md", "hep.key")).mistakes())
        .singleElement()
        .asString()
        .startsWith("5: hep.listener.tls.certificate: ");
    assertThat(file(tls("hep.crt", "hep.key") + "client_certificate = 'optional'\n").mistakes())
        .containsExactly(
            "4: hep.listener.tls.client_ca: is missing: client certificates cannot be checked"
                + " without it");
  }

  @Test
  void warns_of_certificates_that_will_not_do_and_of_keys_that_all_can_read() throws Exception {
    String key = Files.readString(PemFiles.file("hep.key"));
    ConfigurationFile.write(folder.resolve("open.key"), key, "rw-r--r--");
    String text = tls("old.crt", "hep.key").replaceAll("key = .*", "key = 'open.key'");
    assertThat(file(text).warnings())
        .anyMatch(w -> w.matches("5: hep.listener.tls.certificate: CN=old has expired at .*"))
        .anyMatch(w -> w.startsWith("6: hep.listener.tls.key: every user of this host can read "));
  }

  @Test
  void says_that_a_certificate_is_about_to_expire() {
    X509Certificate certificate =
        PemFiles.settings(folder, "certificate = 'FOLDER/hep.crt'\nkey = 'FOLDER/hep.key'\n")
            .chain()
            .get(0);
    Instant end = certificate.getNotAfter().toInstant();
    assertThat(TlsReader.trouble(certificate, end.minus(Duration.ofDays(15)))).isEmpty();
    assertThat(TlsReader.trouble(certificate, end.minus(Duration.ofDays(13))))
        .contains("CN=hep expires at " + end);
    assertThat(TlsReader.trouble(certificate, end.plusSeconds(1)))
        .contains("CN=hep has expired at " + end + ": agents will not connect");
    Instant begin = certificate.getNotBefore().toInstant();
    assertThat(TlsReader.trouble(certificate, begin.minusSeconds(1)))
        .contains("CN=hep is not valid before " + begin + ": agents will not connect");
  }

  @Test
  void a_guarded_listener_is_no_open_door() {
    String open = "[[hep.listener]]\nlisten = \"0.0.0.0:9061\"\ntransport = \"tcp\"\n";
    assertThat(file(open).warnings()).anyMatch(w -> w.contains("can be reached from other hosts"));
    assertThat(file(open + "allow = \"192.0.2.7\"\n").warnings())
        .noneMatch(w -> w.contains("can be reached from other hosts"));
  }
}
