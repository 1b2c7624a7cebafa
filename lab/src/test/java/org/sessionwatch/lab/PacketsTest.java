package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A daemon that looks at packets says of each call what the one says that hears HEP. */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class PacketsTest {
  private final LabRun run;

  PacketsTest(LabRun run) {
    this.run = run;
  }

  @ParameterizedTest
  @EnumSource
  void theVerdictIsThatOfTheDaemonThatHearsHep(Story story) {
    assertSame(story.callId());
  }

  @Test
  void theSecondLegToo() {
    assertSame(run.secondLeg());
  }

  private void assertSame(String callId) {
    assertThat(run.historyOfPackets().of(callId)).hasSize(1);
    Comparison.assertSame(
        run.historyOfPackets().of(callId).get(0).verdict(),
        run.history().of(callId).get(0).verdict());
  }

  @Test
  void noOtherCallIsSeenAndNothingWasLost() {
    assertThat(run.historyOfPackets().dialogs()).hasSize(LabRun.DIALOGS);
    assertThat(run.journalOfPackets().lines())
        .anyMatch(
            line ->
                line.text().contains("Ended; ") && line.text().contains(" 0 malformed, 0 lost"));
  }
}
