package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.Party;
import org.sessionwatch.time.SteadyClock;

/** A real server whose processes stand still (SIGSTOP): no error comes, no answer, nothing. */
class FrozenServerTest {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final SteadyClock CLOCK = new SteadyClock();
  private static final int CALLS = 3_000;

  /** So much that the buffers of both sockets do not take a batch, and the writer stands too. */
  private static final String LONG = "x".repeat(10_000);

  private static RealServer server;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    server = RealServer.embeddedRelease();
    try (HistoryStore store = new HistoryStore(server.settings(), Map.of())) {
      store.migrate();
    }
  }

  @AfterAll
  static void end() throws IOException {
    server.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    server.ask("TRUNCATE sessionwatch.dialog, sessionwatch.dialog_key");
  }

  @Test
  void a_backend_that_stands_in_the_middle_of_copy_is_cut_off() throws Exception {
    AtomicLong frozen = new AtomicLong();
    try (CuttingProxy proxy = new CuttingProxy(server.port(), 1);
        HistoryStore store = new HistoryStore(server.settings(proxy.port(), "postgres"), Map.of());
        HistoryWriter writer = writer(store)) {
      proxy.inTheMiddleOfCopy(() -> frozen.set(freezeTheCopyingBackend()));
      tellAll(writer);
      await().atMost(SOON).until(() -> frozen.get() != 0);
      // It keeps the keys of its batch for as long as it stands: the batch has to wait on disk.
      await().atMost(SOON).until(() -> writer.health().spool().changes() == CALLS);
      await().atMost(SOON).until(() -> isCut(writer));
      RealServer.signal("CONT", frozen.get());
      await().atMost(SOON).until(() -> !server.backends().contains(frozen.get()));
      assertThat(writer.awaitFlushed(SOON)).isTrue();
      assertThat(writer.health().dropped()).isZero();
      assertThat(writer.health().spool().lost()).isZero();
    }
    assertThat(server.ask("SELECT count(*) FROM sessionwatch.dialog"))
        .containsExactly(Integer.toString(CALLS));
  }

  @Test
  void a_server_that_stands_as_a_whole_gets_all_of_it_when_it_goes_on() throws Exception {
    try (HistoryStore store = new HistoryStore(server.settings(), Map.of());
        HistoryWriter writer = writer(store)) {
      writer.accept(established(0));
      assertThat(writer.awaitFlushed(SOON)).isTrue();
      List<ProcessHandle> all = server.processes();
      signal("STOP", all);
      try {
        tellAll(writer);
        await().atMost(SOON).until(() -> writer.health().spool().changes() == CALLS);
        assertThat(writer.health().awaySince()).isNotNull();
      } finally {
        signal("CONT", all);
      }
      assertThat(writer.awaitFlushed(SOON)).isTrue();
      assertThat(writer.health().dropped()).isZero();
    }
    assertThat(server.ask("SELECT count(*) FROM sessionwatch.dialog"))
        .containsExactly(Integer.toString(CALLS));
  }

  private HistoryWriter writer(HistoryStore store) {
    Spool spool = Spool.open(directory, 1 << 28, CLOCK);
    HistoryWriter writer = new HistoryWriter(store, CLOCK, 20_000, spool, LONGEST);
    writer.start();
    return writer;
  }

  private static void tellAll(HistoryWriter writer) {
    for (int i = 0; i < CALLS; i++) {
      writer.accept(established(i));
    }
  }

  private static Effect established(int call) {
    Dialog dialog = Calls.dialog("call " + call);
    Party callee = new Party("b", "sip:b@y", LONG, null, null);
    return new Effect.Established(Calls.withParties(dialog, dialog.caller(), callee));
  }

  private static boolean isCut(HistoryWriter writer) {
    String error = writer.health().lastError();
    return error != null && error.startsWith("cannot reach");
  }

  private static long freezeTheCopyingBackend() {
    try {
      long pid = server.backendInCopy();
      RealServer.signal("STOP", pid);
      return pid;
    } catch (IOException | SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void signal(String name, List<ProcessHandle> to) throws Exception {
    for (ProcessHandle process : new ArrayList<>(to)) {
      RealServer.signal(name, process.pid());
    }
  }
}
