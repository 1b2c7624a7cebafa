package org.sessionwatch.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.FeedLoss;
import org.sessionwatch.config.SessionSettings;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EndCause;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.OpenDialog;
import org.sessionwatch.time.Micros;

/**
 * The whole way from captured bytes to effects, on real threads and a clock that is put forward.
 */
class PipelineTest {
  private static final long START_US = 1_800_000_000_000_000L;
  private static final CaptureSource SOURCE = new CaptureSource(1, null, "192.0.2.1");

  private static final long DAY_US = 86_400_000_000L;

  private final AtomicLong nowUs = new AtomicLong(START_US);
  private long senderAheadUs;
  private final List<Effect> effects = new CopyOnWriteArrayList<>();
  private final Pipeline pipeline = pipeline();

  private Pipeline pipeline() {
    EffectFanout fanout = new EffectFanout();
    fanout.add(effects::add);
    return new Pipeline(
        new SessionSettings(Duration.ofSeconds(6), 3),
        new PbxNames(List.of()),
        fanout,
        nowUs::get,
        "call-up"::equals);
  }

  @AfterEach
  void stop() {
    assertThat(pipeline.stop(5_000)).isTrue();
  }

  private void hear(String sip) {
    byte[] bytes = sip.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    long capturedAtUs = nowUs.get() + senderAheadUs;
    pipeline.accept(new CapturedMessage(SOURCE, capturedAtUs, nowUs.get(), null, null, bytes));
  }

  private void establish(String callId) {
    String headers =
        """
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-1
        From: <sip:alice@example.net>;tag=a
        To: <sip:bob@example.net>%s
        Call-ID: %s
        CSeq: 1 INVITE
        Supported: timer
        Session-Expires: 90;refresher=uac

        """;
    hear("INVITE sip:bob@example.net SIP/2.0\n" + headers.formatted("", callId));
    hear("SIP/2.0 200 OK\nRequire: timer\n" + headers.formatted(";tag=b", callId));
  }

  private void forward(int seconds) {
    nowUs.addAndGet(seconds * 1_000_000L);
  }

  private <T extends Effect> List<T> told(Class<T> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private List<AlertKind> alerts(String callId) {
    return told(Effect.AlertRaised.class).stream()
        .filter(effect -> effect.dialog().callId().equals(callId))
        .map(effect -> effect.alert().kind())
        .toList();
  }

  @Test
  void calls_are_watched_and_their_deadlines_told() {
    pipeline.start();
    for (int i = 0; i < 50; i++) {
      establish("call-" + i);
    }
    await().until(() -> pipeline.status().openDialogs() == 50);
    forward(52);
    await().until(() -> told(Effect.AlertRaised.class).size() == 50);

    assertThat(told(Effect.Established.class)).hasSize(50);
    assertThat(alerts("call-7")).containsExactly(AlertKind.REFRESH_LATE);
    assertThat(pipeline.status().messages()).isEqualTo(100);
    assertThat(pipeline.status().dropped()).isZero();
    assertThat(pipeline.status().faults()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {DAY_US, -DAY_US})
  void a_senders_clock_that_is_a_day_off_moves_no_deadline(long aheadUs) {
    senderAheadUs = aheadUs;
    pipeline.start();
    establish("call-1");
    await().until(() -> pipeline.status().openDialogs() == 1);
    forward(50);
    senderAheadUs = 0; // it is set right in mid-call
    establish("call-2");
    await().until(() -> pipeline.status().openDialogs() == 2);
    assertThat(alerts("call-1")).isEmpty();
    forward(2);
    await().until(() -> !alerts("call-1").isEmpty());

    Effect.AlertRaised late = told(Effect.AlertRaised.class).get(0);
    assertThat(late.alert().kind()).isEqualTo(AlertKind.REFRESH_LATE);
    assertThat(Micros.of(late.alert().raisedAt())).isEqualTo(START_US + 51_000_000);
    assertThat(alerts("call-2")).isEmpty();
  }

  @Test
  void a_start_that_takes_long_is_no_stall() {
    forward(30); // such as for a new database
    assertThat(pipeline.status().stalledUs()).isZero();
    pipeline.start();
    assertThat(pipeline.status().stalledUs()).isZero();
  }

  @Test
  void a_refresh_that_waits_in_the_queue_comes_before_the_deadline_it_is_about() {
    establish("call-1");
    forward(44);
    hear(
        """
        SIP/2.0 200 OK
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-2
        From: <sip:alice@example.net>;tag=a
        To: <sip:bob@example.net>;tag=b
        Call-ID: call-1
        CSeq: 2 UPDATE
        Require: timer
        Session-Expires: 90;refresher=uac

        """);
    forward(20);
    pipeline.start();
    await().until(() -> !told(Effect.Refreshed.class).isEmpty());

    // Its request was not mirrored.
    assertThat(alerts("call-1")).containsExactly(AlertKind.FEED_GAP);
  }

  @Test
  void an_expiry_is_confirmed_when_the_pbx_says_that_the_call_is_up() {
    pipeline.start();
    establish("call-up");
    establish("call-unknown");
    await().until(() -> pipeline.status().openDialogs() == 2);
    forward(95);
    await().until(() -> told(Effect.AlertRaised.class).size() == 6);

    for (Effect.AlertRaised effect : told(Effect.AlertRaised.class)) {
      if (effect.alert().kind() == AlertKind.SESSION_EXPIRED) {
        assertThat(effect.alert().confirmed())
            .isEqualTo(effect.dialog().callId().equals("call-up"));
      }
    }
  }

  @Test
  void what_the_pbx_tells_reaches_the_call() {
    pipeline.start();
    establish("call-1");
    pipeline.linked("pbx", "call-1", new Channel("PJSIP/1-1", "1.1", "1.0"));
    forward(5);
    pipeline.hungUp("call-1", "PJSIP/1-1", new Hangup(16, "Normal", null), nowUs.get());
    forward(5);
    await().until(() -> !told(Effect.Ended.class).isEmpty());

    Dialog dialog = told(Effect.Ended.class).get(0).dialog();
    assertThat(dialog.end()).isEqualTo(EndCause.BYE);
    assertThat(dialog.channel()).isEqualTo(new Channel("PJSIP/1-1", "1.1", "1.0"));
  }

  @Test
  void restored_calls_that_the_pbx_no_longer_has_end_without_an_alert() {
    OpenDialog gone = restorable("gone", "1.1");
    OpenDialog still = restorable("still", "1.2");
    effects.clear();
    forward(70);
    pipeline.restore(List.of(gone, still));
    pipeline.listed("another", Set.of());
    pipeline.listed(null, Set.of("1.2"));
    pipeline.start();
    await().until(() -> alerts("still").size() == 2);
    forward(3);
    await().until(() -> !told(Effect.Ended.class).isEmpty());

    assertThat(alerts("gone")).isEmpty();
    assertThat(told(Effect.Ended.class).get(0).dialog().callId()).isEqualTo("gone");
    assertThat(told(Effect.AlertRaised.class)).noneMatch(effect -> effect.alert().confirmed());
  }

  /** A dialog as another run left it. */
  private OpenDialog restorable(String callId, String uniqueid) {
    List<Effect> told = new CopyOnWriteArrayList<>();
    Pipeline earlier =
        new Pipeline(
            new SessionSettings(Duration.ofSeconds(6), 1),
            new PbxNames(List.of()),
            told::add,
            nowUs::get);
    String headers =
        """
        Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-1
        From: <sip:alice@example.net>;tag=a
        To: <sip:bob@example.net>%s
        Call-ID: %s
        CSeq: 1 INVITE
        Supported: timer
        Session-Expires: 90;refresher=uac

        """;
    earlier.start();
    for (String start : List.of("INVITE sip:b@x SIP/2.0\n|", "SIP/2.0 200 OK\n|;tag=b")) {
      String[] parts = start.split("\\|", 2);
      byte[] bytes =
          (parts[0] + headers.formatted(parts[1], callId))
              .replace("\n", "\r\n")
              .getBytes(StandardCharsets.UTF_8);
      earlier.accept(new CapturedMessage(SOURCE, nowUs.get(), nowUs.get(), null, null, bytes));
    }
    earlier.linked("pbx", callId, new Channel("PJSIP/" + callId, uniqueid, uniqueid));
    await().until(() -> earlier.status().openDialogs() == 1);
    forward(2);
    await().until(() -> !told.isEmpty());
    assertThat(earlier.stop(5_000)).isTrue();
    return new OpenDialog(
        Objects.requireNonNull(told.get(told.size() - 1).dialog()), 0, 0, 0, List.of());
  }

  @Test
  void what_a_feed_lost_is_told_once_for_its_pbx() {
    pipeline.start();
    pipeline.lost(new FeedLoss(SOURCE, FeedLoss.Cause.SOCKET, START_US, START_US + 1_000_000, 5));
    await().until(() -> !told(Effect.PbxAlertRaised.class).isEmpty());
    forward(60);
    await().until(() -> !told(Effect.PbxAlertCleared.class).isEmpty());

    assertThat(told(Effect.PbxAlertRaised.class)).hasSize(1);
    Effect.PbxAlertRaised raised = told(Effect.PbxAlertRaised.class).get(0);
    assertThat(raised.pbx()).isEqualTo("capture-1@192.0.2.1");
    assertThat(raised.alert().kind()).isEqualTo(AlertKind.FEED_GAP);
    assertThat(raised.alert().detail()).contains("About 5 mirrored messages were lost");
  }

  @Test
  void a_full_queue_is_a_gap_of_the_pbx_whose_message_was_lost() {
    String sip =
        "INVITE sip:b@x SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKq\r\nFrom: <sip:a@x>;tag=a\r\n"
            + "To: <sip:b@x>\r\nCall-ID: crowd\r\nCSeq: 1 INVITE\r\n\r\n";
    byte[] bytes = sip.getBytes(StandardCharsets.UTF_8);
    int placesOfOneShardOfThree = 32_768 / 3;
    for (int i = 0; i < placesOfOneShardOfThree + 7; i++) {
      pipeline.accept(new CapturedMessage(SOURCE, START_US, START_US, null, null, bytes));
    }
    assertThat(pipeline.status().dropped()).isEqualTo(7);
    pipeline.start();
    await().until(() -> !told(Effect.PbxAlertRaised.class).isEmpty());

    assertThat(told(Effect.PbxAlertRaised.class).get(0).alert().detail())
        .contains("About 7 mirrored messages were lost", "queue was full");
  }

  @Test
  void what_is_no_sip_is_counted() {
    pipeline.start();
    hear("\n\n");
    hear("hello\n\n");

    assertThat(pipeline.status().malformed()).isEqualTo(1);
    assertThat(pipeline.status().messages()).isZero();
  }
}
