package org.sessionwatch.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * This release's migrations, and the question whether a database has had exactly these. Flyway
 * could say so too, but needs half a second and 400 classes for it, at each start; so it is asked
 * only where the answer here is no.
 */
final class Migrations {
  /** {@code sql/V*.sql}; one that is missing here costs time and nothing else. */
  static final List<String> FILES =
      List.of(
          "V1__tables.sql",
          "V2__reliability.sql",
          "V3__partitions.sql",
          "V6__reports.sql",
          "V7__feeds.sql",
          "V8__hops.sql",
          "V9__malformed.sql",
          "V10__feed_of.sql",
          "V11__written_in_place.sql");

  private Migrations() {}

  /** Whether Flyway's history names these migrations, all of them done, and no others. */
  static boolean areDone(Connection connection) throws SQLException {
    Map<String, Integer> done = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Statements.MIGRATIONS)) {
      while (row.next()) {
        if (!row.getBoolean("success")) {
          return false;
        }
        done.put(row.getString("version"), row.getInt("checksum"));
      }
    }
    return done.equals(checksums());
  }

  /** By version. */
  static Map<String, Integer> checksums() {
    Map<String, Integer> checksums = new HashMap<>();
    for (String file : FILES) {
      checksums.put(file.substring(1, file.indexOf("__")), checksum("sql/" + file));
    }
    return checksums;
  }

  /** As Flyway does it: the CRC-32 of the lines without their ends. */
  private static int checksum(String resource) {
    CRC32 sum = new CRC32();
    try (InputStream in = Migrations.class.getClassLoader().getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(in, resource), StandardCharsets.UTF_8))) {
      lines.lines().forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (int) sum.getValue();
  }
}
