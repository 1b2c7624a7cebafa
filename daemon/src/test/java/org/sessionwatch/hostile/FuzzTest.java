package org.sessionwatch.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sessionwatch.sip.TortureMessages;

/**
 * Tries the committed inputs, and lets Jazzer look for others for a short time.
 *
 * <p>Jazzer runs in a process of its own: it fuzzes one target a process, and ends the process when
 * it finds something. {@code docs/fuzzing.md} tells how to let it run for longer.
 */
class FuzzTest {
  private static final int SECONDS = 10;

  /** So that the same inputs are tried on each run, as far as the machine's speed lets it. */
  private static final int SEED = 4028;

  /** An input that takes longer is a finding; none takes a millisecond. */
  private static final int SECONDS_PER_INPUT = 10;

  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void nothing_in_the_corpus_does_harm(FuzzTarget target) throws IOException {
    assertThat(target.inputs()).isNotEmpty();
    for (Path input : target.inputs()) {
      byte[] bytes = Files.readAllBytes(input);
      assertThatCode(() -> target.run(bytes)).as("%s", input).doesNotThrowAnyException();
    }
    for (Map.Entry<String, byte[]> torture : TortureMessages.all().entrySet()) {
      assertThatCode(() -> target.run(torture.getValue()))
          .as(torture.getKey())
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_short_search_finds_nothing_that_does(FuzzTarget target)
      throws IOException, InterruptedException {
    Path output = folder.resolve("jazzer.log");
    Process jazzer =
        new ProcessBuilder(command(target))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = jazzer.waitFor(SECONDS + 110, TimeUnit.SECONDS);
    jazzer.destroyForcibly();
    String log = Files.readString(output, java.nio.charset.StandardCharsets.ISO_8859_1);
    Matcher done = DONE.matcher(log);

    assertThat(ended && jazzer.exitValue() == 0 && done.find()).as(log).isTrue();
    long executions = Long.parseLong(done.group(1));
    System.out.printf(
        "fuzz %s: %,d executions in %s s, nothing found%n",
        target.corpus().getFileName(), executions, done.group(2));
    assertThat(executions).isPositive();
  }

  private List<String> command(FuzzTarget target) throws IOException {
    Path found = Files.createDirectory(folder.resolve("found"));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        // What bounds the memory. libFuzzer's own bound is off: it looks at the most that the
        // process ever
        // had resident, and a child begins with what its parent, the JVM of all these tests, has
        // had.
        "-Xmx1g",
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + target.className(),
        "--instrumentation_includes=org.sessionwatch.**",
        "--reproducer_path=" + folder,
        "-artifact_prefix=" + folder + "/",
        "-seed=" + SEED,
        "-max_total_time=" + SECONDS,
        "-timeout=" + SECONDS_PER_INPUT,
        "-rss_limit_mb=0",
        "-max_len=" + target.longest(),
        found.toString(),
        target.corpus().toString());
  }
}
