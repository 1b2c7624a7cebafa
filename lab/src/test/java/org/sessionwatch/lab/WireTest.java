package org.sessionwatch.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The stories are what they claim to be: told from the SIP on the wire, with no part of the daemon.
 */
@Tag("lab")
@ExtendWith(LabRun.Extension.class)
class WireTest {
  private static final Duration TOLERANCE = Duration.ofMillis(250);

  private final LabRun run;
  private final Recording recording;

  WireTest(LabRun run) {
    this.run = run;
    this.recording = run.recording();
  }

  @ParameterizedTest
  @EnumSource(names = {"CALLER_REFRESHES", "LATE_REFRESH", "KAMAILIO_CALLER_REFRESHES", "TWO_LEGS"})
  void theCallerRefreshesByUpdateAndHangsUp(Story story) {
    SipPacket update = first(story, p -> p.isRequest("UPDATE"));
    SipPacket answer = first(story, p -> p.isAnswer(200, "UPDATE"));
    assertAt(story, update, story == Story.LATE_REFRESH ? 54_000 : 45_000);
    assertThat(update.fromPort()).isNotEqualTo(run.lab().ports().asteriskSip());
    assertThat(answer.header("Session-Expires")).contains("90;refresher=uac");
    assertThat(recording.call(story.callId())).noneMatch(p -> p.header("Reason").isPresent());
  }

  @Test
  void theCallerRefreshesByReInvite() {
    SipPacket reInvite =
        first(
            Story.CALLER_REINVITES,
            p -> p.isRequest("INVITE") && p.header("To").orElse("").contains(";tag="));
    assertAt(Story.CALLER_REINVITES, reInvite, 44_500);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASTERISK_REFRESHES", "KAMAILIO_ASTERISK_REFRESHES"})
  void asteriskRefreshesByUpdate(Story story) {
    SipPacket established = first(story, p -> p.isAnswer(200, "INVITE"));
    assertThat(established.header("Session-Expires")).contains("90;refresher=uas");
    SipPacket update = first(story, p -> p.isRequest("UPDATE"));
    assertThat(update.fromPort()).isEqualTo(run.lab().ports().asteriskSip());
    assertAt(story, update, 45_000);
    assertThat(first(story, p -> p.isAnswer(200, "UPDATE")).header("Session-Expires"))
        .contains("90;refresher=uac");
  }

  @ParameterizedTest
  @EnumSource(names = {"NOBODY_REFRESHES", "KAMAILIO_NOBODY_REFRESHES"})
  void asteriskDropsTheCallThatNobodyRefreshes(Story story) {
    SipPacket bye = first(story, p -> p.isRequest("BYE"));
    assertAt(story, bye, 60_000);
    assertThat(bye.header("Reason"))
        .contains("SIP ;cause=408 ;text=\"No session refresh received.\"");
  }

  @Test
  void asteriskHangsUpAfter481() {
    SipPacket rejection = first(Story.UPDATE_REJECTED, p -> p.isAnswer(481, "UPDATE"));
    SipPacket bye = first(Story.UPDATE_REJECTED, p -> p.isRequest("BYE"));
    assertAt(Story.UPDATE_REJECTED, rejection, 45_000);
    assertThat(bye.at()).isCloseTo(rejection.at(), within(TOLERANCE));
  }

  @Test
  void asteriskRefreshesTheSecondLeg() {
    String leg = run.secondLeg();
    SipPacket update = recording.first(leg, p -> p.isRequest("UPDATE"));
    assertThat(Duration.between(recording.established(leg), update.at()))
        .isCloseTo(Duration.ofSeconds(45), TOLERANCE);
  }

  @Test
  void theMirrorLosesTheByeAndItsAnswer() {
    assertAt(Story.BYE_LOST, first(Story.BYE_LOST, p -> p.isRequest("BYE")), 20_000);
    assertThat(run.lab().lostDatagrams()).isEqualTo(2);
  }

  private SipPacket first(Story story, Predicate<SipPacket> condition) {
    return recording.first(story.callId(), condition);
  }

  private void assertAt(Story story, SipPacket packet, long msAfterEstablished) {
    Instant expected = recording.established(story.callId()).plusMillis(msAfterEstablished);
    assertThat(packet.at()).isCloseTo(expected, within(TOLERANCE));
  }
}
