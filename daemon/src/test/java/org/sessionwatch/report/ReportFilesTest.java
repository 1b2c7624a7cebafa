package org.sessionwatch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportFilesTest {
  private static final Path FOLDER = Path.of("../sql/reports");

  @Test
  void the_list_names_each_file_once() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".sql"))
              .map(name -> name.substring(0, name.length() - 4))
              .toList();
      assertThat(Reports.all()).extracting(Report::name).containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void each_asks_one_question_and_explains_its_columns() {
    assertThat(Reports.all())
        .allSatisfy(
            report -> {
              assertThat(report.question()).endsWith("?").hasSizeLessThan(110);
              assertThat(report.columns()).hasSizeGreaterThan(3).doesNotHaveDuplicates();
              assertThat(report.limits()).isNotEmpty();
            });
  }

  @Test
  void each_uses_the_variables_of_what_it_is_limited_by_and_no_other() {
    assertThat(Reports.all())
        .allSatisfy(
            report -> {
              assertThat(report.variables())
                  .isSubsetOf("since", "until", "first_day", "last_day", "pbx", "call")
                  .containsAll(report.limits());
              assertThat(report.limits().contains("since"))
                  .isEqualTo(report.variables().contains("last_day"));
              assertThat(report.statement()).doesNotContain(":'", "\\ir", ";\n", "--");
            });
  }

  @Test
  void each_begins_with_the_parameters_that_psql_sets() throws IOException {
    for (Report report : Reports.all()) {
      assertThat(Files.readString(FOLDER.resolve(report.name() + ".sql")))
          .contains("\n\\ir parameters.psql\n\n");
    }
    assertThat(Files.readString(FOLDER.resolve("parameters.psql")))
        .contains("  \\set since " + ReportRequest.DEFAULT_SINCE + "\n")
        .contains("  \\set until " + ReportRequest.DEFAULT_UNTIL + "\n");
  }

  @Test
  void a_name_that_is_not_there_is_answered_with_the_nearest() {
    assertThatThrownBy(() -> Reports.named("reliabilty-by-trunk"))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            "there is no report \"reliabilty-by-trunk\"; did you mean reliability-by-trunk?;"
                + " sessionwatch report lists them");
    assertThatThrownBy(() -> Reports.named("../V1__tables"))
        .hasMessage("there is no report \"../V1__tables\"; sessionwatch report lists them");
  }

  @Test
  void an_option_that_it_does_not_know_is_refused_and_a_call_is_asked_for() throws Exception {
    Report atRisk = Reports.named("at-risk");
    assertThatThrownBy(() -> new ReportRequest(atRisk, "7d", null, null, null).checked())
        .hasMessage("the report at-risk takes no --since, but: --pbx");
    Report call = Reports.named("call");
    assertThatThrownBy(() -> new ReportRequest(call, null, null, null, " ").checked())
        .hasMessageContaining("needs --call");
  }
}
