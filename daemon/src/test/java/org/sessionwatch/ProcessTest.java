package org.sessionwatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import info.faljse.SDNotify.io.NativeDomainSocket;
import info.faljse.SDNotify.jna.CLibrary.SockAddr;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process of its own, with a real socket in systemd's place and real signals. */
class ProcessTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Path folder = Path.of("");
  private NativeDomainSocket socket = new NativeDomainSocket();

  // A unix socket's path has at most 107 characters: not JUnit's temporary folder.
  @BeforeEach
  void listen() throws IOException {
    folder = Files.createTempDirectory("sw");
    socket.bind(new SockAddr(folder.resolve("notify").toString()));
    Thread listener = new Thread(this::hear, "systemd");
    listener.setDaemon(true);
    listener.start();
  }

  @AfterEach
  void stopListening() throws IOException {
    Files.delete(folder.resolve("notify"));
    Files.delete(folder);
  }

  private void hear() {
    byte[] bytes = new byte[512];
    while (true) {
      int length = socket.read(bytes, bytes.length);
      heard.add(new String(bytes, 0, length, UTF_8).strip());
    }
  }

  @Test
  void tells_systemd_that_it_is_ready_alive_and_stopping_and_ends_with_0() throws Exception {
    Process process = start("0", folder.resolve("notify").toString());
    await()
        .atMost(LONG_ENOUGH)
        .until(() -> heard.stream().filter("WATCHDOG=1"::equals).count() > 2);
    terminate(process);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    await().atMost(LONG_ENOUGH).until(() -> heard.contains("STOPPING=1"));

    assertThat(process.exitValue()).isZero();
    assertThat(heard)
        .startsWith("READY=1", "WATCHDOG=1", "STATUS=2 calls watched")
        .endsWith("STOPPING=1");
    assertThat(output(process)).contains("ended");
  }

  @Test
  void works_without_systemd() throws Exception {
    Process process = start("0", null);
    terminate(process);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(output(process)).containsExactly("ended");
    assertThat(heard).isEmpty();
  }

  @Test
  void work_that_does_not_end_is_cut_off_with_0_all_the_same() throws Exception {
    Process process = start("3600000", null);
    terminate(process);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(output(process))
        .anyMatch(line -> line.contains("not everything was written"))
        .doesNotContain("ended");
  }

  /** Starts the process and waits until it waits. */
  private static Process start(String work, @Nullable String notifySocket) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SupervisedProcess.class.getName(),
                work)
            .redirectErrorStream(true);
    builder.environment().remove("NOTIFY_SOCKET");
    if (notifySocket != null) {
      builder.environment().put("NOTIFY_SOCKET", notifySocket);
      builder.environment().put("WATCHDOG_USEC", "150000");
    }
    Process process = builder.start();
    String line = process.inputReader(UTF_8).readLine();
    assertThat(line).isEqualTo("waiting");
    return process;
  }

  /** SIGTERM. {@code Process.destroy()} would close the output before it is read. */
  private static void terminate(Process process) {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  private static List<String> output(Process process) throws IOException {
    try (BufferedReader reader = process.inputReader(UTF_8)) {
      return reader.lines().toList();
    }
  }
}
