package org.sessionwatch.report;

import static org.sessionwatch.store.TestDatabase.ask;

import java.sql.SQLException;

/**
 * Rows of a small made-up history, written by hand: a call's begin is so many seconds after ten
 * o'clock, the rest so many seconds after its begin. The interval is 90 s.
 */
final class Rows {
  private static final String TEN = "'2026-11-22 10:00:00+00'::timestamptz";

  private final String callId;
  private final int beginsS;

  private Rows(String callId, int beginsS) {
    this.callId = callId;
    this.beginsS = beginsS;
  }

  /** A call that is up and whose caller has the duty. */
  static Rows call(String callId, int beginsS, String pbx, String caller, String callee)
      throws SQLException {
    Rows call = new Rows(callId, beginsS);
    ask(
        ("INSERT INTO sessionwatch.dialog (dialog_id, heard_on, pbx_id, call_id, caller_tag,"
                + " callee_tag, caller, callee, caller_user_agent, callee_user_agent,"
                + " caller_supports_timer, callee_supports_timer, first_heard_at, established_at,"
                + " end_certain, forgotten, timer_state, interval_s, refresher, min_se_s,"
                + " refreshed_at) SELECT %s, '2026-11-22', pbx_id, '%s', 'a', 'b', '%s', '%s', 'Phone A',"
                + " 'Phone B', true, true, %s, %s, true, false, 'active', 90, 'caller', 90, %s"
                + " FROM sessionwatch.pbx WHERE name = '%s'")
            .formatted(call.id(), callId, caller, callee, call.at(0), call.at(0), call.at(0), pbx));
    ask(
        "INSERT INTO sessionwatch.dialog_key (dialog_id, heard_on) VALUES (%s, '2026-11-22')"
            .formatted(call.id()));
    return call;
  }

  /** Other values, as SQL. */
  Rows with(String assignments) throws SQLException {
    ask("UPDATE sessionwatch.dialog SET %s WHERE dialog_id = %s".formatted(assignments, id()));
    return this;
  }

  Rows ended(int afterS, String cause) throws SQLException {
    return with("ended_at = %s, end_cause = '%s'".formatted(at(afterS), cause));
  }

  /** A refresh that was asked for {@code latenessMs} after half the interval. */
  Rows refresh(
      int seq,
      String by,
      double afterS,
      String outcome,
      int status,
      int latenessMs,
      String refresher)
      throws SQLException {
    String punctuality = latenessMs > 6_000 ? "late" : latenessMs < -6_000 ? "early" : "on_time";
    ask(
        ("INSERT INTO sessionwatch.refresh (dialog_id, heard_on, seq, method, cseq, requested_by,"
                + " requested_at, answered_at, status, outcome, due_at, punctuality, lateness_ms,"
                + " interval_s, refresher, confirmed) VALUES (%s, '2026-11-22', %d, 'UPDATE', %d,"
                + " '%s', %s, %s, %d, '%s', %s, '%s', %d, 90, '%s', true)")
            .formatted(
                id(),
                seq,
                seq + 1,
                by,
                at(afterS),
                at(afterS + 0.02),
                status,
                outcome,
                at(afterS - latenessMs / 1000.0),
                punctuality,
                latenessMs,
                refresher));
    if (outcome.equals("refreshed")) {
      with("refreshed_at = " + at(afterS + 0.02));
    }
    return this;
  }

  Rows alert(String kind, String severity, double afterS) throws SQLException {
    ask(
        ("INSERT INTO sessionwatch.alert (alert_id, dialog_id, heard_on, pbx_id, kind, severity,"
                + " raised_at, confirmed, detail, hint) SELECT md5('%s%s%s')::uuid, dialog_id,"
                + " heard_on, pbx_id, '%s', '%s', %s, true, 'the detail', 'the hint'"
                + " FROM sessionwatch.dialog WHERE dialog_id = %s")
            .formatted(callId, kind, afterS, kind, severity, at(afterS), id()));
    return this;
  }

  private String id() {
    return "md5('" + callId + "')::uuid";
  }

  private String at(double afterS) {
    return "(%s + interval '%s s')".formatted(TEN, beginsS + afterS);
  }
}
