package org.sessionwatch.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.store.TestDatabase.ask;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sessionwatch.capture.recording.RecordingException;

/**
 * Every query of the dashboard on the recorded calls, its macros expanded as Grafana's PostgreSQL
 * data source does ({@code macros.go}: the arguments end at the first closing bracket).
 */
class GrafanaTest {
  private static final Path DASHBOARD = Path.of("../grafana/dashboards/sessionwatch.json");
  private static final Pattern MACRO = Pattern.compile("\\$(__[a-zA-Z0-9_]+)\\(([^)]*)\\)");
  private static final String FROM = "'2026-11-01T00:00:00Z'";
  private static final String TO = "'2026-12-01T00:00:00Z'";
  private static final double INTERVAL_S = 3600.0;

  @BeforeAll
  static void load() throws SQLException, RecordingException, IOException {
    RecordedHistory.write();
  }

  /** A panel, named by its title where a test fails. */
  record Panel(String title, JsonNode json) {
    @Override
    public String toString() {
      return title;
    }
  }

  static List<Panel> panels() throws IOException {
    return elements(dashboard().get("panels"))
        .filter(panel -> !panel.get("type").textValue().equals("row"))
        .map(panel -> new Panel(panel.get("title").textValue(), panel))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("panels")
  void a_panels_query_runs(Panel panel) throws SQLException {
    for (JsonNode target : elements(panel.json().get("targets")).toList()) {
      String sql = expanded(target.get("rawSql").textValue());
      List<String> rows = ask(sql);
      if (panel.json().get("type").textValue().equals("stat")) {
        assertThat(rows).as(sql).hasSize(1);
      }
      boolean overTime = target.get("format").textValue().equals("time_series");
      assertThat(overTime).isEqualTo(sql.contains("AS \"time\""));
      assertThat(overTime).isEqualTo(panel.json().get("type").textValue().equals("timeseries"));
    }
  }

  @Test
  void the_recorded_drops_are_on_the_page() throws IOException, SQLException {
    assertThat(ask(query("Dropped by their timer")).get(0)).isNotEqualTo("0");
    assertThat(ask(query("Calls dropped by their timer"))).isNotEmpty();
    assertThat(ask(query("By trunk"))).isNotEmpty();
    assertThat(ask(query("Refreshes"))).isNotEmpty();
  }

  @Test
  void panels_are_explained_numbered_once_and_do_not_overlap() throws IOException {
    assertThat(panels())
        .extracting(panel -> panel.json().get("id").intValue())
        .doesNotHaveDuplicates();
    assertThat(panels())
        .allSatisfy(panel -> assertThat(panel.json().get("description").textValue()).isNotBlank());
    List<Panel> panels = panels();
    for (int i = 0; i < panels.size(); i++) {
      for (int j = i + 1; j < panels.size(); j++) {
        assertThat(overlap(panels.get(i).json(), panels.get(j).json()))
            .as("%s and %s", panels.get(i), panels.get(j))
            .isFalse();
      }
    }
  }

  @Test
  void its_data_source_is_the_one_that_is_provisioned() throws IOException {
    String source =
        Files.readString(Path.of("../grafana/provisioning/datasources/sessionwatch.yaml"));
    assertThat(source).contains("uid: sessionwatch\n", "type: postgres\n");
    assertThat(panels())
        .allSatisfy(
            panel -> {
              JsonNode datasource = panel.json().get("targets").get(0).get("datasource");
              assertThat(datasource.get("uid").textValue()).isEqualTo("sessionwatch");
              assertThat(datasource.get("type").textValue()).isEqualTo("postgres");
            });
    assertThat(Files.readString(Path.of("../grafana/provisioning/dashboards/sessionwatch.yaml")))
        .contains("path: /usr/lib/sessionwatch/grafana/dashboards");
  }

  @Test
  void its_variable_lists_the_pbxs() throws IOException, SQLException {
    JsonNode variable = dashboard().get("templating").get("list").get(0);
    assertThat(ask(variable.get("query").textValue())).contains("asterisk", "kamailio");
  }

  private static String query(String title) throws IOException {
    return panels().stream()
        .filter(panel -> panel.title().equals(title))
        .map(panel -> expanded(panel.json().get("targets").get(0).get("rawSql").textValue()))
        .findFirst()
        .orElseThrow();
  }

  /** The variables first, as the browser does, then the macros, as the server does. */
  private static String expanded(String sql) {
    String filled =
        sql.replace("$__interval", "1h").replace("$pbx", "'asterisk','kamailio','chan_sip'");
    return MACRO
        .matcher(filled)
        .replaceAll(macro -> Matcher.quoteReplacement(macro(macro.group(1), macro.group(2))));
  }

  private static String macro(String name, String arguments) {
    return switch (name) {
      case "__timeFrom" -> FROM;
      case "__timeTo" -> TO;
      case "__timeFilter" -> arguments + " BETWEEN " + FROM + " AND " + TO;
      case "__timeGroupAlias" ->
          "floor(extract(epoch from %s)/%s)*%s AS \"time\""
              .formatted(arguments.split(",")[0], INTERVAL_S, INTERVAL_S);
      default -> throw new IllegalArgumentException("Grafana has it or not: $" + name);
    };
  }

  private static boolean overlap(JsonNode one, JsonNode other) {
    JsonNode a = one.get("gridPos");
    JsonNode b = other.get("gridPos");
    return touch(a, b, "x", "w") && touch(a, b, "y", "h");
  }

  private static boolean touch(JsonNode a, JsonNode b, String from, String length) {
    int beginsA = a.get(from).intValue();
    int beginsB = b.get(from).intValue();
    return beginsA < beginsB + b.get(length).intValue()
        && beginsB < beginsA + a.get(length).intValue();
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(DASHBOARD.toFile());
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
