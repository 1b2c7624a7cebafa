package org.sessionwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PbxConfigTest {
  private static final String CONFIGURATION =
      """
      [hep]
      listen = "192.0.2.1:9070"
      auth_key = 'se;cr"et'
      [[pbx]]
      name = "west"
      kind = "asterisk"
      capture_ids = [17]
      [pbx.ami]
      port = 5039
      user = "watch"
      secret = "a;b"
      [[pbx]]
      name = "north"
      kind = "asterisk"
      capture_ids = [18]
      [[pbx]]
      name = "edge"
      kind = "kamailio"
      capture_ids = [19]
      """;

  @TempDir Path folder;

  @Test
  void asterisk_gets_address_key_and_capture_id() throws IOException {
    assertThat(advice("asterisk", "--pbx", "west"))
        .contains(
            """
            [general]
            enabled = yes
            capture_address = 192.0.2.1:9070
            capture_password = se\\;cr"et
            capture_id = 17
            capture_name = west
            uuid_type = call-id
            """)
        .doesNotContain("capture_id = 18");
  }

  @Test
  void the_service_gets_what_it_needs_to_look_at_packets() {
    assertThat(CommandLineRun.of("pbx-config", "live").out())
        .contains(
            """
            [Service]
            AmbientCapabilities=CAP_NET_RAW
            CapabilityBoundingSet=CAP_NET_RAW
            RestrictAddressFamilies=AF_PACKET
            """)
        .contains("[[live]]\ninterface = \"eth0\"\n");
  }

  @Test
  void asterisk_gets_a_manager_user_that_can_do_nothing() throws IOException {
    assertThat(advice("asterisk", "--pbx", "west"))
        .contains("port = 5039\n", "[watch]\nsecret = a\\;b\n", "read = call\nwrite = reporting\n")
        .doesNotContain("command", "originate", "system");
  }

  @Test
  void asterisk_is_never_told_to_set_channelvars() throws IOException {
    assertThat(advice("asterisk")).doesNotContainIgnoringCase("channelvars");
  }

  @Test
  void every_asterisk_of_the_configuration_is_advised() throws IOException {
    assertThat(advice("asterisk")).contains("capture_id = 17\n", "capture_id = 18\n");
  }

  @Test
  void kamailio_mirrors_everything() throws IOException {
    assertThat(advice("kamailio"))
        .contains(
            """
            loadmodule "siptrace.so"
            modparam("siptrace", "duplicate_uri", "sip:192.0.2.1:9070")
            modparam("siptrace", "hep_mode_on", 1)
            modparam("siptrace", "hep_version", 3)
            modparam("siptrace", "hep_capture_id", 19)
            modparam("siptrace", "auth_key", "se;cr\\"et")
            modparam("siptrace", "trace_to_database", 0)
            modparam("siptrace", "trace_on", 1)
            """)
        .contains("modparam(\"siptrace\", \"trace_mode\", 1)\n")
        .doesNotContain("Also put");
  }

  @Test
  void a_pbx_that_the_configuration_lacks_is_told_what_to_add() {
    assertThat(CommandLineRun.of("pbx-config", "kamailio").out())
        .contains("\"sip:127.0.0.1:9060\"", "# [[pbx]]\n#   name = \"kamailio1\"")
        .doesNotContain("auth_key");
    assertThat(CommandLineRun.of("pbx-config", "asterisk").out())
        .contains("capture_address = 127.0.0.1:9060", ";   capture_ids = [2001]")
        .doesNotContain("capture_password");
  }

  @Test
  void a_listener_on_every_address_asks_for_this_hosts() throws IOException {
    Path file = Files.writeString(folder.resolve("c.toml"), "[hep]\nlisten = '0.0.0.0:9060'\n");
    assertThat(CommandLineRun.of("pbx-config", "asterisk", "-c", file.toString()).out())
        .contains("; THIS-HOST: the address of this host", "capture_address = THIS-HOST:9060");
  }

  @Test
  void a_name_that_the_configuration_lacks_is_refused() throws IOException {
    CommandLineRun run = run("kamailio", "--pbx", "west");
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err()).contains("has no [[pbx]] of this kind named \"west\"");
  }

  private String advice(String... arguments) throws IOException {
    return run(arguments).out();
  }

  private CommandLineRun run(String... arguments) throws IOException {
    Path file = Files.writeString(folder.resolve("c.toml"), CONFIGURATION);
    String[] all = new String[arguments.length + 3];
    all[0] = "pbx-config";
    all[1] = "-c";
    all[2] = file.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandLineRun.of(all);
  }
}
