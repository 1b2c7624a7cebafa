package org.sessionwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** {@code sessionwatch run} in a process of its own. */
final class ForkedDaemon {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;

  /**
   * Starts it and waits until it listens.
   *
   * @param name of its files in the folder
   * @param configuration all of its TOML but the state directory, which is in the folder too
   */
  ForkedDaemon(Path folder, String name, String configuration) throws IOException {
    Path file = folder.resolve(name + ".toml");
    String state = "[state]\ndirectory = \"%s\"\n".formatted(folder.resolve(name));
    Files.writeString(file, state + configuration);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    log = folder.resolve(name + ".log");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "-c",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await()
          .atMost(LONG_ENOUGH)
          .failFast(name + " ended", () -> assertThat(process.isAlive()).as(log()).isTrue())
          .until(() -> log().contains("Hearing HEP on"));
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** A UDP port of loopback that nobody has just now. */
  static int freePort() {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it said so far. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Ends it as systemd does, and waits. */
  void end() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
