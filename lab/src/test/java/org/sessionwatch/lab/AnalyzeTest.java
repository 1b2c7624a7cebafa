package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One engine, two clocks: analyze says of the run's captures what the live daemon said of it. */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class AnalyzeTest {
  private static final int CRITICAL = 1;

  private final LabRun run;

  AnalyzeTest(LabRun run) {
    this.run = run;
  }

  @Test
  void theWireGivesTheVerdictsOfTheLiveDaemon() {
    assertSame(run.wire().verdicts(), Set.of());
    assertThat(run.wire().status()).isEqualTo(CRITICAL);
    assertThat(run.wire().malformed()).isZero();
  }

  @Test
  void whatWasHeardGivesTheVerdictsOfTheLiveDaemon() {
    assertSame(run.heard().verdicts(), Set.of(Story.BYE_LOST.callId()));
    assertThat(run.heard().status()).isEqualTo(CRITICAL);
    assertThat(run.heard().malformed()).isZero();
  }

  /** What the manager interface saves the administrator from. */
  @Test
  void withoutTheManagerInterfaceALostByeIsAFalseAlarm() {
    Verdict heard = run.heard().of(Story.BYE_LOST.callId());
    assertThat(heard.end()).isEqualTo("open");
    assertThat(heard.alertKinds()).contains("REFRESH_LATE");
    Verdict live = run.history().of(Story.BYE_LOST.callId()).get(0).verdict();
    assertThat(live.alerts()).isEmpty();
    assertThat(heard.timerState()).isEqualTo(live.timerState());
    assertThat(heard.intervalS()).isEqualTo(live.intervalS());
    assertThat(heard.refresher()).isEqualTo(live.refresher());
    assertThat(heard.refreshes()).isEqualTo(live.refreshes());
  }

  private void assertSame(List<Verdict> analyzed, Set<String> otherwise) {
    assertThat(analyzed)
        .extracting(Verdict::callId)
        .containsExactlyInAnyOrderElementsOf(
            run.history().verdicts().stream().map(Verdict::callId).toList());
    assertThat(analyzed)
        .filteredOn(verdict -> !otherwise.contains(verdict.callId()))
        .allSatisfy(
            verdict ->
                Comparison.assertSame(
                    verdict, run.history().of(verdict.callId()).get(0).verdict()));
  }
}
