package org.sessionwatch.lab;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table that says which feeds are alive.
 *
 * @param duplicates those of the messages that had been heard already
 * @param malformed what could not be read
 * @param clockAhead how far its clock is ahead; null where not told
 */
record Feed(
    String address,
    long captureId,
    long messages,
    long notSip,
    long duplicates,
    long malformed,
    long gaps,
    boolean silent,
    Instant lastHeardAt,
    @Nullable Duration clockAhead) {

  private static final String ALL = "SELECT * FROM sessionwatch.feed ORDER BY address, capture_id";

  /** Feeds are written every 20 s. */
  private static final Duration WRITTEN_AT_LAST = Duration.ofSeconds(40);

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
  private static boolean areWrittenAfter(Connection database, Instant at) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(OLDEST);
        ResultSet row = statement.executeQuery()) {
      row.next();
      OffsetDateTime oldest = row.getObject(1, OffsetDateTime.class);
      return oldest != null && oldest.toInstant().isAfter(at);
    }
  }

  /** Where it does not come to that in time, the tests tell better what is missing. */
  static void awaitWrittenAfter(Connection database, Instant at) {
    try {
      await()
          .pollInterval(Duration.ofMillis(200))
          .atMost(WRITTEN_AT_LAST)
          .until(() -> areWrittenAfter(database, at));
    } catch (ConditionTimeoutException e) {
      System.err.println("lab: the feeds were not written in " + WRITTEN_AT_LAST);
    }
  }

  private static Feed feed(ResultSet row) throws SQLException {
    Double aheadMs = row.getObject("clock_ahead_ms", Double.class);
    return new Feed(
        row.getString("address"),
        row.getLong("capture_id"),
        row.getLong("messages"),
        row.getLong("not_sip"),
        row.getLong("duplicates"),
        row.getLong("malformed"),
        row.getLong("gaps"),
        row.getBoolean("silent"),
        row.getObject("last_heard_at", OffsetDateTime.class).toInstant(),
        aheadMs == null ? null : Duration.ofNanos((long) (aheadMs * 1_000_000)));
  }
}
