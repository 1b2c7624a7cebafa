package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A real chan_sip, which cannot mirror, is heard in its packets to the last message. */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class ChanSipTest {
  /** The first packets of a daemon come to code that was never run, on a machine that is busy. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private static final Comparator<Verdict> BY_CALL = Comparator.comparing(Verdict::callId);

  private final ChanSip chanSip;
  private final AnalyzeRun wire;

  ChanSipTest(LabRun run) {
    this.chanSip = run.chanSip();
    this.wire = AnalyzeRun.of(run.lab().sessionwatch(), chanSip.wire());
  }

  @Test
  void theVerdictsAreThoseOfAnalyzeOnTheWire() {
    List<Verdict> live = chanSip.history().verdicts().stream().sorted(BY_CALL).toList();
    List<Verdict> expected = wire.verdicts().stream().sorted(BY_CALL).toList();
    assertThat(expected).hasSize(ChanSip.CALLS);
    assertThat(live)
        .extracting(Verdict::callId)
        .containsExactlyElementsOf(expected.stream().map(Verdict::callId).toList());
    for (int i = 0; i < live.size(); i++) {
      Comparison.assertSame(live.get(i), expected.get(i), TOLERANCE);
    }
  }

  @Test
  void everyMessageIsHeardAndTheInterfaceIsAFeed() {
    assertThat(chanSip.feeds())
        .singleElement()
        .satisfies(
            feed -> {
              assertThat(feed.address()).isEqualTo("live:lo");
              assertThat(feed.messages())
                  .isEqualTo(Recording.read(chanSip.wire()).all().size())
                  .isGreaterThan(100);
              assertThat(feed.gaps()).isZero();
            });
    assertThat(chanSip.history().dialogs()).allMatch(dialog -> dialog.pbx().equals("chan_sip"));
    assertThat(chanSip.journal().lines())
        .anyMatch(
            line ->
                line.text().contains("Ended; ") && line.text().contains(" 0 malformed, 0 lost"));
  }
}
