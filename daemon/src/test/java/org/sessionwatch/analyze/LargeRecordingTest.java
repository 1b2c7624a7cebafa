package org.sessionwatch.analyze;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A capture that is far larger than the memory there is for it, read by a process of its own from
 * standard input, with a terminal before it.
 *
 * <p>Its first call ends last, and is to be told first: so all the others wait for it.
 *
 * <p>That heap is the proof: some 33 MB of it are in use at any time, and the capture has 93,000
 * calls. So 350 bytes kept of each would be too much, and what the engine finds of one call takes
 * ten times that. Before verdicts were let go of, a capture of 256 MB ended in an OutOfMemoryError.
 */
class LargeRecordingTest {
  private static final String HEAP = "-Xmx64m";

  /** A whole gigabyte: {@code -Dsessionwatch.large=1073741824}. */
  private static final long BYTES = Long.getLong("sessionwatch.large", 384L << 20);

  private static final long TIMEOUT_S = 600;

  @TempDir private Path folder;

  /** What was printed: whether in order, how many dialogs, and the last line. */
  private record Printed(int dialogs, boolean inOrder, String last) {}

  @Test
  void a_large_capture_streams_in_constant_memory_with_a_progress_bar() throws Exception {
    ManyCalls calls = new ManyCalls(BYTES);
    Path recording = fifo("recording");
    Path output = fifo("output");
    Process process = start(recording, output);
    try {
      CompletableFuture<Printed> printed = CompletableFuture.supplyAsync(() -> read(output));
      calls.writeTo(Files.newOutputStream(recording));
      Printed all = printed.get(TIMEOUT_S, TimeUnit.SECONDS);

      assertThat(process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
      String terminal = Files.readString(folder.resolve("terminal"));
      assertThat(process.exitValue()).as(terminal).isZero();
      JsonNode summary = new ObjectMapper().readTree(all.last());
      assertThat(summary.get("sip_messages").longValue()).isEqualTo(calls.messages());
      assertThat(summary.get("dialogs").intValue()).isEqualTo(calls.calls());
      assertThat(summary.get("refreshes").intValue()).isEqualTo(calls.calls());
      assertThat(summary.get("alerts").intValue()).isZero();
      assertThat(all.dialogs()).isEqualTo(calls.calls());
      assertThat(all.inOrder()).isTrue();
      assertThat(terminal).containsPattern("\\d+ MB read, \\d+ MB/s");
      System.out.printf(
          "analyze read %d MB, %d messages of %d calls, with %s%n",
          BYTES >> 20, calls.messages(), calls.calls(), HEAP);
    } finally {
      process.destroyForcibly();
    }
  }

  private Path fifo(String name) throws IOException, InterruptedException {
    Path fifo = folder.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  /** {@code script} gives it a terminal as standard error, and goes with its exit code. */
  private Process start(Path recording, Path output) throws IOException {
    String command =
        "exec \"$JAVA\" $HEAP -cp \"$CLASSPATH\" org.sessionwatch.Main analyze --format jsonl -"
            + " <\"$RECORDING\" >\"$OUTPUT\"";
    ProcessBuilder builder = new ProcessBuilder("script", "-qefc", command, "/dev/null");
    builder.environment().put("JAVA", Path.of(System.getProperty("java.home"), "bin/java") + "");
    builder.environment().put("HEAP", HEAP);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("RECORDING", recording.toString());
    builder.environment().put("OUTPUT", output.toString());
    return builder
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("terminal").toFile())
        .start();
  }

  private static Printed read(Path output) {
    int dialogs = 0;
    boolean inOrder = true;
    String last = "";
    try (BufferedReader reader = Files.newBufferedReader(output, UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        last = line;
        if (line.startsWith("{\"type\":\"dialog\"")) {
          inOrder &= line.contains("\"call_id\":\"call-%09d@".formatted(dialogs));
          dialogs++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Printed(dialogs, inOrder, last);
  }
}
