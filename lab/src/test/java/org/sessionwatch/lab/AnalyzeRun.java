package org.sessionwatch.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.lab.Verdict.Alert;
import org.sessionwatch.lab.Verdict.Refresh;

/**
 * {@code sessionwatch analyze --format jsonl} on one file.
 *
 * @param status the exit status
 * @param verdicts of the dialogs, in the order of its lines
 * @param malformed of the summary
 */
record AnalyzeRun(int status, List<Verdict> verdicts, int malformed) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static AnalyzeRun of(Path sessionwatch, Path file) {
    try {
      Process process =
          new ProcessBuilder(
                  sessionwatch.toString(), "analyze", "--format", "jsonl", file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String lines = new String(process.getInputStream().readAllBytes(), UTF_8);
      return read(process.waitFor(), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in analyze", e);
    }
  }

  /** The verdict of a call that has one dialog. */
  Verdict of(String callId) {
    List<Verdict> found = verdicts.stream().filter(v -> v.callId().equals(callId)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " dialogs of " + callId + " seen by analyze");
    }
    return found.get(0);
  }

  private static AnalyzeRun read(int status, String lines) throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    int malformed = -1;
    for (String line : lines.lines().toList()) {
      JsonNode json = JSON.readTree(line);
      if (json.get("type").asText().equals("dialog")) {
        verdicts.add(verdict(json));
      } else {
        malformed = json.get("malformed").asInt();
      }
    }
    return new AnalyzeRun(status, verdicts, malformed);
  }

  private static Verdict verdict(JsonNode json) {
    JsonNode timer = json.get("timer");
    return new Verdict(
        json.get("call_id").asText(),
        json.get("caller_tag").asText(),
        json.get("callee_tag").asText(),
        json.get("caller").asText(),
        json.get("callee").asText(),
        text(json, "caller_user_agent"),
        text(json, "callee_user_agent"),
        Objects.requireNonNull(instant(json, "established_at")),
        instant(json, "ended_at"),
        json.get("end").asText(),
        json.get("end_certain").asBoolean(),
        timer.get("state").asText(),
        number(timer, "interval_s"),
        text(timer, "refresher"),
        timer.get("min_se_s").asInt(),
        each(json.get("refreshes")).map(AnalyzeRun::refresh).toList(),
        each(json.get("alerts"))
            .map(AnalyzeRun::alert)
            .sorted(Comparator.comparing(Alert::kind))
            .toList());
  }

  private static Refresh refresh(JsonNode json) {
    return new Refresh(
        json.get("method").asText(),
        json.get("cseq").asLong(),
        json.get("by").asText(),
        Objects.requireNonNull(instant(json, "requested_at")),
        instant(json, "answered_at"),
        number(json, "status"),
        json.get("outcome").asText(),
        instant(json, "due_at"),
        text(json, "punctuality"),
        number(json, "interval_s"),
        text(json, "refresher"));
  }

  private static Alert alert(JsonNode json) {
    return new Alert(
        json.get("kind").asText(),
        json.get("severity").asText(),
        Objects.requireNonNull(instant(json, "raised_at")),
        instant(json, "cleared_at"));
  }

  private static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.get(name).isNull() ? null : json.get(name).asText();
  }

  private static @Nullable Integer number(JsonNode json, String name) {
    return json.get(name).isNull() ? null : json.get(name).asInt();
  }

  private static @Nullable Instant instant(JsonNode json, String name) {
    String text = text(json, name);
    return text == null ? null : Instant.parse(text);
  }
}
