package org.sessionwatch.store;

import org.jdbi.v3.core.locator.ClasspathSqlLocator;

/** The SQL of this room, from {@code sql/statements}. */
final class Statements {
  static final String CHECK_SERVER = read("check_server");
  static final String UPSERT_PBX = read("upsert_pbx");
  static final String UPSERT_PBX_STATUS = read("upsert_pbx_status");
  static final String STAGE = read("stage");
  static final String CLAIM_DAYS = read("claim_days");
  static final String MAINTAIN = read("maintain");
  static final String INSERT_GAP = read("insert_gap");
  static final String TOUCH_DIALOG = read("touch_dialog");
  static final String UPSERT_DIALOG = read("upsert_dialog");
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

  private static String read(String name) {
    return ClasspathSqlLocator.removingComments()
        .getResource(Statements.class.getClassLoader(), "sql/statements/" + name + ".sql");
  }
}
