package org.sessionwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.Addresses;
import org.sessionwatch.config.Defaults;
import org.sessionwatch.config.Quantities;

/** What people read before they run it is what they get. */
class ReadmeTest {
  @Test
  void lists_the_exit_codes() throws IOException {
    for (ExitCode code : ExitCode.values()) {
      assertThat(readme()).contains("\n| " + code.number() + " | " + code.meaning() + " |\n");
    }
  }

  @Test
  void lists_the_commands() throws IOException {
    assertThat(CommandLineRun.of("--help").out()).contains("Commands:");
    for (String command :
        List.of(
            "run",
            "demo",
            "analyze",
            "check-config",
            "pbx-config",
            "replay",
            "migrate",
            "report")) {
      assertThat(readme()).containsPattern("\n\\| `" + command + "\\b");
    }
  }

  @Test
  void lists_the_defaults() throws IOException {
    assertThat(readme())
        .contains("| `[hep] listen` | `\"" + Addresses.text(Defaults.HEP_LISTEN) + "\"` |")
        .contains(row("[hep] receive_buffer", Quantities.text(Defaults.HEP_RECEIVE_BUFFER_BYTES)))
        .contains("| `[[live]] ports` | `[" + Defaults.SIP_PORT + "]` |")
        .contains(row("[[live]] buffer", Quantities.text(Defaults.LIVE_BUFFER_BYTES)))
        .contains(row("[session] tolerance", Quantities.text(Defaults.TOLERANCE)))
        .contains("| `[session] shards` | `" + Defaults.SHARDS + "` |")
        .contains("| `\"" + Defaults.HOST + "\"`, `" + Defaults.AMI_PORT + "` |")
        .contains("| `\"" + Defaults.HOST + "\"`, `" + Defaults.SIP_PORT + "`, `\"udp\"` |")
        .contains(
            "| `\"%s\"`, `\"%s\"` | how often"
                .formatted(
                    Quantities.text(Defaults.PROBE_INTERVAL),
                    Quantities.text(Defaults.PROBE_TIMEOUT)))
        .contains(
            "| `\"%s\"`, `\"%s\"` | of one attempt"
                .formatted(
                    Quantities.text(Defaults.WEBHOOK_TIMEOUT),
                    Quantities.text(Defaults.WEBHOOK_GIVE_UP_AFTER)));
  }

  @Test
  void the_service_does_not_try_again_after_mistakes_that_stay() throws IOException {
    String unit = Files.readString(Path.of("../systemd/sessionwatch.service"));
    assertThat(unit)
        .contains(
            "\nRestartPreventExitStatus=%d %d\n"
                .formatted(ExitCode.INPUT.number(), ExitCode.CONFIGURATION.number()));
  }

  private static String row(String key, String value) {
    return "| `" + key + "` | `\"" + value + "\"` |";
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("../README.md"));
  }
}
