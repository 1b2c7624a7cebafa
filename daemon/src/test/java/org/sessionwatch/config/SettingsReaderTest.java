package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
  private static final String WHOLE =
      """
      [hep]
      listen = ["0.0.0.0:9060", "[::1]:9061"]
      auth_key = "hep key"
      receive_buffer = "64KiB"
      [[live]]
      interface = "eth0"
      ports = [5060, 5062]
      buffer = "1MiB"
      promiscuous = true

      [[live]]
      interface = "any"
      filter = "tcp port 5080"

      [session]
      tolerance = "1.5s"
      shards = 4
      [[pbx]]
      name = "west"
      kind = "Asterisk"
      capture_ids = [2001, 4294967295]
      addresses = "10.0.0.1"
        [pbx.ami]
        host = "pbx.example.org"
        port = 5039
        user = "watch"
        secret = "ami secret"
        [pbx.options]
        host = "10.0.0.1"
        port = 5080
        transport = "tcp"
        interval = "1m"
        timeout = "200ms"
      [[pbx]]
      name = "east"
      kind = "kamailio"
      addresses = ["10.0.0.2", "2001:db8::/32"]
      node_names = ["east-*", "live:eth0"]
      sip_addresses = ["10.0.0.2:5080", "10.0.1.0/24", "[2001:db8::1]:5060"]
      [database]
      url = "postgres://db.example.org/sessionwatch"
      user = "sw"
      password = "db password"
      [state]
      directory = "/srv/sessionwatch"
      [alert.webhook]
      url = "https://alerts.example.org/x"
      token = "web token"
      timeout = "3s"
      give_up_after = "1d"
      """;

  @TempDir Path folder;

  @Test
  void reads_every_key() throws Exception {
    assertThat(new ConfigurationFile(folder, WHOLE).settings())
        .isEqualTo(
            new Settings(
                new HepSettings(
                    List.of(
                        new InetSocketAddress("0.0.0.0", 9060), new InetSocketAddress("::1", 9061)),
                    new Secret("hep key"),
                    65536),
                List.of(
                    new LiveSettings("eth0", List.of(5060, 5062), null, 1 << 20, true),
                    new LiveSettings("any", List.of(5060), "tcp port 5080", 8 << 20, false)),
                new SessionSettings(Duration.ofMillis(1500), 4),
                List.of(west(), east()),
                new DatabaseSettings(
                    "jdbc:postgresql://db.example.org/sessionwatch",
                    "sw",
                    new Secret("db password")),
                Path.of("/srv/sessionwatch"),
                new WebhookSettings(
                    URI.create("https://alerts.example.org/x"),
                    new Secret("web token"),
                    Duration.ofSeconds(3),
                    Duration.ofDays(1))));
  }

  private static PbxSettings west() throws Exception {
    return new PbxSettings(
        "west",
        PbxKind.ASTERISK,
        new PbxRules(
            List.of(2001L, 4294967295L), List.of(), List.of(range("10.0.0.1", 32)), List.of()),
        new AmiSettings("pbx.example.org", 5039, "watch", new Secret("ami secret")),
        new ProbeSettings(
            "10.0.0.1",
            5080,
            ProbeSettings.Transport.TCP,
            Duration.ofMinutes(1),
            Duration.ofMillis(200)));
  }

  private static PbxSettings east() throws Exception {
    return new PbxSettings(
        "east",
        PbxKind.KAMAILIO,
        new PbxRules(
            List.of(),
            List.of(new NamePattern("east-*"), new NamePattern("live:eth0")),
            List.of(range("10.0.0.2", 32), range("2001:db8::", 32)),
            List.of(
                new SipAddress(range("10.0.0.2", 32), 5080),
                new SipAddress(range("10.0.1.0", 24), 0),
                new SipAddress(range("2001:db8::1", 128), 5060))),
        null,
        null);
  }

  private static AddressRange range(String network, int prefix) throws Exception {
    return new AddressRange(InetAddress.getByName(network), prefix);
  }

  @Test
  void says_which_rule_of_a_pbx_is_none_and_which_no_message_reaches() throws Exception {
    String two =
        """
        [[pbx]]
        name = "a"
        kind = "other"
        node_names = "east-*"
        addresses = "10.0.0.0/8"
        sip_addresses = ["192.0.2.1", "192.0.2.2:5080"]
        [[pbx]]
        name = "b"
        kind = "other"
        node_names = ["east-1", "west-1"]
        addresses = ["10.1.0.0/16", "192.0.2.1"]
        sip_addresses = ["192.0.2.1:5080", "192.0.2.2"]
        """;
    assertThat(new ConfigurationFile(folder, two).warnings())
        .filteredOn(warning -> warning.contains("never reached"))
        .extracting(warning -> warning.replaceFirst(" is never reached.*", ""))
        .containsExactly(
            "10: pbx.node_names: east-1",
            "11: pbx.addresses: 10.1.0.0/16",
            "12: pbx.sip_addresses: 192.0.2.1:5080");
  }

  @Test
  void an_address_with_bits_behind_its_prefix_is_a_mistake() {
    assertThat(SipAddress.of("192.0.2.1/24")).isEmpty();
    assertThat(SipAddress.of("192.0.2.1:0")).isEmpty();
    assertThat(SipAddress.of("pbx.example.org:5060")).isEmpty();
    assertThat(SipAddress.of("2001:db8::1").orElseThrow()).hasToString("2001:db8:0:0:0:0:0:1");
    assertThat(SipAddress.of("[2001:db8::1]:5060").orElseThrow())
        .hasToString("[2001:db8:0:0:0:0:0:1]:5060");
    assertThat(SipAddress.of("192.0.2.0/28").orElseThrow()).hasToString("192.0.2.0/28");
  }

  @Test
  void reports_all_mistakes_at_once_each_with_its_line_and_key() {
    String text =
        """
        [hep]
        listn = "127.0.0.1:9060"
        listen = "pbx.example.org:9"

        [[pbx]]
        name = "west"
        kind = "asterix"
          [pbx.ami]
          prot = 5038
          secret = { fiel = "/x" }
        [[pbx]]
        name = "west"
        kind = "kamailio"
        capture_ids = [
          1,
          -2,
        ]
        options = { interval = "1s", timeout = "2s" }
        [databse]
        """;
    assertThat(new ConfigurationFile(folder, text).mistakes())
        .containsExactly(
            "2: hep.listn: unknown key; did you mean \"listen\"?",
            "3: hep.listen: \"pbx.example.org:9\" is not an address and port, like"
                + " \"127.0.0.1:9060\" or \"[::1]:9060\"",
            "7: pbx.kind: must be one of \"asterisk\", \"kamailio\", \"other\"; did you mean"
                + " \"asterisk\"?",
            "8: pbx.ami.user: is missing; like user = \"sessionwatch\"",
            "9: pbx.ami.prot: unknown key; did you mean \"port\"?",
            "10: pbx.ami.secret.fiel: unknown key; did you mean \"file\"?",
            "12: pbx.name: \"west\" is also that of another [[pbx]]",
            "14: pbx.capture_ids: -2 is not a whole number from 0 to 4294967295",
            "18: pbx.options.timeout: must be shorter than interval, which is 1s",
            "19: databse: unknown key; did you mean \"database\"?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[[live]] | port = 5060 | live.port: unknown key; did you mean \"ports\"?",
        "[[live]] | ports = [\"5060\"] | live.ports: \"5060\" is not a port from 1 to 65535, without quotes",
        "[[live]] | ports = [] | live.ports: needs at least one port",
        "[[live]] | buffer = \"1KiB\" | live.buffer: \"1KiB\" is not between \"256KiB\" and \"1GiB\"",
        "[[live]] | promiscuous = \"yes\" | live.promiscuous: must be true or false, without quotes",
        "[hep] | receive_buffer = 8388608 | hep.receive_buffer: must be a number and a unit, like \"8MiB\" (units: B, KiB, MiB, GiB)",
        "[hep] | receive_buffer = \"2GiB\" | hep.receive_buffer: \"2GiB\" is not between \"4KiB\" and \"1GiB\"",
        "[hep] | receive_buffer = \"1B\" | hep.receive_buffer: \"1B\" is not between \"4KiB\" and \"1GiB\"",
        "[hep] | listen = [] | hep.listen: needs at least one address",
        "[hep] | listen = 9060 | hep.listen: 9060 is not an address and port, like \"127.0.0.1:9060\" or \"[::1]:9060\"",
        "[hep] | listen = \"127.0.0.1:0\" | hep.listen: \"127.0.0.1:0\" is not an address and port, like \"127.0.0.1:9060\" or \"[::1]:9060\"",
        "[hep] | auth_key = 5 | hep.auth_key: must be a text in quotes, { file = \"/path\" } or { credential = \"name\" }",
        "[hep] | auth_key = \"\" | hep.auth_key: must be a text in quotes, { file = \"/path\" } or { credential = \"name\" }",
        "[session] | tolerance = 6 | session.tolerance: must be a number and a unit, like \"6s\" (units: ms, s, m, h, d)",
        "[session] | tolerance = \"-1s\" | session.tolerance: must be a number and a unit, like \"6s\" (units: ms, s, m, h, d)",
        "[session] | tolerance = \"301s\" | session.tolerance: \"301s\" is not between \"0s\" and \"5m\"",
        "[session] | shards = 0 | session.shards: 0 is not between 1 and 64",
        "[session] | shards = 1.5 | session.shards: must be a whole number from 1 to 64, without quotes",
        "[session] | shards = 99999999999 | session.shards: must be a whole number from 1 to 64, without quotes",
        "[database] | url = \"mysql://x/y\" | database.url: must begin with postgresql://, like postgresql://host:5432/database",
        "[database] | url = \"postgresql://u:p@x/y\" | database.url: must not hold user or password; they are keys of their own here",
        "[state] | directory = \"var\" | state.directory: must be a path from the root, like \"/var/lib/sessionwatch\"",
        "[alert.webhook] | url = \"ftp://x/\" | alert.webhook.url: must be an http:// or https:// address",
        "[alert.webhook] | url = \"http:// x\" | alert.webhook.url: must be an http:// or https:// address",
        "[alert] | webhook = true | alert.webhook: must be a section: [alert.webhook]",
        "# | pbx = { name = \"a\" } | pbx: must be written [[pbx]], with two brackets, once for each",
        "# | colour = \"red\" | colour: unknown key; known here: hep, live, session, pbx, database, state, alert",
      })
  void refuses(String section, String line, String mistake) {
    String rest = section.equals("[[live]]") ? "interface = 'lo'\n" : "";
    assertThat(new ConfigurationFile(folder, section + "\n" + line + "\n" + rest).mistakes())
        .containsExactly("2: " + mistake);
  }

  @Test
  void refuses_an_interface_that_is_named_twice_and_a_filter_beside_ports() {
    assertThat(
            new ConfigurationFile(
                    folder,
                    """
                    [[live]]
                    interface = "lo"
                    [[live]]
                    interface = "lo"
                    ports = [5060]
                    filter = "port 5060"
                    [[live]]
                    """)
                .mistakes())
        .containsExactly(
            "4: live.interface: \"lo\" is also that of another [[live]]; one takes a list of ports",
            "6: live.filter: takes the place of ports: leave one of them out",
            "7: live.interface: is missing; like interface = \"eth0\"");
  }

  @Test
  void refuses_what_is_not_toml_with_line_and_column() {
    assertThat(new ConfigurationFile(folder, "[hep]\nlisten = \"a\" b\n").mistakes())
        .singleElement()
        .asString()
        .matches("2: not TOML, column \\d+: .+");
  }

  @Test
  void refuses_a_manager_interface_where_there_is_none() {
    String text = "[[pbx]]\nname = 'k'\nkind = 'kamailio'\n[pbx.ami]\nuser = 'u'\nsecret = 's'\n";
    assertThat(new ConfigurationFile(folder, text).mistakes())
        .containsExactly("4: pbx.ami: only a PBX of kind \"asterisk\" has a manager interface");
  }

  @Test
  void refuses_a_file_that_is_not_there_but_was_named() {
    SettingsReader reader =
        new SettingsReader(new Environment(name -> null, false, folder, folder));
    Path missing = folder.resolve("missing.toml");
    assertThatThrownBy(() -> reader.load(Optional.of(missing)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(missing + ": cannot be read: no such file");
    assertThatThrownBy(() -> reader.load(Optional.of(folder)))
        .hasMessage(folder + ": is a directory, not a configuration file");
  }

  @Test
  void reads_secrets_from_files_beside_the_configuration_and_from_systemd() throws Exception {
    ConfigurationFile.write(folder.resolve("ami.secret"), "from a file\n", "rw-r-----");
    Path credentials = Files.createDirectory(folder.resolve("credentials"));
    ConfigurationFile.write(credentials.resolve("hep"), "from systemd\n", "r--------");
    ConfigurationFile file =
        new ConfigurationFile(
            folder,
            "[hep]\nauth_key = { credential = 'hep' }\n"
                + "[database]\nurl = 'postgresql:x'\npassword = { file = 'ami.secret' }\n",
            Map.of("CREDENTIALS_DIRECTORY", credentials.toString()));
    assertThat(file.settings().hep().listeners().get(0).rules().authKey())
        .isEqualTo(new Secret("from systemd"));
    assertThat(file.settings().database())
        .isEqualTo(new DatabaseSettings("jdbc:postgresql:x", null, new Secret("from a file")));
    assertThat(file.warnings()).noneMatch(warning -> warning.contains("can read"));
  }

  @Test
  void says_which_secret_cannot_be_read() {
    ConfigurationFile.write(folder.resolve("empty"), "\n", "rw-r-----");
    String text =
        """
        [hep]
        auth_key = { credential = "hep" }
        [database]
        url = "postgresql:x"
        password = { file = "missing" }
        [alert.webhook]
        url = "https://x/"
        token = { file = "empty" }
        """;
    assertThat(new ConfigurationFile(folder, text).mistakes())
        .containsExactly(
            "2: hep.auth_key: systemd handed over no credential \"hep\": needs"
                + " LoadCredential=hep:/path in the unit",
            "5: database.password: cannot read " + folder.resolve("missing") + ": no such file",
            "8: alert.webhook.token: " + folder.resolve("empty") + " is empty");
  }

  @Test
  void no_secret_shows_in_any_text() {
    LoadedSettings loaded = new ConfigurationFile(folder, WHOLE).load();
    assertThat(loaded.toString())
        .doesNotContain("hep key", "ami secret", "db password", "web token");
    ConfigurationFile broken =
        new ConfigurationFile(folder, "[hep]\nauth_key = \"topsecret\nlisten = 1\n");
    assertThat(broken.mistakes()).noneMatch(mistake -> mistake.contains("topsecret"));
  }

  @Test
  void warns_of_open_doors_and_of_what_will_not_work() throws Exception {
    Path kernel = Files.createDirectories(folder.resolve("net/core"));
    Files.writeString(kernel.resolve("rmem_max"), "212992\n");
    ConfigurationFile.write(folder.resolve("open.secret"), "s", "rw-r--r--");
    ConfigurationFile file =
        new ConfigurationFile(
            folder,
            """
            [hep]
            listen = "0.0.0.0:9060"
            receive_buffer = "1MiB"
            [[pbx]]
            name = "a"
            kind = "asterisk"
            [pbx.ami]
            host = "10.0.0.1"
            user = "u"
            secret = { file = "open.secret" }
            [[pbx]]
            name = "b"
            kind = "other"
            capture_ids = 2
            [state]
            directory = "/etc/passwd/sessionwatch"
            [alert.webhook]
            url = "http://alerts.example.org/"
            token = "t"
            """);
    assertThat(file.warnings())
        .anyMatch(w -> w.startsWith("10: pbx.ami.secret: every user of this host can read "))
        .anyMatch(w -> w.startsWith("2: hep.listen: 0.0.0.0:9060 can be reached from other hosts"))
        .contains(
            "3: hep.receive_buffer: the kernel gives only 208KiB of 1MiB: sysctl -w"
                + " net.core.rmem_max=1048576")
        .anyMatch(w -> w.startsWith("4: pbx: has neither capture_ids, node_names"))
        .anyMatch(w -> w.startsWith("8: pbx.ami.host: AMI is unencrypted"))
        .anyMatch(w -> w.startsWith("16: state.directory: user "))
        .anyMatch(w -> w.startsWith("18: alert.webhook.url: the token crosses the network"))
        .hasSize(7);
  }

  @Test
  void warns_of_a_secret_in_a_file_that_everyone_reads() {
    ConfigurationFile file = new ConfigurationFile(folder, "[hep]\nauth_key = 'k'\n");
    ConfigurationFile.write(file.file, "[hep]\nauth_key = 'k'\n", "rw-r--r--");
    assertThat(file.warnings())
        .contains(
            "2: hep.auth_key: every user of this host can read it here: chmod o-r, or use"
                + " { file = … }");
  }
}
