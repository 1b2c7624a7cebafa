package org.sessionwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainRunTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"run", "run -c a.toml", "run --config a.toml"})
  void the_usual_starts_are_plain(String line) {
    assertThat(PlainRun.of(line.split(" "))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "run --debug",
        "run -c",
        "run -c --debug",
        "run -c @file",
        "run --config=a.toml",
        "run --log-level debug",
        "run -c a.toml --debug",
        "--debug run",
        "rum -c a.toml"
      })
  void all_else_is_picoclis(String line) {
    assertThat(PlainRun.of(line.split(" "))).isEmpty();
  }

  /** What picocli reads and what it is spared must not differ. */
  @Test
  void both_ways_load_the_same_configuration_and_explain_the_same_mistakes() throws IOException {
    Path good = Files.writeString(folder.resolve("good.toml"), "[session]\nshards = 7\n");
    Path bad = Files.writeString(folder.resolve("bad.toml"), "[session]\nshard = 7\n");
    for (Path file : new Path[] {good, bad, folder.resolve("none.toml")}) {
      CommandLineRun plain = CommandLineRun.of("run", "-c", file.toString());
      CommandLineRun picocli = CommandLineRun.of("run", "--config=" + file);
      assertThat(plain.code).isEqualTo(picocli.code);
      assertThat(plain.calls).isEqualTo(picocli.calls);
      assertThat(plain.err()).isEqualTo(picocli.err());
    }
  }
}
