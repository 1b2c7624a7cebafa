package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.session.Effect;
import org.sessionwatch.time.SteadyClock;

/**
 * A real server goes away in every way under load, and the writing process too: afterwards the
 * database is what {@code analyze} says of the same traffic, row for row.
 *
 * <p>{@code -Dsessionwatch.fault.rounds=20} for more than a look (docs/durability.md).
 */
class FaultsTest {
  private static final int ROUNDS = Integer.getInteger("sessionwatch.fault.rounds", 1);
  private static final int COPIES = Integer.getInteger("sessionwatch.fault.copies", 12);
  private static final int PER_SECOND = 2_000;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** What a kill of the daemon may cost at most: what was told that long before. */
  private static final long LOSS_US = 2_000_000;

  private static final SteadyClock CLOCK = new SteadyClock();
  private static final Random RANDOM = new Random(20261125);
  private static RealServer server;
  private static List<Effect> effects;
  private static TreeSet<String> expected;

  @TempDir Path directory;
  private int round;
  private long lostUs;

  @BeforeAll
  static void start() throws Exception {
    server = RealServer.embeddedRelease();
    effects = Traffic.effects(COPIES);
    expected = Traffic.expected(COPIES);
    try (HistoryStore store = new HistoryStore(server.settings(), Map.of())) {
      store.migrate();
    }
  }

  @AfterAll
  static void end() throws IOException {
    server.close();
  }

  @BeforeEach
  void empty() throws Exception {
    Faults.empty(server);
  }

  @Test
  void the_server_is_killed() throws Exception {
    for (round = 0; round < ROUNDS; round++) {
      whileWriting(
          server,
          server.settings(),
          () -> {
            server.kill();
            pause(RANDOM.nextInt(1_500));
            server.start();
          });
    }
    Faults.tell("the server is killed (-9)", ROUNDS, expected.size());
  }

  @Test
  void the_server_is_stopped() throws Exception {
    for (round = 0; round < ROUNDS; round++) {
      whileWriting(
          server,
          server.settings(),
          () -> {
            server.stop();
            pause(RANDOM.nextInt(1_500));
            server.start();
          });
    }
    Faults.tell("the server is stopped", ROUNDS, expected.size());
  }

  @Test
  void connections_are_cut_in_the_middle_of_copy() throws Exception {
    int cuts = 0;
    for (round = 0; round < ROUNDS; round++) {
      try (CuttingProxy proxy = new CuttingProxy(server.port(), RANDOM.nextLong())) {
        whileWriting(server, server.settings(proxy.port(), "postgres"), () -> proxy.cut(5));
        assertThat(proxy.cuts()).isPositive();
        cuts += proxy.cuts();
      }
    }
    Faults.tell("connections are cut in the middle of COPY, " + cuts, ROUNDS, expected.size());
  }

  @Test
  void the_writing_process_is_killed() throws Exception {
    for (round = 0; round < ROUNDS; round++) {
      Faults.empty(server);
      Path state = Files.createDirectory(directory.resolve("killed" + round));
      int from = 0;
      for (int kill = 0; kill < 2; kill++) {
        from = feedAndKill(state, from, RANDOM.nextInt(effects.size() / 3));
      }
      writeAll(state, from);
      assertThat(Faults.rows(server)).isEqualTo(expected);
    }
    Faults.tell(
        "the writing process is killed (-9) twice a round, what was lost was told %d ms before at most"
            .formatted(lostUs / 1_000),
        ROUNDS,
        expected.size());
  }

  /** Which effect the next process has to begin with: the first that is lost, and two more. */
  private int feedAndKill(Path state, int from, int afterEffects) throws Exception {
    Process process = feed(state, from);
    List<long[]> told = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ");
        if (parts.length == 2 && parts[0].matches("\\d+")) {
          told.add(new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])});
        }
        if (!told.isEmpty() && told.get(told.size() - 1)[1] >= from + afterEffects) {
          break;
        }
      }
    }
    process.destroyForcibly().waitFor();
    long killedUs = CLOCK.nowUs();
    // What the killed process left in its spool is not lost.
    writeAll(state, effects.size());
    Set<String> written = Faults.keys(server);
    int safe = from;
    for (long[] mark : told) {
      if (mark[0] <= killedUs - LOSS_US) {
        safe = (int) mark[1];
      }
    }
    for (int i = from; i < told.get(told.size() - 1)[1]; i++) {
      String key = Faults.key(effects.get(i));
      if (key != null && !written.contains(key)) {
        lostUs = Math.max(lostUs, killedUs - toldAtUs(told, i));
        assertThat(i)
            .as("lost, %d us before the kill", killedUs - toldAtUs(told, i))
            .isGreaterThanOrEqualTo(safe);
        break;
      }
    }
    return safe;
  }

  /** The last mark before it, which is a little early. */
  private static long toldAtUs(List<long[]> told, int effect) {
    long atUs = told.get(0)[0];
    for (long[] mark : told) {
      if (mark[1] <= effect) {
        atUs = mark[0];
      }
    }
    return atUs;
  }

  private void writeAll(Path state, int from) throws IOException, InterruptedException {
    Process last = feed(state, from);
    drain(last, new ArrayList<>());
    assertThat(last.waitFor()).isZero();
  }

  private Process feed(Path state, int from) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            FeedMain.class.getName(),
            server.settings().url(),
            state.toString(),
            Integer.toString(COPIES),
            Integer.toString(from),
            Integer.toString(PER_SECOND))
        .redirectErrorStream(true)
        .start();
  }

  private static void drain(Process process, List<String> into) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(into::add);
    }
  }

  /** Writes the traffic, lets the fault happen at a random moment, and compares. */
  private void whileWriting(RealServer server, DatabaseSettings through, Fault fault)
      throws Exception {
    Faults.empty(server);
    Path state = Files.createDirectory(directory.resolve("round" + round));
    try (HistoryStore store = new HistoryStore(through, Map.of());
        HistoryWriter writer =
            new HistoryWriter(store, CLOCK, 100_000, Spool.open(state, 1 << 28, CLOCK))) {
      writer.start();
      int when = RANDOM.nextInt(effects.size() * 2 / 3);
      CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
      long beganUs = CLOCK.nowUs();
      for (int i = 0; i < effects.size(); i++) {
        if (i == when) {
          done = CompletableFuture.runAsync(() -> happen(fault));
        }
        writer.accept(effects.get(i));
        long aheadUs = beganUs + i * 1_000_000L / PER_SECOND - CLOCK.nowUs();
        if (aheadUs > 5_000) {
          LockSupport.parkNanos(aheadUs * 1_000);
        }
      }
      done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(writer.awaitFlushed(PATIENCE)).isTrue();
      WriterHealth health = writer.health();
      assertThat(health.dropped() + health.refused() + health.spool().lost()).isZero();
    }
    assertThat(Faults.rows(server)).isEqualTo(expected);
  }

  private static void happen(Fault fault) {
    try {
      fault.happen();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private interface Fault {
    void happen() throws Exception;
  }
}
