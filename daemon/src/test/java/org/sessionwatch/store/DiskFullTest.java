package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sessionwatch.session.Effect;
import org.sessionwatch.time.SteadyClock;

/**
 * A file system of a few megabytes, which root can mount, fills up under PostgreSQL or the spool.
 */
@Tag("mount")
class DiskFullTest {
  private static final int ROUNDS = Integer.getInteger("sessionwatch.fault.rounds", 1);
  private static final int COPIES = Integer.getInteger("sessionwatch.fault.copies", 12);
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final SteadyClock CLOCK = new SteadyClock();

  @TempDir Path directory;
  private Path small;

  @BeforeEach
  void place() throws Exception {
    // Not in the test's own directory, which the server's account may not enter.
    small = Files.createTempDirectory("sessionwatch-full");
    Files.setPosixFilePermissions(small, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "--lazy", small.toString());
    Files.delete(small);
  }

  @Test
  void the_servers_disk_is_full() throws Exception {
    mount("160m");
    List<Effect> effects = Traffic.effects(COPIES);
    try (RealServer server = RealServer.in(small)) {
      try (HistoryStore store = new HistoryStore(server.settings(), Map.of())) {
        store.migrate();
      }
      for (int round = 0; round < ROUNDS; round++) {
        Faults.empty(server);
        Path ballast = small.resolve("ballast");
        try (HistoryStore store = new HistoryStore(server.settings(), Map.of());
            HistoryWriter writer = writer(store, directory.resolve("spool" + round))) {
          int half = effects.size() / 2;
          effects.subList(0, half).forEach(writer::accept);
          fill(ballast);
          effects.subList(half, effects.size()).forEach(writer::accept);
          // Twice as much again, until it is felt: what is written anew takes room as well.
          await()
              .atMost(SOON)
              .until(
                  () -> {
                    effects.forEach(writer::accept);
                    return writer.health().awaySince() != null;
                  });
          Files.delete(ballast);
          if (!server.isRunning()) {
            server.start();
          }
          effects.forEach(writer::accept);
          assertThat(writer.awaitFlushed(SOON)).isTrue();
          assertThat(writer.health().dropped() + writer.health().spool().lost()).isZero();
        }
        assertThat(Faults.rows(server)).isEqualTo(Traffic.expected(COPIES));
      }
      Faults.tell("the server's disk is full", ROUNDS, Traffic.expected(COPIES).size());
    }
  }

  @Test
  void the_spools_disk_is_full_while_the_database_is_away() throws Exception {
    mount("2m");
    try (RealServer server = RealServer.embeddedRelease();
        HistoryStore store = new HistoryStore(server.settings(), Map.of());
        HistoryWriter writer = writer(store, small)) {
      store.migrate();
      server.stop();
      for (int call = 0; call < 20_000; call++) {
        writer.accept(new Effect.Established(Calls.dialog("call " + call)));
        if (call == 500) {
          await().atMost(SOON).until(() -> writer.health().spool().changes() > 500);
        }
      }
      // Some are on the disk, the others in memory: the queue has room for them.
      await().atMost(SOON).until(() -> writer.health().queued() > 0);
      server.start();
      assertThat(writer.awaitFlushed(SOON)).isTrue();
      assertThat(writer.health().dropped() + writer.health().spool().lost()).isZero();
      assertThat(writer.health().spool().changes()).isZero();
      assertThat(server.ask("SELECT count(*) FROM sessionwatch.dialog")).containsExactly("20000");
    }
  }

  private static HistoryWriter writer(HistoryStore store, Path spool) {
    HistoryWriter writer =
        new HistoryWriter(store, CLOCK, 100_000, Spool.open(spool, 1 << 28, CLOCK));
    writer.start();
    return writer;
  }

  private void mount(String size) throws Exception {
    run("mount", "-t", "tmpfs", "-o", "mode=755,size=" + size, "sessionwatch", small.toString());
  }

  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(file)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // full, which is what is wanted
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
