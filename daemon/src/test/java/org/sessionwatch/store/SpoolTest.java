package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogHop;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EndCause;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.Side;

class SpoolTest {
  private static final long MOST = 1 << 20;

  private final AtomicLong nowUs = new AtomicLong(1_000_000);
  @TempDir Path directory;

  @Test
  void gives_back_every_kind_of_effect_as_it_was_after_a_restart() {
    List<Effect> effects = everyKind();
    try (Spool spool = Spool.open(directory, MOST, nowUs::get)) {
      spool.append(effects);
    }
    try (Spool spool = Spool.open(directory, MOST, nowUs::get)) {
      assertThat(spool.head(100).stream().map(Spool.Entry::effect).toList()).isEqualTo(effects);
      Effect other = new Effect.Changed(Calls.dialog("other"));
      assertThat(spool.holdsBefore(effects.get(0))).isTrue();
      assertThat(spool.holdsBefore(other)).isFalse();
      nowUs.addAndGet(7_000_000);
      assertThat(spool.health().oldest()).hasSeconds(7);
      spool.remove(new Spool.Span(1, spool.head(100).get(effects.size() - 1).id()));
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.holdsBefore(effects.get(0))).isFalse();
      assertThat(spool.health().changes()).isZero();
    }
  }

  @Test
  void drops_the_oldest_when_it_is_full_and_remembers_the_gap() {
    try (Spool spool = Spool.open(directory, MOST, nowUs::get)) {
      for (int i = 0; i < 150; i++) {
        nowUs.addAndGet(1_000_000);
        List<Effect> batch = new ArrayList<>();
        for (int j = 0; j < 100; j++) {
          batch.add(new Effect.Established(Calls.dialog("call " + (i * 100 + j))));
        }
        spool.append(batch);
      }
      SpoolHealth health = spool.health();
      assertThat(health.bytes()).isLessThanOrEqualTo(MOST).isGreaterThan(0);
      assertThat(health.changes() + health.lost()).isEqualTo(15_000);
      assertThat(spool.gaps()).hasSize(1);
      assertThat(spool.gaps().get(0).lost()).isEqualTo(health.lost()).isPositive();
      List<Spool.Entry> left = spool.head(20_000);
      assertThat(left.get(left.size() - 1).effect())
          .isEqualTo(new Effect.Established(Calls.dialog("call 14999")));
    }
  }

  @Test
  void refuses_a_later_release_another_daemon_and_what_is_no_spool() throws Exception {
    Spool.open(directory, MOST, nowUs::get).close();
    execute("PRAGMA user_version = 99");
    assertRefused("format 99, this one knows 2");
    Files.writeString(
        directory.resolve("spool.db"), "no database at all, but long enough".repeat(99));
    assertRefused("cannot open the spool " + directory.resolve("spool.db"));
    Files.delete(directory.resolve("spool.db"));
    try (Spool used = Spool.open(directory, MOST, nowUs::get)) {
      used.append(everyKind());
      assertRefused("no other sessionwatch uses it");
    }
  }

  @Test
  void names_a_change_that_cannot_be_read_any_more() throws Exception {
    try (Spool spool = Spool.open(directory, MOST, nowUs::get)) {
      spool.append(everyKind());
    }
    execute("UPDATE layout SET records = replace(records, 'Changed ', 'Teleported ')");
    try (Spool spool = Spool.open(directory, MOST, nowUs::get)) {
      List<Spool.Entry> entries = spool.head(100);
      assertThat(entries.get(1).effect()).isNull();
      assertThat(entries.get(1).problem()).contains("Teleported");
      assertThat(entries.get(2).effect()).isEqualTo(everyKind().get(2));
    }
  }

  @Test
  void what_is_broken_in_the_middle_costs_what_is_behind_it_in_its_block_alone() throws Exception {
    List<Effect> effects = everyKind();
    try (Spool spool = Spool.open(directory, MOST, nowUs::get)) {
      spool.append(effects);
      spool.append(effects);
    }
    execute("UPDATE block SET body = substr(body, 1, length(body) / 2) WHERE id = 1");
    try (Spool spool = Spool.open(directory, MOST, nowUs::get)) {
      List<Spool.Entry> entries = spool.head(100);
      assertThat(entries).hasSize(2 * effects.size());
      assertThat(entries.get(0).effect()).isEqualTo(effects.get(0));
      assertThat(entries.get(effects.size() - 1).effect()).isNull();
      assertThat(entries.get(effects.size() - 1).problem()).contains("cut off at byte");
      assertThat(entries.get(effects.size()).effect()).isEqualTo(effects.get(0));
    }
  }

  /** Written by the release before; what was there comes before what is told now. */
  @Test
  void takes_over_what_an_earlier_release_left() throws Exception {
    Files.copy(
        Objects.requireNonNull(SpoolTest.class.getResourceAsStream("/spool/format1.db")),
        directory.resolve("spool.db"));
    Effect now = new Effect.Established(Calls.dialog("now"));
    try (Spool spool = Spool.open(directory, MOST, nowUs::get)) {
      assertThat(spool.health().changes()).isEqualTo(everyKind().size());
      assertThat(spool.holdsBefore(everyKind().get(1))).isTrue();
      spool.append(List.of(now));
    }
    List<Effect> expected = new ArrayList<>(everyKind());
    expected.add(now);
    try (Spool spool = Spool.open(directory, MOST, nowUs::get)) {
      assertThat(spool.head(100).stream().map(Spool.Entry::effect).toList()).isEqualTo(expected);
      assertThat(spool.gaps()).isEmpty();
    }
  }

  @Test
  void what_it_cannot_read_of_an_earlier_release_is_counted_as_lost() throws Exception {
    Files.copy(
        Objects.requireNonNull(SpoolTest.class.getResourceAsStream("/spool/format1.db")),
        directory.resolve("spool.db"));
    execute("UPDATE change SET kind = 'Teleported' WHERE id = 2");
    try (Spool spool = Spool.open(directory, MOST, nowUs::get)) {
      assertThat(spool.health().lost()).isEqualTo(1);
      assertThat(spool.health().changes()).isEqualTo(everyKind().size() - 1);
      assertThat(spool.gaps()).singleElement().matches(gap -> gap.lost() == 1);
    }
  }

  @Test
  void gives_whole_blocks_in_order_and_goes_on_behind_them() {
    try (Spool spool = Spool.open(directory, 64 * MOST, nowUs::get)) {
      List<Effect> effects = new ArrayList<>();
      for (int i = 0; i < 2_500; i++) {
        effects.add(new Effect.Established(Calls.dialog("call " + i)));
      }
      Spool.Span span = spool.append(effects);
      assertThat(span).isEqualTo(new Spool.Span(1, 2_500));
      List<Effect> given = new ArrayList<>();
      while (!spool.isEmpty()) {
        List<Spool.Entry> head = spool.head(2_000);
        assertThat(head).hasSizeLessThanOrEqualTo(2_000);
        head.forEach(entry -> given.add(entry.effect()));
        spool.remove(new Spool.Span(head.get(0).id(), head.get(head.size() - 1).id()));
      }
      assertThat(given).isEqualTo(effects);
      assertThat(spool.append(effects.subList(0, 1))).isEqualTo(new Spool.Span(2_501, 2_501));
    }
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Spool.open(directory, MOST, nowUs::get))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(message);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("spool.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<Effect> everyKind() {
    Dialog dialog =
        Calls.withHangup(
            Calls.withChannel(
                Calls.dialog("c1\0\"é\ud83d\ude00"), new Channel("PJSIP/1", "2", "3")),
            new Hangup(16, "Normal", null),
            "why");
    return List.of(
        new Effect.Established(Calls.unknown("c2")),
        new Effect.Changed(dialog),
        new Effect.Refreshed(dialog, Calls.refreshed(1, 7, 45_000, 12)),
        new Effect.Refreshed(dialog, Calls.pending(2, 4_294_967_295L, Side.CALLEE, 45_000)),
        new Effect.AlertRaised(dialog, Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000)),
        new Effect.AlertConfirmed(dialog, Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000)),
        new Effect.AlertCleared(
            dialog, Calls.cleared(Calls.alert(dialog, AlertKind.REFRESH_LATE, 1), Calls.START)),
        new Effect.PbxAlertRaised("pbx1", Calls.alert(dialog, AlertKind.FEED_GAP, 1)),
        new Effect.Ended(Calls.ended(dialog, Calls.START.plusSeconds(60), EndCause.BYE)),
        new Effect.Reopened(dialog),
        new Effect.Forgotten(dialog),
        new Effect.HopsSeen(Calls.dialog("hops"), hops()));
  }

  private static List<DialogHop> hops() {
    return List.of(
        new DialogHop(
            "pbx1",
            new InetSocketAddress("192.0.2.7", 5060),
            new InetSocketAddress("2001:db8::1", 5061),
            Calls.START,
            Calls.START.plusSeconds(1),
            1_800,
            90,
            1_800,
            Side.CALLER),
        new DialogHop("pbx2", null, null, Calls.START, Calls.START, null, null, null, null));
  }
}
