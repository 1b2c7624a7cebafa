package org.sessionwatch.report;

import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.sessionwatch.store.HistoryReader;

/** Asks the database for a report and writes its rows as they come. */
public final class ReportRun {
  private static final int FETCH_ROWS = 1_000;
  private static final String INVALID_TIME = "22007";
  private static final String INVALID_PARAMETER = "22023";
  private static final String NO_SUCH_TABLE = "42P01";
  private static final String NO_SUCH_COLUMN = "42703";
  private static final String NO_RIGHT = "42501";

  private static final String PERIOD =
      "SELECT since, until, first_day, last_day"
          + " FROM sessionwatch.report_period(:since, :until, :pbx)";

  private static final String IS_KNOWN =
      """
      SELECT EXISTS (SELECT FROM sessionwatch.dialog WHERE call_id = :call)
          OR EXISTS (SELECT FROM sessionwatch.dialog WHERE uniqueid = :call)
          OR EXISTS (SELECT FROM sessionwatch.dialog WHERE linkedid = :call)
          OR EXISTS (SELECT FROM sessionwatch.dialog WHERE dialog_id = CAST(CASE
             WHEN :call ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN :call END AS uuid))
      """;

  /** In what PostgreSQL says of what is ours. */
  private static final List<String> OURS =
      List.of("sessionwatch", " dialog", " pbx", " refresh", " alert", " d.", " p.");

  private final HistoryReader history;
  private final ZoneId zone;

  /**
   * Runs against the given history.
   *
   * @param zone of times in a table: the JVM's, which the driver makes the session's
   */
  public ReportRun(HistoryReader history, ZoneId zone) {
    this.history = history;
    this.zone = zone;
  }

  /** What {@code parameters.psql} finds out before the report. */
  private record Period(
      OffsetDateTime since, OffsetDateTime until, LocalDate firstDay, LocalDate lastDay) {}

  /**
   * Writes the report.
   *
   * @param width of the terminal in columns; 0: no terminal
   * @throws ReportException when a time, the PBX, the call or a table that the report needs is not
   *     known; nothing is written then
   * @throws org.sessionwatch.store.StoreException when the database cannot be asked
   */
  public void write(ReportRequest request, Format format, int width, PrintStream out)
      throws ReportException {
    RowWriter writer = format.to(out, zone, width);
    String refusal = history.read(handle -> run(handle, request, writer));
    if (refusal != null) {
      throw new ReportException(refusal);
    }
  }

  /** Returns why it cannot be told; null when it was. */
  private static @Nullable String run(Handle handle, ReportRequest request, RowWriter writer) {
    try {
      if (request.call() != null && !isKnown(handle, request.call())) {
        return "no call has the Call-ID, dialog_id, uniqueid or linkedid \"%s\""
            .formatted(request.call());
      }
      query(handle, request, period(handle, request), writer);
      return null;
    } catch (JdbiException e) {
      String refusal = refusal(request, e);
      if (refusal == null) {
        throw e;
      }
      return refusal;
    }
  }

  private static Period period(Handle handle, ReportRequest request) {
    return handle
        .createQuery(PERIOD)
        .bind("since", given(request.since(), ReportRequest.DEFAULT_SINCE))
        .bind("until", given(request.until(), ReportRequest.DEFAULT_UNTIL))
        .bind("pbx", given(request.pbx(), ""))
        .map(
            (row, context) ->
                new Period(
                    row.getObject("since", OffsetDateTime.class),
                    row.getObject("until", OffsetDateTime.class),
                    row.getObject("first_day", LocalDate.class),
                    row.getObject("last_day", LocalDate.class)))
        .one();
  }

  /** Whether any call is named so, as the reports find it; what they tell of it may be nothing. */
  private static boolean isKnown(Handle handle, String call) {
    return handle.createQuery(IS_KNOWN).bind("call", call).mapTo(Boolean.class).one();
  }

  private static void query(Handle handle, ReportRequest request, Period period, RowWriter writer) {
    Query query = handle.createQuery(request.report().statement()).setFetchSize(FETCH_ROWS);
    query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    // Bound with their types: the planner knows them, and leaves out partitions before it begins.
    query
        .bindMap(
            Map.of(
                "since", period.since(),
                "until", period.until(),
                "first_day", period.firstDay(),
                "last_day", period.lastDay(),
                "pbx", given(request.pbx(), ""),
                "call", given(request.call(), "")))
        .scanResultSet(
            (rows, context) -> {
              copy(rows.get(), writer);
              return true;
            });
  }

  private static void copy(ResultSet rows, RowWriter writer) throws SQLException {
    ResultSetMetaData meta = rows.getMetaData();
    List<String> columns = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      columns.add(meta.getColumnLabel(i));
    }
    writer.begin(columns);
    while (rows.next()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 1; i <= columns.size(); i++) {
        values.add(value(rows, i, meta.getColumnTypeName(i)));
      }
      writer.row(values);
    }
    writer.end();
  }

  private static @Nullable Object value(ResultSet rows, int column, String type)
      throws SQLException {
    return switch (type) {
      case "timestamptz" -> rows.getObject(column, OffsetDateTime.class);
      case "date" -> rows.getObject(column, LocalDate.class);
      case "int2", "int4", "int8", "numeric" -> rows.getBigDecimal(column);
      case "bool" -> rows.getObject(column);
      default -> rows.getString(column);
    };
  }

  private static @Nullable String refusal(ReportRequest request, JdbiException thrown) {
    if (!(thrown.getCause() instanceof PSQLException error)) {
      return null;
    }
    ServerErrorMessage said = error.getServerErrorMessage();
    if (said == null || error.getSQLState() == null) {
      return null;
    }
    String name = request.report().name();
    return switch (error.getSQLState()) {
      case INVALID_TIME, INVALID_PARAMETER ->
          said.getMessage() + (said.getHint() == null ? "" : ". " + said.getHint());
      case NO_SUCH_TABLE, NO_RIGHT, NO_SUCH_COLUMN ->
          isAboutAsterisks(name, String.valueOf(said.getMessage()))
              ? "the report %s: %s; sql/reports/%s.sql says what it needs"
                  .formatted(name, said.getMessage(), name)
              : null;
      default -> null;
    };
  }

  /** About its CDR or CEL, which somebody else has made: of our own the whole schema is wrong. */
  private static boolean isAboutAsterisks(String report, String said) {
    return (report.endsWith("-cdr") || report.endsWith("-cel"))
        && OURS.stream().noneMatch(said::contains);
  }

  private static String given(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }
}
