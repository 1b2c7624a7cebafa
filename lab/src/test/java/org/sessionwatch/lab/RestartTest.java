package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.lab.Comparison.TOLERANCE;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A daemon that was ended and started again in mid-call goes on as if nothing had happened. */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class RestartTest {
  private static final Duration END = Duration.ofSeconds(5);
  private static final Duration LATE = Duration.ofSeconds(45 + 6);

  private final LabRun run;

  RestartTest(LabRun run) {
    this.run = run;
  }

  @Test
  void everyRunEndsInTimeOnSigterm() {
    assertThat(run.ends())
        .allSatisfy(
            end -> {
              assertThat(end.status()).isZero();
              assertThat(end.took()).isLessThan(END);
            });
  }

  @Test
  void theCallsThatWereUpAreTakenUpAgain() {
    // All but the one that had ended.
    assertThat(run.journalRestarted(2).lines())
        .extracting(Journal.Line::text)
        .contains(
            (LabRun.DIALOGS - 1)
                + " calls were being watched when the last run ended; their deadlines go on");
  }

  @ParameterizedTest
  @EnumSource(names = {"NOBODY_REFRESHES", "LATE_REFRESH", "KAMAILIO_NOBODY_REFRESHES"})
  void theSecondRunTellsAtItsInstantThatARefreshIsLate(Story story) {
    String callId = story.callId();
    Instant established = run.recording().established(callId);
    assertThat(run.interruption().asked()).isAfter(established);
    assertThat(run.journalRestarted(1).raised(callId, "REFRESH_LATE")).isEmpty();
    Journal.Line line = run.journalRestarted(2).raised(callId, "REFRESH_LATE").orElseThrow();
    // Not before its instant, and soon after it: the row holds the instant itself.
    assertThat(line.at())
        .isBetween(established.plus(LATE).minus(TOLERANCE), established.plus(LATE).plusSeconds(5));
  }

  @Test
  void itsRowsAreThoseOfTheDaemonThatNeverEnded() {
    assertThat(run.historyRestarted().dialogs()).hasSameSizeAs(run.history().dialogs());
    assertThat(run.historyRestarted().dialogs())
        .allSatisfy(
            dialog -> {
              LiveDialog other = run.history().of(dialog.verdict().callId()).get(0);
              Comparison.assertSame(dialog.verdict(), other.verdict());
              assertThat(dialog.pbx()).isEqualTo(other.pbx());
              assertThat(dialog.channel()).isEqualTo(other.channel());
              assertThat(dialog.uniqueid()).isEqualTo(other.uniqueid());
              assertThat(dialog.linkedid()).isEqualTo(other.linkedid());
              assertThat(dialog.hangupCause()).isEqualTo(other.hangupCause());
              assertThat(dialog.hangupTechCause()).isEqualTo(other.hangupTechCause());
              assertThat(dialog.unconfirmed()).isEmpty();
            });
  }
}
