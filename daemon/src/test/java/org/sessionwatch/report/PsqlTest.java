package org.sessionwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sessionwatch.capture.recording.RecordingException;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.store.TestDatabase;

/**
 * psql, Debian's, and {@code sessionwatch report} say the same of the recorded calls. A server that
 * compiles statements (JIT), as Debian's does, is told not to by each report.
 */
@Tag("postgresql15")
class PsqlTest {
  private static final String SINCE = "2026-11-01";
  private static final String UNTIL = "2026-12-01";
  private static final Pattern RFC_3339 =
      Pattern.compile(
          "(?m)(?<=,|^)(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?Z(?=,|$)");
  private static final Pattern TRUTH = Pattern.compile("(?<=,|^)(true|false)(?=,|$)");
  private static final Pattern COUNTED_DOWN = Pattern.compile("(?m)^-\\d{5,},");
  private static final String INTERPRETED = "jit\noff\n";
  private static String call = "";

  @BeforeAll
  static void load() throws SQLException, RecordingException, IOException {
    RecordedHistory.write();
    call = TestDatabase.ask("SELECT max(call_id) FROM sessionwatch.dialog").get(0);
  }

  static Stream<Report> reports() {
    return Reports.all().stream();
  }

  @ParameterizedTest
  @MethodSource("reports")
  void both_say_the_same(Report report) throws Exception {
    boolean period = report.limits().contains("since");
    String ours =
        Written.csv(
            report.name(),
            period ? SINCE : null,
            period ? UNTIL : null,
            null,
            report.limits().contains("call") ? call(report) : null);
    // What at-risk counts down is less a second later.
    assertThat(COUNTED_DOWN.matcher(asPsql(ours)).replaceAll("-,"))
        .isEqualTo(COUNTED_DOWN.matcher(psql(report)).replaceAll("-,"));
  }

  private static String call(Report report) {
    return report.name().equals("call-cel") ? RecordedHistory.WITH_RECORDS : call;
  }

  private static String asPsql(String csv) {
    String lines = csv.replace("\r\n", "\n");
    String truths = TRUTH.matcher(lines).replaceAll(truth -> truth.group().substring(0, 1));
    return RFC_3339.matcher(truths).replaceAll(PsqlTest::time);
  }

  private static String time(MatchResult time) {
    String fraction = time.group(3) == null ? "" : time.group(3).replaceFirst("\\.?0+$", "");
    return time.group(1) + " " + time.group(2) + fraction + "+00";
  }

  private static String psql(Report report) throws IOException, InterruptedException {
    DatabaseSettings settings = TestDatabase.settings();
    List<String> command =
        new ArrayList<>(List.of("psql", "-X", "-q", "--csv", "-v", "since=" + SINCE));
    command.addAll(List.of("-v", "until=" + UNTIL, "-v", "call=" + call(report), "-f"));
    command.add(Path.of("../sql/reports", report.name() + ".sql").toString());
    command.addAll(List.of("-c", "SHOW jit"));
    command.add(settings.url().replaceFirst("^jdbc:", ""));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PGUSER", Objects.requireNonNull(settings.user()));
    builder.environment().put("PGPASSWORD", Objects.requireNonNull(settings.password()).value());
    builder.environment().put("PGOPTIONS", "-c jit=on");
    builder.environment().put("PGTZ", "UTC");
    builder.environment().put("PGCLIENTENCODING", "UTF8");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said).endsWith(INTERPRETED);
    return said.substring(0, said.length() - INTERPRETED.length());
  }
}
