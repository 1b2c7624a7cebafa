package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A call without a session timer, though Asterisk's endpoint always wants one: the proxy between
 * has taken it out. Told from what is heard behind the proxy and from what Asterisk says of its
 * endpoint.
 */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class StrippedCallTest {
  private final LabRun run;
  private final Recording wire;

  StrippedCallTest(LabRun run) {
    this.run = run;
    this.wire = Recording.read(run.stripped().wire());
  }

  @Test
  void theTimerThatAnEndpointShouldHaveIsMissedLive() {
    assertThat(run.stripped().history().dialogs()).hasSize(1);
    LiveDialog dialog = run.stripped().history().dialogs().get(0);
    Verdict verdict = dialog.verdict();
    assertThat(dialog.pbx()).isEqualTo("edge");
    assertThat(dialog.channel()).startsWith("PJSIP/leo-");
    assertThat(verdict.timerState()).isEqualTo("none");
    assertThat(verdict.end()).isEqualTo("bye");
    assertThat(verdict.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.kind()).isEqualTo("TIMER_NOT_NEGOTIATED");
              assertThat(alert.severity()).isEqualTo("warning");
              assertThat(alert.clearedAt()).isNull();
            });
    assertThat(dialog.unconfirmed()).isEmpty();
  }

  @Test
  void asteriskItselfRunsOneAlone() {
    SipPacket answer = wire.first(StrippedCall.CALL_ID, p -> p.isAnswer(200, "INVITE"));
    assertThat(answer.header("Session-Expires")).contains("90;refresher=uas");
    SipPacket refresh = wire.first(StrippedCall.CALL_ID, p -> p.isRequest("UPDATE"));
    assertThat(refresh.header("Session-Expires")).isPresent();
    Verdict whole =
        AnalyzeRun.of(run.lab().sessionwatch(), run.stripped().wire()).of(StrippedCall.CALL_ID);
    assertThat(whole.alertKinds()).isEqualTo(List.of("TIMER_TURNED_OFF"));
  }
}
