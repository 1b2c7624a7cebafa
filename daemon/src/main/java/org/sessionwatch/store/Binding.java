package org.sessionwatch.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Values to the named parameters of {@link Statements}. */
final class Binding {
  private final SqlStatement<?> statement;

  Binding(SqlStatement<?> statement) {
    this.statement = statement;
  }

  /** Runs a statement once for each row. */
  static <R> void batch(
      Handle handle, String sql, Collection<R> rows, BiConsumer<Binding, R> bind) {
    if (rows.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(sql);
    Binding to = new Binding(batch);
    for (R row : rows) {
      bind.accept(to, row);
      batch.add();
    }
    batch.execute();
  }

  void status(PbxStatus status) {
    text("pbx", status.pbx());
    statement.bind("up", status.up());
    time("since", status.since());
    time("checkedAt", status.checkedAt());
    statement.bind("roundTripMs", status.roundTripMs());
    statement.bind("supportsTimer", status.supportsTimer());
    statement.bind("allowsUpdate", status.allowsUpdate());
  }

  void feed(FeedRow feed) {
    text("heardBy", feed.heardBy());
    text("address", feed.address());
    statement.bind("captureId", feed.captureId());
    text("nodeName", feed.nodeName() == null ? "" : feed.nodeName());
    statement.bind("silent", feed.silent());
    time("firstHeardAt", feed.firstHeardAt());
    time("lastHeardAt", feed.lastHeardAt());
    statement.bind("longestPauseMs", feed.longestPause().toMillis());
    statement.bind("messages", feed.messages());
    statement.bind("notSip", feed.notSip());
    statement.bind("duplicates", feed.duplicates());
    statement.bind("malformed", feed.malformed());
    statement.bind("gaps", feed.gaps());
    statement.bindByType("clockAheadMs", feed.clockAheadMs(), Double.class);
  }

  void gap(Spool.Gap gap) {
    statement.bind("gapId", gap.id());
    time("beganAt", gap.beganAt());
    time("endedAt", gap.endedAt());
    statement.bind("lost", gap.lost());
    text("reason", gap.reason());
  }

  void text(String name, @Nullable String text) {
    statement.bind(name, Words.text(text));
  }

  void word(String name, @Nullable Enum<?> constant) {
    statement.bind(name, Words.of(constant));
  }

  private void time(String name, @Nullable Instant instant) {
    OffsetDateTime time = instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    statement.bindByType(name, time, OffsetDateTime.class);
  }
}
