package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sessionwatch.lab.Comparison.TOLERANCE;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sessionwatch.lab.History.ReliabilityRow;
import org.sessionwatch.lab.Verdict.Refresh;

/** What the daemon wrote of each story into PostgreSQL, against what was said on the wire. */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class StoryTest {
  private final LabRun run;
  private final Recording recording;

  StoryTest(LabRun run) {
    this.run = run;
    this.recording = run.recording();
  }

  @Test
  void everyCallIsOneDialogHoweverOftenItIsMirrored() {
    assertThat(run.history().dialogs()).hasSize(LabRun.DIALOGS);
    for (Story story : Story.values()) {
      assertThat(run.history().of(story.callId())).as(story.slug()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theTimerIsAsNegotiated(Story story) {
    Verdict verdict = dialog(story).verdict();
    String parameter =
        first(story, p -> p.isAnswer(200, "INVITE")).header("Session-Expires").orElseThrow();
    assertThat(verdict.timerState()).isEqualTo("active");
    assertThat(verdict.intervalS()).isEqualTo(90);
    assertThat(verdict.refresher()).isEqualTo(parameter.endsWith("uac") ? "caller" : "callee");
    assertNear(verdict.establishedAt(), recording.established(story.callId()));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"KAMAILIO_.*"},
      mode = EnumSource.Mode.MATCH_ANY)
  void whatIsHeardFromBothBelongsToTheProxyThatHeardItFirst(Story story) {
    assertThat(dialog(story).pbx()).isEqualTo("kamailio");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"KAMAILIO_.*"},
      mode = EnumSource.Mode.MATCH_NONE)
  void whatOnlyAsteriskHearsIsAsterisks(Story story) {
    assertThat(dialog(story).pbx()).isEqualTo("asterisk");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CALLER_REFRESHES",
        "CALLER_REINVITES",
        "ASTERISK_REFRESHES",
        "KAMAILIO_CALLER_REFRESHES",
        "KAMAILIO_ASTERISK_REFRESHES",
        "TWO_LEGS"
      })
  void aRefreshOnTimeIsOneRowAndNoAlert(Story story) {
    Verdict verdict = dialog(story).verdict();
    assertThat(verdict.refreshes())
        .singleElement()
        .satisfies(refresh -> assertRefreshed(story, refresh, "on_time"));
    assertThat(verdict.alerts()).isEmpty();
    assertHungUp(story);
  }

  @Test
  void aLateRefreshIsLateAndClearsItsAlert() {
    Verdict verdict = dialog(Story.LATE_REFRESH).verdict();
    assertThat(verdict.refreshes())
        .singleElement()
        .satisfies(refresh -> assertRefreshed(Story.LATE_REFRESH, refresh, "late"));
    assertThat(verdict.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.kind()).isEqualTo("REFRESH_LATE");
              assertThat(alert.severity()).isEqualTo("warning");
              Instant answered = first(Story.LATE_REFRESH, p -> p.isAnswer(200, "UPDATE")).at();
              assertThat(alert.clearedAt()).isCloseTo(answered, within(TOLERANCE));
            });
    assertHungUp(Story.LATE_REFRESH);
  }

  @ParameterizedTest
  @EnumSource(names = {"NOBODY_REFRESHES", "KAMAILIO_NOBODY_REFRESHES"})
  void aCallThatNobodyRefreshesIsDroppedByTheTimer(Story story) {
    LiveDialog dialog = dialog(story);
    Verdict verdict = dialog.verdict();
    assertThat(verdict.refreshes()).isEmpty();
    assertThat(verdict.alertKinds())
        .containsExactly("DROPPED_BY_TIMER", "REFRESH_LATE", "REFRESH_MISSED");
    assertThat(verdict.alerts())
        .extracting(Verdict.Alert::severity)
        .containsExactly("critical", "warning", "critical");
    assertThat(verdict.alerts()).allMatch(alert -> alert.clearedAt() == null);
    assertThat(verdict.end()).isEqualTo("dropped_by_timer");
    assertThat(verdict.endCertain()).isTrue();
    assertThat(verdict.endedAt())
        .isCloseTo(first(story, p -> p.isRequest("BYE")).at(), within(TOLERANCE));
    assertThat(dialog.endReason()).isEqualTo("No session refresh received.");
    assertThat(dialog.hangupCause()).isEqualTo(18);
    assertThat(dialog.hangupTechCause()).isEqualTo("408");
  }

  @Test
  void aRejectedRefreshIsToldAndEndsTheCall() {
    LiveDialog dialog = dialog(Story.UPDATE_REJECTED);
    Verdict verdict = dialog.verdict();
    SipPacket update = first(Story.UPDATE_REJECTED, p -> p.isRequest("UPDATE"));
    assertThat(verdict.refreshes())
        .singleElement()
        .satisfies(
            refresh -> {
              assertThat(refresh.outcome()).isEqualTo("rejected");
              assertThat(refresh.status()).isEqualTo(481);
              assertThat(refresh.by()).isEqualTo("callee");
              assertNear(refresh.requestedAt(), update.at());
            });
    assertThat(verdict.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.kind()).isEqualTo("REFRESH_REJECTED");
              assertThat(alert.severity()).isEqualTo("critical");
              assertThat(alert.clearedAt()).isNull();
            });
    assertThat(verdict.end()).isEqualTo("bye");
    assertThat(verdict.endedAt())
        .isCloseTo(first(Story.UPDATE_REJECTED, p -> p.isRequest("BYE")).at(), within(TOLERANCE));
    assertThat(dialog.hangupCause()).isEqualTo(127);
    assertThat(dialog.hangupTechCause()).isEqualTo("481");
  }

  @Test
  void aByeThatTheMirrorLostIsToldByTheManagerInterface() {
    Verdict verdict = dialog(Story.BYE_LOST).verdict();
    assertThat(run.lab().lostDatagrams()).isEqualTo(2);
    assertThat(verdict.refreshes()).isEmpty();
    assertThat(verdict.alerts()).isEmpty();
    assertHungUp(Story.BYE_LOST);
  }

  @Test
  void theSecondLegHasATimerOfItsOwn() {
    String callId = run.secondLeg();
    assertThat(run.history().of(callId))
        .singleElement()
        .satisfies(
            dialog -> {
              Verdict verdict = dialog.verdict();
              assertThat(dialog.pbx()).isEqualTo("asterisk");
              assertThat(verdict.callerUserAgent()).startsWith("Asterisk PBX 22");
              assertThat(verdict.intervalS()).isEqualTo(90);
              assertThat(verdict.refresher()).isEqualTo("caller");
              assertThat(verdict.end()).isEqualTo("bye");
              assertThat(verdict.alerts()).isEmpty();
              SipPacket update = recording.first(callId, p -> p.isRequest("UPDATE"));
              assertThat(verdict.refreshes())
                  .singleElement()
                  .satisfies(
                      refresh -> {
                        assertThat(refresh.by()).isEqualTo("caller");
                        assertThat(refresh.outcome()).isEqualTo("refreshed");
                        assertThat(refresh.punctuality()).isEqualTo("on_time");
                        assertNear(refresh.requestedAt(), update.at());
                      });
            });
  }

  @Test
  void bothLegsOfACallShareALinkedid() {
    LiveDialog first = dialog(Story.TWO_LEGS);
    LiveDialog second = run.history().of(run.secondLeg()).get(0);
    assertThat(first.linkedid()).isEqualTo(first.uniqueid());
    assertThat(second.linkedid()).isEqualTo(first.linkedid());
    assertThat(second.uniqueid()).isNotEqualTo(first.uniqueid());
    assertThat(second.channel()).startsWith("PJSIP/callee-");
  }

  @Test
  void everyDialogCarriesItsChannelsNamesAndHangupAsAsteriskToldThem() {
    assertThat(run.ami().hangups()).hasSize(LabRun.DIALOGS);
    assertThat(run.history().dialogs())
        .allSatisfy(
            dialog -> {
              Map<String, String> hangup = hangupOf(dialog);
              assertThat(dialog.uniqueid()).isEqualTo(hangup.get("Uniqueid"));
              assertThat(dialog.linkedid()).isEqualTo(hangup.get("Linkedid"));
              assertThat(dialog.hangupCause()).hasToString(hangup.get("Cause"));
              assertThat(dialog.hangupTechCause()).isEqualTo(hangup.get("TechCause"));
              assertThat(dialog.unconfirmed()).isEmpty();
            });
    assertThat(run.history().dialogs()).extracting(LiveDialog::uniqueid).doesNotHaveDuplicates();
  }

  private Map<String, String> hangupOf(LiveDialog dialog) {
    return run.ami().hangups().stream()
        .filter(hangup -> Objects.equals(hangup.get("Channel"), dialog.channel()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("Asterisk had no channel " + dialog.channel()));
  }

  @Test
  void theViewAnswersHowReliablyACallWasRefreshed() {
    assertThat(run.history().reliability())
        .hasSize(LabRun.DIALOGS)
        .contains(
            new ReliabilityRow(Story.CALLER_REFRESHES.callId(), 1, 0, 0, false),
            new ReliabilityRow(Story.LATE_REFRESH.callId(), 1, 1, 0, false),
            new ReliabilityRow(Story.NOBODY_REFRESHES.callId(), 0, 0, 1, true),
            new ReliabilityRow(Story.BYE_LOST.callId(), 0, 0, 0, false));
  }

  private void assertRefreshed(Story story, Refresh refresh, String punctuality) {
    String method = story == Story.CALLER_REINVITES ? "INVITE" : "UPDATE";
    SipPacket request =
        first(story, p -> p.isRequest(method) && p.header("To").orElse("").contains(";tag="));
    String cseq = request.header("CSeq").orElseThrow();
    SipPacket answer =
        first(story, p -> p.isAnswer(200, method) && p.header("CSeq").orElse("").equals(cseq));
    boolean byAsterisk = request.fromPort() == run.lab().ports().asteriskSip();
    assertThat(refresh.method()).isEqualTo(method);
    assertThat(cseq).isEqualTo(refresh.cseq() + " " + method);
    assertThat(refresh.by()).isEqualTo(byAsterisk ? "callee" : "caller");
    assertThat(refresh.refresher()).isEqualTo(refresh.by());
    assertThat(refresh.outcome()).isEqualTo("refreshed");
    assertThat(refresh.status()).isEqualTo(200);
    assertThat(refresh.punctuality()).isEqualTo(punctuality);
    assertThat(refresh.intervalS()).isEqualTo(90);
    assertNear(refresh.requestedAt(), request.at());
    assertThat(refresh.answeredAt()).isCloseTo(answer.at(), within(TOLERANCE));
    assertThat(refresh.dueAt())
        .isCloseTo(recording.established(story.callId()).plusSeconds(45), within(TOLERANCE));
  }

  private void assertHungUp(Story story) {
    LiveDialog dialog = dialog(story);
    assertThat(dialog.verdict().end()).isEqualTo("bye");
    assertThat(dialog.verdict().endCertain()).isTrue();
    assertThat(dialog.verdict().endedAt())
        .isCloseTo(first(story, p -> p.isRequest("BYE")).at(), within(TOLERANCE));
    // A channel that Asterisk has not bridged to another ends with cause 0 when its caller hangs
    // up.
    assertThat(dialog.hangupCause()).isEqualTo(story == Story.TWO_LEGS ? 16 : 0);
  }

  private LiveDialog dialog(Story story) {
    return run.history().of(story.callId()).get(0);
  }

  private SipPacket first(Story story, Predicate<SipPacket> condition) {
    return recording.first(story.callId(), condition);
  }

  private static void assertNear(Instant actual, Instant expected) {
    assertThat(actual).isCloseTo(expected, within(TOLERANCE));
  }
}
