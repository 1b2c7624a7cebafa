package org.sessionwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sessionwatch.report.Format;
import org.sessionwatch.report.ReportException;
import org.sessionwatch.report.ReportRequest;
import org.sessionwatch.report.Reports;

class ReportCommandTest {
  @Test
  void without_a_name_it_lists_the_reports_and_asks_no_database() {
    CommandLineRun run = CommandLineRun.of("report");
    assertThat(run.code).isZero();
    assertThat(run.calls).isEmpty();
    assertThat(run.out().lines()).hasSameSizeAs(Reports.all());
    assertThat(run.out()).contains("drops  ", "Which calls did the session timer drop");
  }

  @Test
  void it_hands_over_the_request_and_the_format() throws ReportException {
    CommandLineRun run =
        CommandLineRun.of(
            "report", "drops", "--since", "24h", "--until", "now", "--pbx", "a", "--format", "CSV");
    assertThat(run.calls)
        .contains(new ReportRequest(Reports.named("drops"), "24h", "now", "a", null), Format.CSV);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "report drop | there is no report \"drop\"; did you mean drops?; sessionwatch report lists them",
        "report at-risk --since 7d | the report at-risk takes no --since, but: --pbx",
        "report call | the report call needs --call with a Call-ID, dialog_id, uniqueid or linkedid",
        "report drops --format xml | Invalid value for option '--format'",
      })
  void a_mistake_is_told_before_anything_is_asked(String arguments, String line) {
    CommandLineRun run = CommandLineRun.of(arguments.split(" "));
    assertThat(run.code).isEqualTo(2);
    assertThat(run.calls).isEmpty();
    assertThat(run.err()).contains(line).hasLineCount(1);
  }

  @Test
  void what_only_the_database_knows_is_a_mistake_of_the_command_line_too() {
    CommandLineRun run =
        CommandLineRun.failing(new ReportException("no PBX is named \"x\""), "report", "drops");
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err()).isEqualTo("sessionwatch: no PBX is named \"x\"\n");
  }
}
