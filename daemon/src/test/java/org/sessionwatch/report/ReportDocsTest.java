package org.sessionwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.store.TestDatabase;

/**
 * The samples in docs/reports are what the reports say of the recorded calls. To write them anew:
 * {@code -Dsessionwatch.docs=write}.
 */
class ReportDocsTest {
  private static final Path SAMPLES = Path.of("../docs/reports/samples.md");
  private static final boolean WRITE = "write".equals(System.getProperty("sessionwatch.docs"));
  private static final int WIDTH = 150;

  @BeforeAll
  static void load() throws SQLException, RecordingException, IOException {
    RecordedHistory.write();
    if (WRITE) {
      String head = Files.readString(SAMPLES);
      StringBuilder text = new StringBuilder(head.substring(0, head.indexOf("\n## ") + 1));
      for (Report report : Reports.all()) {
        text.append(section(report));
      }
      Files.writeString(SAMPLES, text.toString().stripTrailing() + "\n");
    }
  }

  static Stream<Report> reports() {
    return Reports.all().stream();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void a_sample_is_what_the_report_says(Report report) throws IOException {
    Matcher section =
        Pattern.compile("\n## " + report.name() + "\n.*?(?=\n## |\\z)", Pattern.DOTALL)
            .matcher(Files.readString(SAMPLES));
    assertThat(section.find()).as("a section %s in %s", report.name(), SAMPLES).isTrue();
    assertThat(lasting(section.group().strip())).isEqualTo(lasting(section(report).strip()));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void the_columns_are_those_that_the_header_explains(Report report) throws ReportException {
    assertThat(Written.text(request(report), Format.CSV, 0).lines().findFirst().orElseThrow())
        .isEqualTo(String.join(",", report.columns()));
  }

  @Test
  void the_lab_gave_something_to_tell() throws ReportException {
    assertThat(Written.rows("drops", "2026-11-01", "2026-12-01")).hasSizeGreaterThan(3);
  }

  private static ReportRequest request(Report report) throws ReportException {
    boolean period = report.limits().contains("since");
    return new ReportRequest(
            report,
            period ? "2026-11-01" : null,
            period ? "2026-12-01" : null,
            null,
            report.limits().contains("call") ? callId(report) : null)
        .checked();
  }

  /** The first call that the timer dropped for certain, or one that Asterisk's CEL is of. */
  private static String callId(Report report) {
    if (report.name().equals("call-cel")) {
      return RecordedHistory.WITH_RECORDS;
    }
    try {
      return TestDatabase.ask(
              "SELECT call_id FROM sessionwatch.dialog WHERE end_cause = 'dropped_by_timer'"
                  + " AND end_certain ORDER BY ended_at LIMIT 1")
          .get(0);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String section(Report report) {
    try {
      ReportRequest request = request(report);
      return "## %s%n%n%s%n%n    sessionwatch report %s%s%n%n```%n%s```%n%n"
          .formatted(
              report.name(),
              report.question(),
              report.name(),
              (request.since() == null ? "" : " --since 2026-11-01 --until 2026-12-01")
                  + (request.call() == null ? "" : " --call " + request.call()),
              Written.text(request, Format.TABLE, WIDTH));
    } catch (ReportException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How long ago something should have happened is another number each day. */
  private static String lasting(String text) {
    return text.replaceAll(" +-\\d{3,} \\|", " -N |")
        .replaceAll("(may_drop_in_s) +\\| -\\d+", "$1 | -N")
        .replaceAll(" may_drop_in_s +\\|", " may_drop_in_s |")
        .replaceAll("(?m)^-+\\+", "-+");
  }
}
