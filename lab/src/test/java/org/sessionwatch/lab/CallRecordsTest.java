package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sessionwatch.lab.Comparison.TOLERANCE;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The reports that join Asterisk's own CDR and CEL, on what a real one has written: who talked in a
 * call that the timer dropped, also where the leg that it dropped is not the caller's.
 */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class CallRecordsTest {
  /**
   * Its daemon, the lab's last to be started, hears its first calls while it loads its classes on
   * busy processors. How exact instants are is looked at elsewhere.
   */
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(2);

  private final LabRun run;
  private final CallRecords records;
  private final Recording wire;

  CallRecordsTest(LabRun run) {
    this.run = run;
    this.records = run.records();
    this.wire = Recording.read(records.wire());
  }

  @Test
  void aDropByTheCallersSilenceHasItsCdr() {
    JsonNode drop = drop("caller");
    assertThat(drop.get("call_id").asText()).isEqualTo(CallRecords.CALLER_SILENT);
    assertThat(drop.get("src").asText()).isEqualTo("carol");
    assertThat(drop.get("dst").asText()).isEqualTo("8004");
    assertThat(drop.get("disposition").asText()).isEqualTo("ANSWERED");
    assertThat(drop.get("billsec").asInt()).isBetween(59, 62);
    assertThat(drop.get("silent_user_agent").asText()).startsWith("Grandstream");
    assertThat(Instant.parse(drop.get("calldate").asText()))
        .isCloseTo(
            wire.first(CallRecords.CALLER_SILENT, p -> p.isRequest("INVITE")).at(),
            within(TOLERANCE.plusSeconds(1)));
  }

  @Test
  void aDropOfTheLegThatAsteriskCalledHasTheCdrOfItsCall() {
    assertThat(records.drops()).hasSize(2);
    JsonNode drop = drop("callee");
    assertThat(drop.get("call_id").asText()).isNotEqualTo(CallRecords.CALLEE_SILENT);
    assertThat(drop.get("channel").asText()).startsWith("PJSIP/silent-");
    assertThat(drop.get("src").asText()).isEqualTo("kate");
    assertThat(drop.get("dst").asText()).isEqualTo("201");
    assertThat(drop.get("disposition").asText()).isEqualTo("ANSWERED");
    assertThat(drop.get("billsec").asInt()).isBetween(59, 62);
    assertThat(drop.get("silent_user_agent").asText()).startsWith("Yealink");
  }

  @Test
  void theStoryOfACallHasBothInOrder() {
    List<Instant> times =
        records.story().stream().map(row -> Instant.parse(row.get("at").asText())).toList();
    assertThat(times).isSorted();
    assertThat(what(records.story()))
        .startsWith("cel CHAN_START")
        .contains("cel BRIDGE_ENTER", "alert REFRESH_MISSED", "dialog dropped_by_timer")
        .contains("refresh refreshed", "cel LINKEDID_END");
    Instant answer =
        records.story().stream()
            .filter(row -> row.get("what").asText().equals("ANSWER"))
            .map(row -> Instant.parse(row.get("at").asText()))
            .max(Instant::compareTo)
            .orElseThrow();
    assertThat(answer)
        .isCloseTo(wire.established(CallRecords.CALLEE_SILENT), within(TOLERANCE.plusSeconds(1)));
  }

  /** What comes first where two things happen in the same millisecond is not to be promised. */
  @Test
  void theSampleInTheDocumentationTellsTheSame() throws IOException {
    String samples = Files.readString(run.lab().file("docs/reports/samples.md"));
    Matcher row =
        Pattern.compile("(?m)^ \\S+ \\S+ +\\| (cel|refresh|alert|dialog) +\\| (\\S+)")
            .matcher(samples.substring(samples.indexOf("\n## call-cel")));
    List<String> told = new ArrayList<>();
    while (row.find()) {
      told.add(row.group(1) + " " + row.group(2));
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(what(records.story()));
  }

  @Test
  void theVerdictsAreThoseOfAnalyzeOnTheWire() {
    AnalyzeRun analyzed = AnalyzeRun.of(run.lab().sessionwatch(), records.wire());
    assertThat(records.history().dialogs()).hasSize(CallRecords.DIALOGS);
    for (LiveDialog dialog : records.history().dialogs()) {
      Verdict live = dialog.verdict();
      Comparison.assertSame(live, analyzed.of(live.callId()), HEARD_WITHIN);
    }
  }

  private static List<String> what(List<JsonNode> story) {
    return story.stream()
        .map(row -> row.get("source").asText() + " " + row.get("what").asText())
        .toList();
  }

  private JsonNode drop(String silentSide) {
    return records.drops().stream()
        .filter(row -> row.get("silent_side").asText().equals(silentSide))
        .findFirst()
        .orElseThrow();
  }
}
