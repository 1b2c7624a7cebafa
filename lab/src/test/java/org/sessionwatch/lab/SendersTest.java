package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sessionwatch.lab.Comparison.TOLERANCE;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each way to mirror is heard from its real sender to the last message, and a sender's clock moves
 * no deadline.
 */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class SendersTest {
  /** sngrep's 2002: it writes the halves of a capture id the wrong way round. */
  private static final long SNGREP = 131_203_072;

  /** A busy machine may take long from a message to its mirror. */
  private static final Duration CLOCK = Duration.ofSeconds(5);

  private final LabRun run;
  private final Senders senders;

  SendersTest(LabRun run) {
    this.run = run;
    this.senders = run.senders();
  }

  @ParameterizedTest
  @EnumSource
  void theCallIsOneDialogRefreshedOnTimeOfThePbxThatSent(Sender sender) {
    Recording wire = senders.mirrored();
    LiveDialog dialog = dialog(sender.callId());
    Verdict verdict = dialog.verdict();
    assertThat(dialog.pbx()).isEqualTo(sender.slug());
    assertThat(verdict.timerState()).isEqualTo("active");
    assertThat(verdict.intervalS()).isEqualTo(90);
    assertThat(verdict.refresher()).isEqualTo("caller");
    assertThat(verdict.establishedAt())
        .isCloseTo(wire.established(sender.callId()), within(TOLERANCE));
    assertThat(verdict.refreshes())
        .singleElement()
        .satisfies(
            refresh -> {
              assertThat(refresh.method()).isEqualTo("UPDATE");
              assertThat(refresh.by()).isEqualTo("caller");
              assertThat(refresh.outcome()).isEqualTo("refreshed");
              assertThat(refresh.punctuality()).isEqualTo("on_time");
            });
    assertThat(verdict.alerts()).isEmpty();
    assertThat(verdict.end()).isEqualTo("bye");
  }

  @ParameterizedTest
  @EnumSource
  void everyMessageThatWentThroughIsHeard(Sender sender) {
    List<SipPacket> wire = senders.wire(sender);
    long mirrored =
        wire.stream().filter(packet -> sender.mirrors(packet, run.lab().ports())).count();
    Feed feed = only(senders.feeds().stream().filter(sender::is).toList());
    assertThat(mirrored).isGreaterThan(10);
    assertThat(feed.messages()).isEqualTo(mirrored);
    assertThat(feed.notSip()).isZero();
    assertThat(feed.malformed()).isZero();
    assertThat(feed.gaps()).isZero();
    assertThat(feed.silent()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void theCallersAddressIsToldAsItIs(Sender sender) {
    String address = sender.callsOverIpv6() ? "[0:0:0:0:0:0:0:1]:" : "127.0.0.1:";
    assertThat(dialog(sender.callId()).callerAddresses())
        .first()
        .asString()
        .startsWith(sender.tellsAddresses() ? address : "");
  }

  @ParameterizedTest
  @EnumSource
  void aClockThatIsRightIsSeenToBeRight(Sender sender) {
    Duration ahead = only(senders.feeds().stream().filter(sender::is).toList()).clockAhead();
    if (sender.tellsTime()) {
      assertThat(Objects.requireNonNull(ahead)).isCloseTo(Duration.ZERO, CLOCK);
    } else {
      assertThat(ahead).isNull();
    }
  }

  @Test
  void sngrepIsHeardWithTheTimesOfItsRecording() {
    Recording recording = Recording.read(run.lab().phones());
    List<SipPacket> packets = recording.all();
    Feed feed = only(feedsOf(SNGREP));
    assertThat(feed.messages()).isEqualTo(packets.size());
    Duration ahead = Duration.between(feed.lastHeardAt(), packets.get(packets.size() - 1).at());
    assertThat(Objects.requireNonNull(feed.clockAhead())).isCloseTo(ahead, CLOCK);
    assertThat(senders.history().dialogs())
        .filteredOn(dialog -> dialog.pbx().equals("sngrep"))
        .hasSize(Senders.RECORDED)
        .allMatch(dialog -> dialog.verdict().end().equals("bye"));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"BYE_LOST"}, // told by the manager interface, which this daemon does not have
      mode = EnumSource.Mode.EXCLUDE)
  void aClockThatIsADayOffMovesNoDeadline(Story story) {
    Comparison.assertSame(dialog(story.callId()).verdict(), live(story.callId()));
  }

  @Test
  void norThoseOfTheSecondLeg() {
    Comparison.assertSame(dialog(run.secondLeg()).verdict(), live(run.secondLeg()));
  }

  private Verdict live(String callId) {
    return only(run.history().of(callId)).verdict();
  }

  @ParameterizedTest
  @ValueSource(ints = {2001, 2002})
  void aClockThatIsADayOffIsSeen(int captureId) {
    Duration told = Objects.requireNonNull(only(feedsOf(captureId)).clockAhead());
    Duration set = Objects.requireNonNull(SkewedClocks.AHEAD.get(captureId));
    assertThat(told).isCloseTo(set, CLOCK);
  }

  @Test
  void itIsToldOnceInTheLogAndNotOfARecordingThatIsSentAtOnce() {
    List<String> warnings =
        senders.journal().lines().stream()
            .map(Journal.Line::text)
            .filter(text -> text.contains("The clock of "))
            .toList();
    assertThat(warnings)
        .hasSize(2)
        .anyMatch(text -> text.matches(".* id 2001 .* is 14(39|40) min ahead of ours.*"))
        .anyMatch(text -> text.matches(".* id 2002 .*is 14(39|40) min behind ours.*"));
  }

  /** Of the two ways in which trace_mode 5 mirrors a message, one is a copy. */
  @Test
  void whatIsMirroredTwiceIsACopyAndNoSecondMessageOfTheCall() {
    Sender both = Sender.BOTH_OVER_UDP;
    Feed hep = only(senders.feeds().stream().filter(both::is).toList());
    Feed plain =
        only(
            senders.feeds().stream()
                .filter(feed -> feed.address().equals(both.heardFrom) && feed.captureId() == 0)
                .toList());
    assertThat(plain.messages()).isEqualTo(hep.messages());
    assertThat(plain.duplicates() + hep.duplicates()).isEqualTo(hep.messages());
  }

  @Test
  void noOtherFeedIsHeardAndNothingIsMalformedOrLost() {
    assertThat(senders.feeds())
        .hasSize(Sender.values().length + 4); // sngrep, the two PBXs, and plain SIP beside HEP
    assertThat(senders.history().dialogs())
        .hasSize(LabRun.DIALOGS + Sender.values().length + Senders.RECORDED);
    assertThat(senders.journal().lines())
        .anyMatch(
            line ->
                line.text().contains("Ended; ") && line.text().contains(" 0 malformed, 0 lost"));
  }

  private LiveDialog dialog(String callId) {
    return only(senders.history().of(callId));
  }

  private List<Feed> feedsOf(long captureId) {
    return senders.feeds().stream().filter(feed -> feed.captureId() == captureId).toList();
  }

  private static <T> T only(List<T> rows) {
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }
}
