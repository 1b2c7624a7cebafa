package org.sessionwatch.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/** The SQL of this room, from {@code sql/statements}. */
final class Statements {
  static final String CHECK_SERVER = read("check_server");
  static final String MIGRATIONS = read("migrations");
  static final String UPSERT_PBX = read("upsert_pbx");
  static final String UPSERT_PBX_STATUS = read("upsert_pbx_status");
  static final String STAGE = read("stage");
  static final String CLAIM_DAYS = read("claim_days");
  static final String MAINTAIN = read("maintain");
  static final String INSERT_GAP = read("insert_gap");
  static final String FIND_DAYS = read("find_days");
  static final String MOVE_KEY = read("move_key");
  static final String INTERPRET = read("interpret");
  static final String PLAN_BY_KEYS = read("plan_by_keys");
  static final String WAIT_FOR_OTHERS = read("wait_for_others");
  static final String HOLD_PBXS = read("hold_pbxs");
  static final String END_DIALOG = read("end_dialog");
  static final String UPDATE_DIALOG = read("update_dialog");
  static final String INSERT_DIALOG = read("insert_dialog");
  static final String LOCK_DIALOGS = read("lock_dialogs");
  static final String MERGE_DIALOG = read("merge_dialog");
  static final String RELEASE_KEYS = read("release_keys");
  static final String UPSERT_REFRESH = read("upsert_refresh");
  static final String UPSERT_HOP = read("upsert_hop");
  static final String LOCK_ALERTS = read("lock_alerts");
  static final String UPSERT_ALERT = read("upsert_alert");
  static final String UPSERT_FEED = read("upsert_feed");
  static final String KNOWN_FEEDS = read("known_feeds");
  static final String OPEN_DIALOGS = read("open_dialogs");
  static final String OPEN_ALERTS = read("open_alerts");
  static final String OPEN_GAPS = read("open_gaps");

  private Statements() {}

  /**
   * Without its comments, which go from two dashes at the beginning of a word to the line's end. By
   * hand, since JDBI's own locator runs a grammar over each statement, at each start, and regular
   * expressions are slow in a JVM that has just begun.
   */
  private static String read(String name) {
    String resource = "sql/statements/" + name + ".sql";
    try (InputStream in = Statements.class.getClassLoader().getResourceAsStream(resource)) {
      byte[] bytes = Objects.requireNonNull(in, resource).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .map(Statements::uncommented)
          .filter(line -> !line.isBlank())
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String uncommented(String line) {
    int dashes = line.indexOf("--");
    boolean begins = dashes == 0 || (dashes > 0 && Character.isWhitespace(line.charAt(dashes - 1)));
    return begins ? line.substring(0, dashes) : line;
  }
}
