package org.sessionwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.config.Settings;
import org.sessionwatch.store.StoreException;

class CliTest {
  @TempDir Path folder;

  @Test
  void analyze_hands_over_its_files_format_and_tolerance() {
    CommandLineRun run =
        CommandLineRun.of("analyze", "a.pcap", "-", "--format", "jsonl", "--tolerance", "200ms");
    assertThat(run.code).isZero();
    assertThat(run.calls)
        .containsExactly(List.of("a.pcap", "-"), Bodies.Format.JSONL, Duration.ofMillis(200));
    assertThat(run.out()).isEmpty();
  }

  @Test
  void analyze_is_for_people_and_tolerates_6_seconds_by_default() {
    assertThat(CommandLineRun.of("analyze", "a.pcap").calls)
        .containsExactly(List.of("a.pcap"), Bodies.Format.TEXT, Duration.ofSeconds(6));
  }

  @Test
  void replay_hands_over_its_file_and_target() {
    assertThat(CommandLineRun.of("replay", "a.pcap", "--to", "127.0.0.1:9060").calls)
        .containsExactly(Path.of("a.pcap"), new InetSocketAddress("127.0.0.1", 9060));
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "migrate"})
  void run_and_migrate_hand_over_the_configuration(String command) throws IOException {
    Path file = Files.writeString(folder.resolve("c.toml"), "[session]\nshards = 7\n");
    CommandLineRun run = CommandLineRun.of(command, "-c", file.toString());
    assertThat(run.calls)
        .singleElement()
        .satisfies(settings -> assertThat(((Settings) settings).session().shards()).isEqualTo(7));
  }

  @Test
  void demo_keeps_its_database_apart_from_the_daemons() {
    assertThat(CommandLineRun.of("demo").calls)
        .singleElement()
        .satisfies(
            settings ->
                assertThat(((Settings) settings).stateDirectory())
                    .isEqualTo(Path.of("/home/admin/.local/state/sessionwatch/demo")));
    assertThat(CommandLineRun.of("demo", "--state", "/srv/demo").calls)
        .singleElement()
        .satisfies(
            settings ->
                assertThat(((Settings) settings).stateDirectory()).isEqualTo(Path.of("/srv/demo")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "analyse a.pcap | did you mean analyze?; see sessionwatch --help",
        "analyze | Missing required parameter: 'FILE'; see sessionwatch analyze --help",
        "analyze a --tolerance 6 | must be a number and a unit",
        "analyze a --tolerance 6m | at most 5m",
        "analyze a --format xml | expected one of",
        "replay a --to pbx.example.org:1 | is not an address and port",
        "check-config --confg x | did you mean --config?",
        "pbx-config | see sessionwatch pbx-config --help"
      })
  void a_mistake_on_the_command_line_is_one_line_and_2(String arguments, String line) {
    CommandLineRun run = CommandLineRun.of(arguments.split(" "));
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err().lines()).singleElement().asString().startsWith("sessionwatch: ");
    assertThat(run.err()).contains(line);
    assertThat(run.calls).isEmpty();
  }

  @Test
  void without_a_command_it_says_so() {
    CommandLineRun run = CommandLineRun.of();
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "sessionwatch: Missing required subcommand; see sessionwatch --help\n");
  }

  @Test
  void every_mistake_of_the_configuration_is_one_line_and_3() throws IOException {
    Path file = Files.writeString(folder.resolve("c.toml"), "[hep]\nx = 1\n[session]\ny = 2\n");
    for (String command : List.of("run", "migrate", "check-config")) {
      CommandLineRun run = CommandLineRun.of(command, "-c", file.toString());
      assertThat(run.code).isEqualTo(3);
      assertThat(run.err().lines())
          .hasSize(2)
          .allMatch(line -> line.startsWith("sessionwatch: " + file + ":"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "28P01 | database: no; check user and password in [database]",
        "3D000 | database: no; create it with: createdb",
        "08001 | database: no; check url in [database], and that the server runs and lets this host in",
        "42501 | database: no; give the role of [database] the right to create its schema",
        "XX000 | database: no"
      })
  void trouble_with_the_database_is_5_however_deep(String state, String line) {
    Exception failure = new IllegalStateException("pool", new SQLException("no", state));
    CommandLineRun run = CommandLineRun.failing(failure, "migrate");
    assertThat(run.code).isEqualTo(5);
    assertThat(run.err().lines()).containsExactly("sessionwatch: " + line);
  }

  @Test
  void a_port_taken_is_4() {
    CommandLineRun run =
        CommandLineRun.failing(
            new IOException(
                "Error while binding on /127.0.0.1:9060\nmore",
                new BindException("Address already in use")),
            "demo");
    assertThat(run.code).isEqualTo(4);
    assertThat(run.err().lines())
        .containsExactly(
            "sessionwatch: cannot listen: Error while binding on /127.0.0.1:9060 (Address already"
                + " in use); see who has the port with: ss -lunp");
  }

  @Test
  void a_bodys_own_failure_keeps_its_line_and_code() {
    CommandLineRun run =
        CommandLineRun.failing(
            new CommandFailure(ExitCode.INPUT, "a.pcap: is empty"),
            "replay",
            "a",
            "--to",
            "[::1]:1");
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err().lines()).containsExactly("sessionwatch: a.pcap: is empty");
  }

  @Test
  void the_rooms_own_lines_stand_as_they_are() {
    CommandLineRun database =
        CommandLineRun.failing(
            new StoreException(
                StoreException.Kind.NOT_LET_IN, "refuses", new SQLException("x", "28P01")),
            "migrate");
    assertThat(database.code).isEqualTo(5);
    assertThat(database.err().lines()).containsExactly("sessionwatch: refuses");
    CommandLineRun url =
        CommandLineRun.failing(new StoreException(StoreException.Kind.BAD_URL, "bad"), "migrate");
    assertThat(url.code).isEqualTo(3);
    CommandLineRun recording =
        CommandLineRun.failing(new RecordingException("a.pcap", "is cut off"), "demo");
    assertThat(recording.code).isEqualTo(2);
    assertThat(recording.err().lines()).containsExactly("sessionwatch: a.pcap: is cut off");
  }

  @Test
  void trouble_with_files_is_one_plain_line() {
    assertThat(CommandLineRun.failing(new NoSuchFileException("/a"), "demo").err().lines())
        .containsExactly("sessionwatch: /a: no such file");
    assertThat(CommandLineRun.failing(new AccessDeniedException("/a"), "demo").err())
        .startsWith("sessionwatch: /a: permission denied for user ");
    assertThat(CommandLineRun.failing(new IOException("disk full"), "demo").code).isEqualTo(6);
  }

  @Test
  void a_bug_is_one_line_and_6_without_a_stack() {
    IllegalStateException outer = new IllegalStateException("first\nsecond");
    outer.initCause(new RuntimeException(outer));
    CommandLineRun run = CommandLineRun.failing(outer, "demo");
    assertThat(run.code).isEqualTo(6);
    assertThat(run.err().lines())
        .containsExactly(
            "sessionwatch: failed unexpectedly: IllegalStateException: first; --debug shows where."
                + " Please report it.");
  }

  @Test
  void help_lists_the_exit_codes_of_every_command() {
    for (String command :
        List.of("", "run", "demo", "analyze", "check-config", "pbx-config", "replay", "migrate")) {
      CommandLineRun run = CommandLineRun.of((command + " --help").strip().split(" "));
      assertThat(run.code).isZero();
      for (ExitCode code : ExitCode.values()) {
        assertThat(run.out()).contains("  " + code.number() + "   " + code.meaning());
      }
    }
  }

  @Test
  void version_names_the_program() {
    assertThat(CommandLineRun.of("--version").out()).startsWith("sessionwatch ");
  }

  @Test
  void check_config_says_what_it_read_without_the_secrets() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.toml"),
            """
            [hep]
            listen = ["127.0.0.1:9060", "[::1]:9060"]
            auth_key = "hidden1"
            [[pbx]]
            name = "west"
            kind = "asterisk"
            capture_ids = [1, 2]
            addresses = "10.0.0.1"
            [pbx.ami]
            user = "watch"
            secret = "hidden2"
            [pbx.options]
            [database]
            url = "postgresql://db/sw"
            user = "sw"
            password = "hidden3"
            [alert.webhook]
            url = "https://alerts.example.org/x"
            """);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    CommandLineRun run = CommandLineRun.of("check-config", "-c", file.toString());
    assertThat(run.code).isZero();
    assertThat(run.out())
        .containsSubsequence(
            "configuration  " + file,
            "127.0.0.1:9060 UDP, with an auth key, receive buffer 8MiB",
            "[0:0:0:0:0:0:0:1]:9060 UDP, with an auth key, receive buffer 8MiB",
            "told when a source pauses longer than it ever does",
            "tolerance 6s, 2 engine threads",
            "\"west\" (asterisk), capture ids 1, 2, addresses 10.0.0.1, AMI watch at 127.0.0.1:5038,"
                + " OPTIONS to 127.0.0.1:5060 over UDP every 30s",
            "jdbc:postgresql://db/sw as sw",
            "webhook https://alerts.example.org/x (timeout 10s, gives up after 1h)",
            "warning: " + file + ":3: hep.auth_key",
            "no mistakes; warnings: 3")
        .doesNotContain("hidden");
  }
}
