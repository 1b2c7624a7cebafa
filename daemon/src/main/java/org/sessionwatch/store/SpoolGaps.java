package org.sessionwatch.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.sessionwatch.time.Micros;

/**
 * What was lost for good, beside the changes in the spool's file, until the database knows it. Used
 * by one thread; {@link #any} by each.
 */
final class SpoolGaps {
  private final SpoolFile file;
  private volatile boolean any;

  SpoolGaps(SpoolFile file) throws SQLException {
    this.file = file;
    file.run(
        "CREATE TABLE IF NOT EXISTS gap (id TEXT PRIMARY KEY, began_us INTEGER NOT NULL, ended_us INTEGER NOT NULL,"
            + " lost INTEGER NOT NULL, reason TEXT NOT NULL)");
    file.commit();
    any = file.number("SELECT count(*) FROM gap") > 0;
  }

  boolean any() {
    return any;
  }

  /** One gap of each reason grows as long as the database does not know it. Commits. */
  void add(long beganUs, long endedUs, long count, String reason) throws SQLException {
    try (PreparedStatement add =
        file.connection()
            .prepareStatement(
                "INSERT INTO gap VALUES (coalesce((SELECT id FROM gap WHERE reason = ?5), ?1), ?2, ?3, ?4, ?5)"
                    + " ON CONFLICT (id) DO UPDATE SET ended_us = max(ended_us, ?3), lost = lost + ?4")) {
      add.setString(1, UUID.randomUUID().toString());
      add.setLong(2, beganUs);
      add.setLong(3, endedUs);
      add.setLong(4, count);
      add.setString(5, reason);
      add.executeUpdate();
      file.commit();
      any = true;
    }
  }

  /** Those that the database does not know yet. */
  List<Spool.Gap> all() {
    List<Spool.Gap> gaps = new ArrayList<>();
    if (!any) {
      return gaps;
    }
    try (Statement statement = file.connection().createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM gap")) {
      while (rows.next()) {
        gaps.add(
            new Spool.Gap(
                UUID.fromString(rows.getString(1)),
                Micros.toInstant(rows.getLong(2)),
                Micros.toInstant(rows.getLong(3)),
                rows.getLong(4),
                rows.getString(5)));
      }
      return gaps;
    } catch (SQLException e) {
      throw file.failed(e);
    }
  }

  /** The database knows them. */
  void forget() {
    try {
      file.run("DELETE FROM gap");
      file.commit();
      any = false;
    } catch (SQLException e) {
      throw file.failed(e);
    }
  }
}
