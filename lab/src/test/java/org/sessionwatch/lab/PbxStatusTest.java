package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sessionwatch.lab.History.PbxRow;

/** What both PBXs answered to SIP OPTIONS: one daemon asks over UDP, the other over TCP. */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class PbxStatusTest {
  private final LabRun run;

  PbxStatusTest(LabRun run) {
    this.run = run;
  }

  private Stream<PbxRow> both(String name) {
    return Stream.of(run.history(), run.historyRestarted())
        .flatMap(history -> history.pbxs().stream())
        .filter(pbx -> pbx.name().equals(name));
  }

  @Test
  void asteriskIsUpAndTakesPartInSessionTimers() {
    assertThat(both("asterisk"))
        .hasSize(2)
        .allSatisfy(
            pbx -> {
              assertUp(pbx, "asterisk");
              assertThat(pbx.supportsTimer()).isTrue();
              assertThat(pbx.allowsUpdate()).isTrue();
            });
  }

  @Test
  void kamailioIsUpAndSaysNothingOfSessionTimers() {
    assertThat(both("kamailio"))
        .hasSize(2)
        .allSatisfy(
            pbx -> {
              assertUp(pbx, "kamailio");
              assertThat(pbx.supportsTimer()).isNull();
              assertThat(pbx.allowsUpdate()).isNull();
            });
  }

  private static void assertUp(PbxRow pbx, String kind) {
    assertThat(pbx.kind()).isEqualTo(kind);
    assertThat(pbx.up()).isTrue();
    // On loopback; the daemon gives an answer 2 s.
    assertThat(pbx.roundTripMs()).isPositive().isLessThan(2_000);
  }

  @Test
  void theJournalTellsWhenTheyAreFirstAsked() {
    assertThat(run.journal().lines())
        .extracting(Journal.Line::text)
        .anyMatch(
            line ->
                line.startsWith("PBX asterisk ")
                    && line.endsWith("session timers supported, UPDATE allowed."))
        .anyMatch(line -> line.startsWith("PBX kamailio ") && line.contains(" answers OPTIONS "));
  }
}
