package org.sessionwatch.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values to the named parameters of one of {@link Statements}. */
final class Binding {
  private final PreparedStatement statement;
  private final List<String> names;

  /**
   * Values to a statement.
   *
   * @param names of its parameters, in their order
   */
  Binding(PreparedStatement statement, List<String> names) {
    this.statement = statement;
    this.names = names;
  }

  void status(PbxStatus status) throws SQLException {
    text("pbx", status.pbx());
    bool("up", status.up());
    time("since", status.since());
    time("checkedAt", status.checkedAt());
    value("roundTripMs", status.roundTripMs(), Types.DOUBLE);
    bool("supportsTimer", status.supportsTimer());
    bool("allowsUpdate", status.allowsUpdate());
  }

  void feed(FeedRow feed) throws SQLException {
    text("heardBy", feed.heardBy());
    text("address", feed.address());
    number("captureId", feed.captureId());
    text("nodeName", feed.nodeName() == null ? "" : feed.nodeName());
    bool("silent", feed.silent());
    time("firstHeardAt", feed.firstHeardAt());
    time("lastHeardAt", feed.lastHeardAt());
    number("longestPauseMs", feed.longestPause().toMillis());
    number("messages", feed.messages());
    number("notSip", feed.notSip());
    number("duplicates", feed.duplicates());
    number("malformed", feed.malformed());
    number("gaps", feed.gaps());
    value("clockAheadMs", feed.clockAheadMs(), Types.DOUBLE);
  }

  void gap(Spool.Gap gap) throws SQLException {
    id("gapId", gap.id());
    time("beganAt", gap.beganAt());
    time("endedAt", gap.endedAt());
    number("lost", gap.lost());
    text("reason", gap.reason());
  }

  void text(String name, @Nullable String text) throws SQLException {
    value(name, Words.text(text), Types.VARCHAR);
  }

  void texts(String name, Collection<String> texts) throws SQLException {
    String[] array = texts.stream().map(Words::text).toArray(String[]::new);
    value(name, statement.getConnection().createArrayOf("varchar", array), Types.ARRAY);
  }

  void word(String name, @Nullable Enum<?> constant) throws SQLException {
    value(name, Words.of(constant), Types.VARCHAR);
  }

  void number(String name, @Nullable Long number) throws SQLException {
    value(name, number, Types.BIGINT);
  }

  void id(String name, UUID id) throws SQLException {
    value(name, id, Types.OTHER);
  }

  void day(String name, LocalDate day) throws SQLException {
    value(name, day, Types.DATE);
  }

  void time(String name, @Nullable Instant instant) throws SQLException {
    Object time = instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    value(name, time, Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private void bool(String name, @Nullable Boolean bool) throws SQLException {
    value(name, bool, Types.BOOLEAN);
  }

  /** A parameter may stand in several places. */
  private void value(String name, @Nullable Object value, int type) throws SQLException {
    boolean found = false;
    for (int place = 0; place < names.size(); place++) {
      if (names.get(place).equals(name)) {
        statement.setObject(place + 1, value, type);
        found = true;
      }
    }
    if (!found) {
      throw new IllegalArgumentException("the statement has no parameter :" + name);
    }
  }
}
