package org.sessionwatch.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.EndCause;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.OpenDialog;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Severity;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerState;
import org.sessionwatch.session.TimerStatus;

/** Rows back to values. */
final class Rows {
  private Rows() {}

  /** A row of {@code dialog} with its PBX's name as {@code pbx}, and its last refresh. */
  static Dialog dialog(ResultSet row) throws SQLException {
    return new Dialog(
        uuid(row, "dialog_id"),
        row.getString("call_id"),
        row.getString("pbx"),
        party(row, "caller"),
        party(row, "callee"),
        instant(row, "first_heard_at"),
        instantOrNull(row, "established_at"),
        instantOrNull(row, "ended_at"),
        Words.parseOrNull(EndCause.class, row.getString("end_cause")),
        row.getBoolean("end_certain"),
        timer(row),
        channel(row),
        hangup(row),
        row.getString("end_reason"));
  }

  /** A row of {@code open_dialogs.sql}, without its alerts. */
  static OpenDialog openDialog(ResultSet row) throws SQLException {
    return new OpenDialog(
        dialog(row),
        row.getInt("refreshes"),
        row.getLong("cseq_caller"),
        row.getLong("cseq_callee"),
        Words.parseOrNull(Side.class, row.getString("refreshed_by")),
        row.getLong("refreshed_cseq"),
        List.of());
  }

  /** A row of {@code alert}. */
  static Alert alert(ResultSet row) throws SQLException {
    return new Alert(
        uuid(row, "alert_id"),
        AlertKind.valueOf(row.getString("kind")),
        Words.parse(Severity.class, row.getString("severity")),
        instant(row, "raised_at"),
        instantOrNull(row, "cleared_at"),
        row.getBoolean("confirmed"),
        row.getString("detail"),
        row.getString("hint"));
  }

  /** A row of {@code feed}, as far as the next run needs it. */
  static FeedRow feed(ResultSet row) throws SQLException {
    String node = row.getString("node_name");
    return new FeedRow(
        row.getString("heard_by"),
        row.getString("address"),
        row.getLong("capture_id"),
        node.isEmpty() ? null : node,
        instant(row, "first_heard_at"),
        instant(row, "last_heard_at"),
        0,
        0,
        0,
        0,
        0,
        null,
        Duration.ofMillis(row.getLong("longest_pause_ms")),
        row.getBoolean("silent"));
  }

  /** A date, in days since 1970. */
  static long day(ResultSet row, String column) throws SQLException {
    return row.getObject(column, LocalDate.class).toEpochDay();
  }

  static UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  private static Party party(ResultSet row, String side) throws SQLException {
    return new Party(
        row.getString(side + "_tag"),
        row.getString(side),
        row.getString(side + "_user_agent"),
        row.getObject(side + "_supports_timer", Boolean.class),
        row.getObject(side + "_allows_update", Boolean.class));
  }

  private static TimerStatus timer(ResultSet row) throws SQLException {
    return new TimerStatus(
        Words.parse(TimerState.class, row.getString("timer_state")),
        row.getObject("interval_s", Integer.class),
        Words.parseOrNull(Side.class, row.getString("refresher")),
        row.getInt("min_se_s"),
        instantOrNull(row, "last_refreshed_at"));
  }

  private static @Nullable Channel channel(ResultSet row) throws SQLException {
    String name = row.getString("channel");
    return name == null
        ? null
        : new Channel(name, row.getString("uniqueid"), row.getString("linkedid"));
  }

  private static @Nullable Hangup hangup(ResultSet row) throws SQLException {
    Integer cause = row.getObject("hangup_cause", Integer.class);
    String causeText = row.getString("hangup_cause_text");
    String techCause = row.getString("hangup_tech_cause");
    return cause == null && causeText == null && techCause == null
        ? null
        : new Hangup(cause, causeText, techCause);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
