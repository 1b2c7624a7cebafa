package org.sessionwatch.lab;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.lab.Verdict.Alert;
import org.sessionwatch.lab.Verdict.Refresh;

/** What a daemon has left in PostgreSQL, by the names that reports rely on. */
record History(List<LiveDialog> dialogs, List<PbxRow> pbxs, List<ReliabilityRow> reliability) {
  private static final String DIALOGS =
      """
      SELECT d.*, p.name AS pbx
        FROM sessionwatch.dialog d JOIN sessionwatch.pbx p USING (pbx_id)
       ORDER BY first_heard_at""";

  private static final String REFRESHES =
      "SELECT * FROM sessionwatch.refresh WHERE dialog_id = ? ORDER BY seq";

  private static final String ALERTS =
      "SELECT * FROM sessionwatch.alert WHERE dialog_id = ? ORDER BY kind";

  private static final String HOPS =
      "SELECT caller_address FROM sessionwatch.dialog_hop WHERE dialog_id = ? ORDER BY first_heard_at";

  /** A PBX and what it answered to OPTIONS. */
  record PbxRow(
      String name,
      String kind,
      boolean up,
      @Nullable Double roundTripMs,
      @Nullable Boolean supportsTimer,
      @Nullable Boolean allowsUpdate) {}

  /** A row of the view call_reliability. */
  record ReliabilityRow(
      String callId, int refreshes, int late, int missed, boolean droppedByTimer) {}

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  static History read(Connection database) throws SQLException {
    return new History(
        query(database, DIALOGS, null, row -> dialog(database, row)),
        query(
            database,
            "SELECT * FROM sessionwatch.pbx JOIN sessionwatch.pbx_status USING (pbx_id) ORDER BY 1",
            null,
            History::pbx),
        query(
            database,
            "SELECT * FROM sessionwatch.call_reliability ORDER BY call_id",
            null,
            History::reliability));
  }

  /** How many dialogs there are that fulfil this condition. */
  static int count(Connection database, String condition) throws SQLException {
    String sql = "SELECT count(*) FROM sessionwatch.dialog WHERE " + condition;
    return query(database, sql, null, row -> row.getInt(1)).get(0);
  }

  /** The rows of a call, one a dialog. */
  List<LiveDialog> of(String callId) {
    return dialogs.stream().filter(d -> d.verdict().callId().equals(callId)).toList();
  }

  List<Verdict> verdicts() {
    return dialogs.stream().map(LiveDialog::verdict).toList();
  }

  private static LiveDialog dialog(Connection database, ResultSet row) throws SQLException {
    UUID id = row.getObject("dialog_id", UUID.class);
    return new LiveDialog(
        verdict(database, row, id),
        row.getString("pbx"),
        row.getString("channel"),
        row.getString("uniqueid"),
        row.getString("linkedid"),
        row.getObject("hangup_cause", Integer.class),
        row.getString("hangup_cause_text"),
        row.getString("hangup_tech_cause"),
        row.getString("end_reason"),
        query(
            database,
            "SELECT kind FROM sessionwatch.alert WHERE dialog_id = ? AND NOT confirmed",
            id,
            alert -> alert.getString("kind")),
        query(database, HOPS, id, hop -> hop.getString("caller_address")));
  }

  private static Verdict verdict(Connection database, ResultSet row, UUID id) throws SQLException {
    return new Verdict(
        row.getString("call_id"),
        row.getString("caller_tag"),
        row.getString("callee_tag"),
        row.getString("caller"),
        row.getString("callee"),
        row.getString("caller_user_agent"),
        row.getString("callee_user_agent"),
        Objects.requireNonNull(instant(row, "established_at")),
        instant(row, "ended_at"),
        Objects.requireNonNullElse(row.getString("end_cause"), "open"),
        row.getBoolean("end_certain"),
        row.getString("timer_state"),
        row.getObject("interval_s", Integer.class),
        row.getString("refresher"),
        row.getInt("min_se_s"),
        query(database, REFRESHES, id, History::refresh),
        query(database, ALERTS, id, History::alert));
  }

  private static Refresh refresh(ResultSet row) throws SQLException {
    return new Refresh(
        row.getString("method"),
        row.getLong("cseq"),
        row.getString("requested_by"),
        Objects.requireNonNull(instant(row, "requested_at")),
        instant(row, "answered_at"),
        row.getObject("status", Integer.class),
        row.getString("outcome"),
        instant(row, "due_at"),
        row.getString("punctuality"),
        row.getObject("interval_s", Integer.class),
        row.getString("refresher"));
  }

  private static Alert alert(ResultSet row) throws SQLException {
    return new Alert(
        row.getString("kind"),
        row.getString("severity"),
        Objects.requireNonNull(instant(row, "raised_at")),
        instant(row, "cleared_at"));
  }

  private static PbxRow pbx(ResultSet row) throws SQLException {
    return new PbxRow(
        row.getString("name"),
        row.getString("kind"),
        row.getBoolean("up"),
        row.getObject("round_trip_ms", Double.class),
        row.getObject("supports_timer", Boolean.class),
        row.getObject("allows_update", Boolean.class));
  }

  private static ReliabilityRow reliability(ResultSet row) throws SQLException {
    return new ReliabilityRow(
        row.getString("call_id"),
        row.getInt("refreshes"),
        row.getInt("late"),
        row.getInt("missed"),
        row.getBoolean("dropped_by_timer"));
  }

  private static <T> List<T> query(
      Connection database, String sql, @Nullable UUID id, Reader<T> reader) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      if (id != null) {
        statement.setObject(1, id);
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(reader.read(row));
        }
      }
      return rows;
    }
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
