package org.sessionwatch.lab;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table that says which feeds are alive.
 *
 * @param clockAhead how far its clock is ahead; null where not told
 */
record Feed(
    String address,
    long captureId,
    long messages,
    long notSip,
    long gaps,
    boolean silent,
    Instant lastHeardAt,
    @Nullable Duration clockAhead) {

  private static final String ALL = "SELECT * FROM sessionwatch.feed ORDER BY address, capture_id";

  private static final String OLDEST = "SELECT min(updated_at) FROM sessionwatch.feed";

  static List<Feed> readAll(Connection database) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(ALL);
        ResultSet row = statement.executeQuery()) {
      List<Feed> feeds = new ArrayList<>();
      while (row.next()) {
        feeds.add(feed(row));
      }
      return feeds;
    }
  }

  /** Whether all rows were written after this instant of this host's clock. */
  static boolean areWrittenAfter(Connection database, Instant at) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(OLDEST);
        ResultSet row = statement.executeQuery()) {
      row.next();
      OffsetDateTime oldest = row.getObject(1, OffsetDateTime.class);
      return oldest != null && oldest.toInstant().isAfter(at);
    }
  }

  private static Feed feed(ResultSet row) throws SQLException {
    Double aheadMs = row.getObject("clock_ahead_ms", Double.class);
    return new Feed(
        row.getString("address"),
        row.getLong("capture_id"),
        row.getLong("messages"),
        row.getLong("not_sip"),
        row.getLong("gaps"),
        row.getBoolean("silent"),
        row.getObject("last_heard_at", OffsetDateTime.class).toInstant(),
        aheadMs == null ? null : Duration.ofNanos((long) (aheadMs * 1_000_000)));
  }
}
