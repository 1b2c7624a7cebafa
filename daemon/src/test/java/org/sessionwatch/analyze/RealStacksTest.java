package org.sessionwatch.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What real stacks did with session timers, recorded by {@code lab/stacks/record}, and what must be
 * said of it.
 */
class RealStacksTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, List<JsonNode>> DIALOGS = new ConcurrentHashMap<>();

  /** The one call in the recording whose caller's or callee's address holds {@code party}. */
  private static JsonNode call(String stack, String party) {
    List<JsonNode> found =
        DIALOGS.computeIfAbsent(stack, name -> analyze(file(name))).stream()
            .filter(
                line ->
                    (line.path("caller").asText() + " " + line.path("callee").asText())
                        .contains(party))
            .toList();
    assertThat(found).as("calls of %s in %s", party, stack).hasSize(1);
    return found.get(0);
  }

  private static Path file(String stack) {
    return Path.of("src/test/resources/captures/stacks", stack + ".pcap");
  }

  private static List<JsonNode> analyze(Path file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    new Analyzer(InputStream.nullInputStream(), print(out), print(err))
        .analyze(List.of(file.toString()), Analyzer.Format.JSONL, Duration.ofSeconds(6));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    return out.toString(StandardCharsets.UTF_8).lines().map(RealStacksTest::json).toList();
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  /**
   * Whole seconds from the dialog's first 2xx: what stacks promise is good to a second on a busy
   * machine.
   */
  private static long offset(JsonNode dialog, JsonNode time) {
    Instant start = Instant.parse(dialog.path("established_at").asText());
    return Math.round(Duration.between(start, Instant.parse(time.asText())).toNanos() / 1e9);
  }

  private static String timer(JsonNode dialog) {
    JsonNode timer = dialog.path("timer");
    String state = timer.path("state").asText();
    return timer.path("interval_s").isNull()
        ? state
        : "%s %s %s"
            .formatted(state, timer.path("interval_s").asText(), timer.path("refresher").asText());
  }

  private static String alerts(JsonNode dialog) {
    return each(
        dialog.path("alerts"),
        alert ->
            alert.path("kind").asText()
                + rule(alert)
                + "@"
                + offset(dialog, alert.path("raised_at")));
  }

  private static String rule(JsonNode alert) {
    return alert.path("kind").asText().equals("BAD_NEGOTIATION")
        ? "/" + alert.path("detail").asText().split(":", 2)[0]
        : "";
  }

  private static String refreshes(JsonNode dialog) {
    return each(
        dialog.path("refreshes"),
        refresh ->
            "%s/%s/%s@%d"
                .formatted(
                    refresh.path("method").asText(),
                    refresh.path("by").asText(),
                    refresh.path("outcome").asText(),
                    offset(dialog, refresh.path("requested_at"))));
  }

  private static String each(JsonNode nodes, Function<JsonNode, String> told) {
    String all =
        StreamSupport.stream(nodes.spliterator(), false).map(told).collect(Collectors.joining(" "));
    return all.isEmpty() ? "nothing" : all;
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "chan_sip, alice@, active 90 caller, nothing,"
        + " REFRESH_LATE@51 REFRESH_MISSED@60 DROPPED_BY_TIMER@60,"
        + " dropped_by_timer",
    "chan_sip, bob@, active 90 callee, INVITE/callee/refreshed@45 INVITE/callee/refreshed@90,"
        + " nothing, bye",
    "chan_sip, carol@, active 90 caller, UPDATE/caller/rejected@45,"
        + " REFRESH_REJECTED@45 REFRESH_MISSED@60 DROPPED_BY_TIMER@60,"
        + " dropped_by_timer",
    "chan_sip, dave@, active 90 caller, INVITE/caller/refreshed@45, nothing, bye",
    "chan_sip, erin@, active 90 callee, INVITE/callee/refreshed@45 INVITE/callee/refreshed@90,"
        + " nothing, bye",
    "chan_sip, frank@, off, INVITE/callee/turned_off@45 INVITE/callee/turned_off@90,"
        + " TIMER_TURNED_OFF@45, bye",
    "chan_sip, grace@, active 90 caller, nothing,"
        + " REFRESH_LATE@51 REFRESH_MISSED@60 DROPPED_BY_TIMER@60,"
        + " dropped_by_timer",
    "chan_sip, heidi@, optional 90 caller, nothing, nothing, bye",
    "chan_sip, leo@, active 90 callee, INVITE/callee/refreshed@45 INVITE/callee/refreshed@90,"
        + " nothing, bye",
    "chan_sip, mike@, active 90 callee, INVITE/callee/unanswered@45,"
        + " REFRESH_MISSED@60 REFRESH_UNANSWERED@77 SESSION_EXPIRED@90, open",
    "chan_sip, :27208, active 90 caller, INVITE/caller/refreshed@45 INVITE/caller/refreshed@90,"
        + " nothing, bye",
    "chan_sip, :27209, active 90 callee, nothing,"
        + " REFRESH_LATE@51 REFRESH_MISSED@60 DROPPED_BY_TIMER@60, dropped_by_timer",
    "chan_sip, :27210, off, INVITE/caller/turned_off@45 INVITE/caller/turned_off@90, nothing, bye",
    "jssip, alice@, active 90 caller, UPDATE/caller/refreshed@45 UPDATE/caller/refreshed@90,"
        + " nothing, bye",
    "jssip, bob@, active 90 caller, INVITE/caller/refreshed@45 INVITE/caller/refreshed@90,"
        + " nothing, bye",
    "jssip, carol@, off, UPDATE/callee/turned_off@45 UPDATE/callee/turned_off@90,"
        + " TIMER_TURNED_OFF@45, bye",
    "jssip, dave@, active 90 callee, UPDATE/callee/refreshed@45 UPDATE/callee/refreshed@90,"
        + " nothing, bye",
    "jssip, erin@, optional 90 caller, INVITE/caller/turned_off@45 INVITE/caller/turned_off@90,"
        + " nothing, bye",
    "phones, alice@, off, INVITE/callee/turned_off@45 INVITE/callee/turned_off@90,"
        + " TIMER_TURNED_OFF@45, bye",
    "phones, carol@, active 90 caller, UPDATE/caller/refreshed@45 UPDATE/caller/refreshed@90,"
        + " nothing, bye",
    "phones, dave@, off, UPDATE/callee/turned_off@45 UPDATE/callee/turned_off@90,"
        + " TIMER_TURNED_OFF@45, bye",
    "phones, sip:200@, off, INVITE/callee/turned_off@45 INVITE/callee/turned_off@90,"
        + " TIMER_TURNED_OFF@45, bye",
    "phones, sip:bob@127.0.0.1 sip:bob@, active 90 callee,"
        + " UPDATE/callee/refreshed@45 UPDATE/callee/refreshed@90, nothing, bye",
  })
  void a_real_call_gets_its_verdict(
      String stack, String party, String timer, String refreshes, String alerts, String end) {
    JsonNode dialog = call(stack, party);

    assertThat(timer(dialog)).isEqualTo(timer);
    assertThat(refreshes(dialog)).isEqualTo(refreshes);
    assertThat(alerts(dialog)).isEqualTo(alerts);
    assertThat(dialog.path("end").asText()).isEqualTo(end);
  }

  /**
   * What TIMER_NOT_NEGOTIATED asks about is a call in which neither the INVITE nor its 2xx had an
   * interval. The Asterisks of these recordings have timers=always.
   */
  @ParameterizedTest
  @ValueSource(strings = {"phones", "jssip"})
  void an_asterisk_that_always_wants_a_timer_has_one_in_every_call(String stack) {
    assertThat(dialogs(stack)).isNotEmpty().noneMatch(RealStacksTest::isWithoutTimer);
  }

  @Test
  void where_a_proxy_takes_the_interval_out_none_of_them_has_one(@TempDir Path dir)
      throws IOException {
    String recorded = Files.readString(file("phones"), StandardCharsets.ISO_8859_1);
    Path stripped = dir.resolve("stripped.pcap");
    Files.writeString(
        stripped,
        recorded.replace("Session-Expires:", "X-Taken-Out----:"),
        StandardCharsets.ISO_8859_1);
    assertThat(analyze(stripped).stream().filter(line -> line.has("timer")))
        .isNotEmpty()
        .allMatch(RealStacksTest::isWithoutTimer);
  }

  private static List<JsonNode> dialogs(String stack) {
    return DIALOGS.computeIfAbsent(stack, name -> analyze(file(name))).stream()
        .filter(line -> line.has("timer"))
        .toList();
  }

  private static boolean isWithoutTimer(JsonNode dialog) {
    return dialog.path("timer").path("state").asText().equals("none");
  }
}
