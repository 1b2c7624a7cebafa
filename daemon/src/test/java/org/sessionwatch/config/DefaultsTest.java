package org.sessionwatch.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins every default: whoever changes one changes what an administrator's file means. */
class DefaultsTest {
  private static final String PBX = "[[pbx]]\nname = 'a'\nkind = 'asterisk'\n";

  @TempDir Path folder;

  @Test
  void hep_listens_on_loopback_9060() {
    assertThat(read("").hep().listeners())
        .extracting(ListenerSettings::address)
        .containsExactly(new InetSocketAddress("127.0.0.1", 9060));
  }

  @Test
  void hep_asks_for_no_key() {
    assertThat(hep().rules().authKey()).isNull();
  }

  @Test
  void hep_receive_buffer_is_8_mebibytes() {
    assertThat(hep().receiveBufferBytes()).isEqualTo(8 * 1024 * 1024);
  }

  @Test
  void hep_comes_over_udp_from_everybody() {
    assertThat(hep().transport()).isEqualTo(Transport.UDP);
    assertThat(hep().rules().allow()).isEmpty();
  }

  @Test
  void hep_messages_may_be_as_long_as_hep_can_say() {
    assertThat(hep().rules().mostMessageBytes()).isEqualTo(64 * 1024);
  }

  @Test
  void a_listener_keeps_64_connections_for_an_hour() {
    assertThat(hep().connections()).isEqualTo(new ConnectionSettings(64, Duration.ofHours(1)));
  }

  @Test
  void silence_is_learned() {
    assertThat(read("").hep().silence()).isEqualTo(new SilenceSettings(true, null));
  }

  private ListenerSettings hep() {
    return read("").hep().listeners().get(0);
  }

  @Test
  void history_is_kept_400_days_in_weeks_and_a_gibibyte_may_be_spooled() {
    assertThat(read("").history())
        .isEqualTo(
            new HistorySettings(Duration.ofDays(400), HistorySettings.Partition.WEEK, 1L << 30));
    assertThat(read("[database]\nretention = '90d'").database()).isNull();
    assertThat(
            read("[database]\nretention = 'forever'\npartition = 'day'\nspool = '10GiB'").history())
        .isEqualTo(new HistorySettings(null, HistorySettings.Partition.DAY, 10L << 30));
  }

  @Test
  void tolerance_is_6_seconds() {
    assertThat(read("").session().tolerance()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void there_are_2_shards() {
    assertThat(read("").session().shards()).isEqualTo(2);
  }

  @Test
  void no_pbx_is_named() {
    assertThat(read("").pbxs()).isEmpty();
  }

  @Test
  void a_pbx_has_no_manager_interface_and_is_not_probed() {
    assertThat(read(PBX).pbxs())
        .containsExactly(new PbxSettings("a", PbxKind.ASTERISK, PbxRules.NONE, null, null));
  }

  @Test
  void ami_is_on_this_host_at_5038() {
    assertThat(read(PBX + "[pbx.ami]\nuser = 'u'\nsecret = 's'").pbxs().get(0).ami())
        .isEqualTo(new AmiSettings("127.0.0.1", 5038, "u", new Secret("s")));
  }

  @Test
  void options_go_to_this_host_over_udp_every_30_seconds_and_wait_5() {
    assertThat(read(PBX + "[pbx.options]").pbxs().get(0).probe())
        .isEqualTo(
            new ProbeSettings(
                "127.0.0.1",
                5060,
                ProbeSettings.Transport.UDP,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5)));
  }

  @Test
  void options_wait_half_a_short_interval() {
    ProbeSettings probe = read(PBX + "[pbx.options]\ninterval = '4s'").pbxs().get(0).probe();
    assertThat(probe).extracting(ProbeSettings::timeout).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void no_interface_is_looked_into() {
    assertThat(read("").live()).isEmpty();
  }

  @Test
  void an_interface_is_looked_into_at_sips_port_for_what_is_the_hosts_own() {
    assertThat(read("[[live]]\ninterface = 'eth0'").live())
        .containsExactly(new LiveSettings("eth0", List.of(5060), null, 8 << 20, false));
  }

  @Test
  void the_database_is_the_embedded_one() {
    assertThat(read("").database()).isNull();
  }

  @Test
  void alerts_are_posted_nowhere() {
    assertThat(read("").webhook()).isNull();
  }

  @Test
  void a_webhook_has_10_seconds_and_is_given_up_after_an_hour() {
    WebhookSettings webhook = read("[alert.webhook]\nurl = 'http://localhost/'").webhook();
    assertThat(webhook)
        .extracting(WebhookSettings::timeout, WebhookSettings::giveUpAfter)
        .containsExactly(Duration.ofSeconds(10), Duration.ofHours(1));
  }

  @Test
  void the_file_is_in_etc() {
    assertThat(Defaults.FILE).isEqualTo(Path.of("/etc/sessionwatch/sessionwatch.toml"));
  }

  @Test
  void no_file_gives_what_an_empty_file_gives() {
    SettingsReader reader =
        new SettingsReader(new Environment(name -> null, false, Path.of("/home/admin"), folder));
    assertThat(reader.defaults()).isEqualTo(read(""));
  }

  @Test
  void the_example_file_as_it_is_holds_the_defaults() throws IOException {
    assertThat(read(example())).isEqualTo(read(""));
  }

  @Test
  void every_key_of_the_example_file_is_known_and_its_defaults_are_the_defaults()
      throws IOException {
    for (String secret :
        new String[] {"hep.secret", "ami.secret", "database.password", "webhook.token"}) {
      ConfigurationFile.write(folder.resolve(secret), "x", "rw-r-----");
    }
    Files.copy(PemFiles.file("hep.crt"), folder.resolve("hep.crt"));
    Files.copy(PemFiles.file("hep.key"), folder.resolve("hep.key"));
    Files.copy(PemFiles.file("agent.crt"), folder.resolve("agents.crt"));
    String all =
        example().replaceAll("(?m)^#(?=\\S)", "").replace("/etc/sessionwatch/", folder + "/");
    Settings written = read(all);
    Settings defaults = read("");

    assertThat(written.live()).isEqualTo(read("[[live]]\ninterface = 'eth0'").live());
    ListenerSettings short_ = written.hep().listeners().get(0);
    ListenerSettings defaultOne = defaults.hep().listeners().get(0);
    assertThat(short_.address()).isEqualTo(defaultOne.address());
    assertThat(short_.receiveBufferBytes()).isEqualTo(defaultOne.receiveBufferBytes());
    assertThat(short_.rules().mostMessageBytes()).isEqualTo(defaultOne.rules().mostMessageBytes());
    ListenerSettings long_ = written.hep().listeners().get(1);
    assertThat(long_.transport()).isEqualTo(Transport.TLS);
    assertThat(long_.connections()).isEqualTo(defaultOne.connections());
    assertThat(written.hep().silence()).isEqualTo(defaults.hep().silence());
    assertThat(written.session()).isEqualTo(defaults.session());
    String bare = PBX + "[pbx.ami]\nuser = 'sessionwatch'\nsecret = 'x'\n[pbx.options]\n";
    assertThat(written.pbxs()).hasSize(2);
    assertThat(written.pbxs().get(0).ami()).isEqualTo(read(bare).pbxs().get(0).ami());
    assertThat(written.pbxs().get(0).probe()).isEqualTo(read(bare).pbxs().get(0).probe());
    WebhookSettings webhook = written.webhook();
    assertThat(webhook)
        .extracting(WebhookSettings::timeout, WebhookSettings::giveUpAfter)
        .containsExactly(Defaults.WEBHOOK_TIMEOUT, Defaults.WEBHOOK_GIVE_UP_AFTER);
  }

  @Test
  void the_state_directory_is_systemds_then_roots_then_the_users() {
    Path home = Path.of("/home/admin");
    assertThat(state(Map.of("STATE_DIRECTORY", "/var/lib/a:/var/lib/b"), true))
        .isEqualTo(Path.of("/var/lib/a"));
    assertThat(state(Map.of(), true)).isEqualTo(Path.of("/var/lib/sessionwatch"));
    assertThat(
            new Environment(name -> null, false, Path.of("/var/lib/sessionwatch"), folder)
                .stateDirectory())
        .isEqualTo(Path.of("/var/lib/sessionwatch"));
    assertThat(state(Map.of("XDG_STATE_HOME", "/home/admin/state"), false))
        .isEqualTo(home.resolve("state/sessionwatch"));
    assertThat(state(Map.of("XDG_STATE_HOME", "not/from/the/root"), false))
        .isEqualTo(home.resolve(".local/state/sessionwatch"));
    assertThat(state(Map.of(), false)).isEqualTo(home.resolve(".local/state/sessionwatch"));
  }

  @Test
  void this_kernel_tells_its_limit_in_whole() {
    assertThat(Environment.ofThisProcess().mostReceiveBufferBytes())
        .hasValueSatisfying(bytes -> assertThat(bytes).isGreaterThan(1000));
  }

  private Path state(Map<String, String> variables, boolean root) {
    return new SettingsReader(new Environment(variables::get, root, Path.of("/home/admin"), folder))
        .defaults()
        .stateDirectory();
  }

  private Settings read(String text) {
    return new ConfigurationFile(folder, text).settings();
  }

  private static String example() throws IOException {
    return Files.readString(Path.of("../systemd/sessionwatch.toml"));
  }
}
