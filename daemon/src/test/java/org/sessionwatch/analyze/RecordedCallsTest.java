package org.sessionwatch.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real recordings give the verdicts that a person reads in them. */
class RecordedCallsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ASTERISK = "asterisk22-direct.pcap";
  private static final String GRANDSTREAM = "grandstream-ucm6304-update.log";
  private static Run asterisk;

  private record Run(int exit, String err, List<JsonNode> lines) {
    JsonNode dialog(String port) {
      return lines.stream()
          .filter(line -> line.path("caller").asText().endsWith(":" + port))
          .findFirst()
          .orElseThrow();
    }

    JsonNode summary() {
      return lines.get(lines.size() - 1);
    }
  }

  @BeforeAll
  static void read() {
    asterisk = analyze(ASTERISK);
  }

  private static Run analyze(String... names) {
    List<String> files = new ArrayList<>();
    for (String name : names) {
      files.add(Path.of("src/test/resources/captures", name).toString());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new Analyzer(InputStream.nullInputStream(), print(out), print(err))
            .analyze(files, Analyzer.Format.JSONL, Duration.ofSeconds(6));
    List<JsonNode> lines =
        out.toString(StandardCharsets.UTF_8).lines().map(RecordedCallsTest::json).toList();
    return new Run(exit, err.toString(StandardCharsets.UTF_8), lines);
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  /** Seconds from the dialog's first 2xx, rounded to tenths. */
  private static String offset(JsonNode dialog, JsonNode time) {
    Instant start = Instant.parse(dialog.path("established_at").asText());
    double seconds = Duration.between(start, Instant.parse(time.asText())).toNanos() / 1e9;
    return String.valueOf(Math.round(seconds * 10) / 10.0).replaceAll("\\.0$", "");
  }

  private static String alerts(JsonNode dialog) {
    List<String> told = new ArrayList<>();
    for (JsonNode alert : dialog.path("alerts")) {
      String cleared =
          alert.path("cleared_at").isNull() ? "" : "-" + offset(dialog, alert.path("cleared_at"));
      told.add(
          alert.path("kind").asText() + "@" + offset(dialog, alert.path("raised_at")) + cleared);
    }
    return told.isEmpty() ? "nothing" : String.join(" ", told);
  }

  private static String refreshes(JsonNode dialog) {
    List<String> told = new ArrayList<>();
    for (JsonNode refresh : dialog.path("refreshes")) {
      told.add(
          "%s/%s/%s/%s"
              .formatted(
                  refresh.path("method").asText(),
                  refresh.path("by").asText(),
                  refresh.path("outcome").asText(),
                  refresh.path("punctuality").asText()));
    }
    return told.isEmpty() ? "nothing" : String.join(" ", told);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "5200, dropped_by_timer, REFRESH_LATE@51 REFRESH_MISSED@60 DROPPED_BY_TIMER@60",
    "5201, bye, nothing",
    "5202, bye, BAD_NEGOTIATION@45",
    "5203, open, TIMER_TURNED_OFF@45",
    "5204, bye, REFRESH_REJECTED@45 REFRESH_MISSED@60 REFRESH_UNANSWERED@77",
    "5205, bye, REFRESH_REJECTED@45",
    "5206, bye, nothing",
    "5207, bye, nothing",
    "5208, bye, REFRESH_LATE@51-54",
    "5209, bye, nothing",
    "5210, open, nothing",
    "5211, bye, TIMER_TURNED_OFF@45",
    "5212, bye, nothing",
    "5213, dropped_by_timer, REFRESH_LATE@81 REFRESH_MISSED@90 DROPPED_BY_TIMER@90",
    "5214, bye, nothing",
    "5215, bye, nothing",
    "5216, bye, nothing",
    "5217, bye, REFRESH_LATE@86",
  })
  void asterisk_calls_end_and_alert_as_they_should(String port, String end, String alerts) {
    JsonNode dialog = asterisk.dialog(port);

    assertThat(dialog.path("end").asText()).isEqualTo(end);
    assertThat(alerts(dialog)).isEqualTo(alerts);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "5200, nothing",
    "5201, UPDATE/callee/refreshed/on_time UPDATE/callee/refreshed/on_time",
    "5202, UPDATE/callee/refreshed/on_time",
    "5203, UPDATE/callee/turned_off/on_time UPDATE/callee/pending/null",
    "5204, UPDATE/callee/rejected/on_time UPDATE/callee/unanswered/on_time",
    "5205, UPDATE/callee/rejected/on_time",
    "5206, INVITE/callee/refreshed/on_time",
    "5207, INVITE/caller/refreshed/on_time INVITE/caller/refreshed/on_time",
    "5208, UPDATE/caller/refreshed/late",
    "5209, UPDATE/caller/refreshed/early",
    "5210, UPDATE/callee/refreshed/on_time UPDATE/callee/pending/on_time",
    "5211, UPDATE/callee/turned_off/on_time",
    "5212, UPDATE/caller/refreshed/early UPDATE/callee/refreshed/on_time",
    "5213, INVITE/caller/refreshed/early",
    "5214, UPDATE/caller/refreshed/on_time",
    "5215, INVITE/caller/refreshed/early",
    "5216, nothing",
    "5217, UPDATE/caller/refreshed/early",
  })
  void asterisk_calls_are_refreshed_as_they_were(String port, String refreshes) {
    assertThat(refreshes(asterisk.dialog(port))).isEqualTo(refreshes);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "5200, active, 90, caller",
    "5202, active, 90, callee",
    "5203, off, null, null",
    "5211, off, null, null",
    "5212, active, 90, callee",
    "5215, active, 120, caller",
    "5217, active, 120, caller",
  })
  void the_timer_stands_as_negotiated_last(String port, String state, String interval, String by) {
    JsonNode timer = asterisk.dialog(port).path("timer");

    assertThat(timer.path("state").asText()).isEqualTo(state);
    assertThat(timer.path("interval_s").asText()).isEqualTo(interval);
    assertThat(timer.path("refresher").asText()).isEqualTo(by);
  }

  @Test
  void every_message_is_there_twice_and_counted_once() {
    JsonNode summary = asterisk.summary();

    assertThat(summary.path("type").asText()).isEqualTo("summary");
    assertThat(summary.path("messages").asInt()).isEqualTo(414);
    assertThat(summary.path("sip_messages").asInt()).isEqualTo(207);
    assertThat(summary.path("duplicates").asInt()).isEqualTo(207);
    assertThat(summary.path("dialogs").asInt()).isEqualTo(18);
    assertThat(asterisk.exit()).isEqualTo(1);
    assertThat(asterisk.err()).isEmpty();
  }

  @Test
  void a_line_has_the_names_that_others_rely_on() {
    JsonNode dialog = asterisk.dialog("5208");

    assertThat(dialog.fieldNames())
        .toIterable()
        .containsExactly(
            "type",
            "call_id",
            "caller_tag",
            "callee_tag",
            "caller",
            "callee",
            "caller_user_agent",
            "callee_user_agent",
            "established_at",
            "ended_at",
            "end",
            "end_certain",
            "timer",
            "refreshes",
            "alerts",
            "hops");
    assertThat(dialog.path("refreshes").get(0).fieldNames())
        .toIterable()
        .containsExactly(
            "method",
            "cseq",
            "by",
            "requested_at",
            "answered_at",
            "status",
            "outcome",
            "due_at",
            "punctuality",
            "lateness_ms",
            "interval_s",
            "refresher");
    assertThat(dialog.path("alerts").get(0).fieldNames())
        .toIterable()
        .containsExactly("kind", "severity", "raised_at", "cleared_at", "detail");
    assertThat(dialog.path("established_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
  }

  @Test
  void a_call_heard_from_its_middle_is_known_from_its_next_2xx_on() {
    Run run = analyze(GRANDSTREAM);
    JsonNode dialog = run.lines().get(0);

    assertThat(run.exit()).isZero();
    assertThat(dialog.path("end").asText()).isEqualTo("open");
    assertThat(dialog.path("timer").path("interval_s").asInt()).isEqualTo(1800);
    assertThat(refreshes(dialog)).isEqualTo("UPDATE/caller/refreshed/null");
    assertThat(dialog.path("alerts").get(0).path("kind").asText()).isEqualTo("BAD_NEGOTIATION");
    assertThat(dialog.path("alerts").get(0).path("detail").asText()).startsWith("R14");
  }

  @Test
  void an_unreadable_file_is_named_and_the_others_are_still_read() {
    Run run = analyze("no-such-file.pcap", ASTERISK);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("no-such-file.pcap").hasLineCount(1);
    assertThat(run.summary().path("dialogs").asInt()).isEqualTo(18);
  }

  @Test
  void two_recordings_of_the_same_calls_are_still_the_same_calls() {
    Run run = analyze(ASTERISK, ASTERISK);

    assertThat(run.summary().path("dialogs").asInt()).isEqualTo(18);
    assertThat(run.summary().path("alerts").asInt())
        .isEqualTo(asterisk.summary().path("alerts").asInt());
  }
}
