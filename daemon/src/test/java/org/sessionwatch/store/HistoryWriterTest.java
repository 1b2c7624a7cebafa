package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sessionwatch.store.Calls.START;
import static org.sessionwatch.store.TestDatabase.ask;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.session.Effect;
import org.sessionwatch.time.SteadyClock;

class HistoryWriterTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private HistoryStore store;
  private HistoryWriter writer;

  @BeforeEach
  void open() throws SQLException {
    store = TestDatabase.emptyStore(Map.of());
    writer = new HistoryWriter(store, new SteadyClock(), 10_000);
    writer.start();
  }

  @AfterEach
  void close() {
    writer.close();
    store.close();
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
    assertThat(writer.health())
        .isEqualTo(new WriterHealth(true, 0, 10_000, Duration.ZERO, 2, 0, 0, null, null));
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
    assertThat(ask("SELECT count(*) FROM sessionwatch.dialog")).containsExactly("1500");
    assertThat(writer.health().running()).isFalse();
    assertThat(writer.health().dropped()).isEqualTo(1);
  }

  @Test
  void counts_what_finds_no_place_while_the_database_is_away_and_ends_in_time() throws IOException {
    try (HistoryStore nowhere = new HistoryStore(nobodyListens(), Map.of())) {
      HistoryWriter lonely = new HistoryWriter(nowhere, new SteadyClock(), 10);
      lonely.start();
      for (int i = 0; i < 25; i++) {
        lonely.accept(established(i));
      }
      await().atMost(SOON).until(() -> lonely.health().awaySince() != null);
      WriterHealth health = lonely.health();
      assertThat(health.queued()).isEqualTo(10);
      assertThat(health.dropped()).isEqualTo(15);
      assertThat(health.written()).isZero();
      assertThat(health.oldest()).isPositive();
      assertThat(health.lastError()).contains("cannot reach PostgreSQL at 127.0.0.1:");
      assertThat(lonely.close(Duration.ofMillis(300))).isEqualTo(10);
    }
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
