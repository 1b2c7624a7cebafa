package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sessionwatch.store.Calls.START;
import static org.sessionwatch.store.TestDatabase.ask;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EndCause;
import org.sessionwatch.time.SteadyClock;

class HistoryWriterTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final SteadyClock CLOCK = new SteadyClock();
  private static final long SPOOL_BYTES = 1 << 26;
  private static final long STANDS_US = CLOCK.nowUs();
  private static final Instant END = START.plusSeconds(60);

  private HistoryStore store;
  private HistoryWriter writer;

  @BeforeEach
  void open() throws SQLException {
    store = TestDatabase.emptyStore(Map.of());
    writer = new HistoryWriter(store, CLOCK, 10_000, Spool.inMemory(SPOOL_BYTES, CLOCK));
    writer.start();
  }

  @AfterEach
  void close() {
    writer.close();
    store.close();
  }

  @Test
  void a_small_heap_has_fewer_places() {
    assertThat(HistoryWriter.places(64L << 20)).isEqualTo(10_000);
    assertThat(HistoryWriter.places(128L << 20)).isEqualTo(16_777);
    assertThat(HistoryWriter.places(4L << 30)).isEqualTo(100_000);
  }

  @Test
  void writes_what_it_is_given() throws Exception {
    writer.accept(established(1));
    writer.accept(established(2));
    writer.probed(new PbxStatus("pbx1", true, START, START, 1.0, true, true));
    assertThat(writer.awaitFlushed(SOON)).isTrue();
    assertThat(ask("SELECT call_id FROM sessionwatch.dialog ORDER BY 1"))
        .containsExactly("call 1", "call 2");
    assertThat(ask("SELECT up FROM sessionwatch.pbx_status")).containsExactly("t");
    WriterHealth health = writer.health();
    assertThat(health.running()).isTrue();
    assertThat(health.queued()).isZero();
    assertThat(health.oldest()).isZero();
    assertThat(health.written()).isEqualTo(2);
    assertThat(health.dropped() + health.refused()).isZero();
    assertThat(health.lastError()).isNull();
    assertThat(health.spool().changes()).isZero();
  }

  @Test
  void loses_nothing_when_the_server_is_killed() throws Exception {
    long killed = TestDatabase.pid();
    for (int i = 0; i < 2_000; i++) {
      writer.accept(established(i));
      if (i == 1_000) {
        assertThat(writer.awaitFlushed(SOON)).isTrue();
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      }
    }
    assertThat(writer.awaitFlushed(SOON)).isTrue();
    assertThat(TestDatabase.pid()).isNotEqualTo(killed);
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog")).containsExactly("2000");
    assertThat(writer.health().dropped()).isZero();
    assertThat(writer.health().written()).isEqualTo(2_000);
    assertThat(writer.health().awaySince()).isNull();
  }

  @Test
  void gets_on_with_a_database_that_is_slower_than_its_patience() throws Exception {
    ask(
        """
        CREATE OR REPLACE FUNCTION sessionwatch.slow() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN PERFORM pg_sleep(1.3); RETURN NULL; END';
        CREATE OR REPLACE TRIGGER slow AFTER INSERT ON sessionwatch.dialog
          FOR EACH STATEMENT EXECUTE FUNCTION sessionwatch.slow()
        """);
    try {
      for (int i = 0; i < 1_500; i++) {
        writer.accept(established(i));
      }
      assertThat(writer.awaitFlushed(SOON)).isTrue();
    } finally {
      ask("DROP FUNCTION sessionwatch.slow CASCADE");
    }
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog")).containsExactly("1500");
    assertThat(writer.health().written()).isEqualTo(1_500);
    assertThat(writer.health().spool().changes()).isZero();
  }

  @Test
  void a_burst_waits_for_the_database_as_long_as_there_is_room_for_it(@TempDir Path directory)
      throws Exception {
    int capacity = 10_000;
    // A clock that stands: patience never ends.
    try (HistoryWriter burst =
            new HistoryWriter(
                store,
                () -> STANDS_US,
                capacity,
                Spool.open(directory, SPOOL_BYTES, () -> STANDS_US));
        Connection holder = TestDatabase.connect()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("LOCK sessionwatch.dialog IN ACCESS EXCLUSIVE MODE");
      burst.start();
      for (int i = 0; i < capacity / 2; i++) {
        burst.accept(established(i));
      }
      await()
          .during(Duration.ofMillis(300))
          .atMost(SOON)
          .until(() -> burst.health().spool().changes() == 0);
      for (int i = capacity / 2; i < capacity * 7 / 10; i++) {
        burst.accept(established(i));
      }
      await().atMost(SOON).until(() -> burst.health().spool().changes() > 0);
      holder.commit();
      assertThat(burst.close(SOON)).isZero();
      assertThat(burst.health().dropped()).isZero();
    }
  }

  @Test
  void what_is_told_faster_than_the_database_takes_it_goes_to_the_disk(@TempDir Path directory)
      throws Exception {
    int capacity = 4_000;
    // A clock that stands: patience never ends, and it is the queue's filling that sends it there.
    try (HistoryWriter crowded =
            new HistoryWriter(
                store,
                () -> STANDS_US,
                capacity,
                Spool.open(directory, SPOOL_BYTES, () -> STANDS_US));
        Connection holder = TestDatabase.connect()) {
      holder.setAutoCommit(false);
      holder.createStatement().execute("LOCK sessionwatch.dialog IN ACCESS EXCLUSIVE MODE");
      crowded.start();
      for (int i = 0; i < 10 * capacity; i++) {
        crowded.accept(established(i % 100));
        if (i % (capacity / 4) == 0) {
          // The disk keeps up; the database does not take a single row.
          await().atMost(SOON).until(() -> crowded.health().queued() <= capacity / 2);
        }
      }
      crowded.accept(new Effect.Ended(Calls.ended(Calls.dialog("call 1"), END, EndCause.BYE)));
      assertThat(crowded.health().written()).isZero();
      assertThat(crowded.health().spool().changes()).isPositive();
      holder.commit();
      assertThat(crowded.close(SOON)).isZero();
      assertThat(crowded.health().dropped()).isZero();
    }
    HistoryWriter next = onDisk(store, directory);
    assertThat(next.awaitFlushed(SOON)).isTrue();
    next.close();
    assertThat(ask("SELECT count(*), count(ended_at) FROM sessionwatch.dialog"))
        .containsExactly("100|1");
  }

  @Test
  void loses_only_what_the_database_refuses() throws Exception {
    for (int i = 0; i < 50; i++) {
      writer.accept(i % 10 == 3 ? HistoryStoreTest.badEffect("bad " + i) : established(i));
    }
    assertThat(writer.awaitFlushed(SOON)).isTrue();
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog")).containsExactly("45");
    assertThat(writer.health().refused()).isEqualTo(5);
    assertThat(writer.health().written()).isEqualTo(45);
    assertThat(writer.health().lastError()).contains("interval_s");
  }

  @Test
  void writes_what_waits_before_it_ends_and_nothing_after() throws SQLException {
    for (int i = 0; i < 1_500; i++) {
      writer.accept(established(i));
    }
    assertThat(writer.close(SOON)).isZero();
    writer.accept(established(9_999));
    // On a slow machine the last of it may be in the spool, too.
    long spooled = writer.health().spool().changes();
    assertThat(Long.parseLong(ask("SELECT count(*) FROM sessionwatch.dialog").get(0)) + spooled)
        .isGreaterThanOrEqualTo(1_500);
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog WHERE call_id = 'call 9999'"))
        .containsExactly("0");
    assertThat(writer.health().running()).isFalse();
    assertThat(writer.health().dropped()).isEqualTo(1);
  }

  @Test
  void spools_what_is_told_while_the_database_is_away_and_the_next_run_writes_it(
      @TempDir Path directory) throws Exception {
    try (HistoryStore nowhere = new HistoryStore(nobodyListens(), Map.of())) {
      HistoryWriter lonely = onDisk(nowhere, directory);
      for (int i = 0; i < 25; i++) {
        lonely.accept(established(i));
      }
      await().atMost(SOON).until(() -> lonely.health().spool().changes() == 25);
      await().atMost(SOON).until(() -> lonely.health().lastError() != null);
      WriterHealth health = lonely.health();
      assertThat(health.queued()).isZero();
      assertThat(health.awaySince()).isNotNull();
      assertThat(health.spool().oldest()).isPositive();
      assertThat(health.spool().text()).startsWith("25 changes (");
      assertThat(health.lastError()).contains("PostgreSQL");
      assertThat(lonely.close(SOON)).isZero();
    }
    HistoryWriter next = onDisk(store, directory);
    assertThat(next.awaitFlushed(SOON)).isTrue();
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog")).containsExactly("25");
    next.close();
  }

  @Test
  void a_later_state_is_not_overtaken_by_what_was_spooled_before_it(@TempDir Path directory)
      throws Exception {
    try (HistoryStore nowhere = new HistoryStore(nobodyListens(), Map.of())) {
      HistoryWriter lonely = onDisk(nowhere, directory);
      for (int i = 0; i < 5_000; i++) {
        lonely.accept(established(i % 2_500));
      }
      await().atMost(SOON).until(() -> lonely.health().spool().changes() == 5_000);
      lonely.close();
    }
    HistoryWriter next = onDisk(store, directory);
    for (int i = 0; i < 2_500; i++) {
      next.accept(
          new Effect.Ended(
              Calls.ended(Calls.dialog("call " + i), START.plusSeconds(60), EndCause.BYE)));
    }
    assertThat(next.awaitFlushed(SOON)).isTrue();
    assertThat(ask("SELECT count(*), count(ended_at) FROM sessionwatch.dialog"))
        .containsExactly("2500|2500");
    next.close();
  }

  private static HistoryWriter onDisk(HistoryStore where, Path directory) {
    HistoryWriter writer =
        new HistoryWriter(where, CLOCK, 10_000, Spool.open(directory, SPOOL_BYTES, CLOCK));
    writer.start();
    return writer;
  }

  private static DatabaseSettings nobodyListens() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return new DatabaseSettings(
          "postgresql://127.0.0.1:" + free.getLocalPort() + "/calls", "nobody", null);
    }
  }

  private static Effect established(int i) {
    return new Effect.Established(Calls.dialog("call " + i));
  }
}
