package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlertViewTest {
  private static final Instant RAISED = Instant.parse("2026-11-22T06:19:50.069521Z");
  private static final Party CALLER = new Party("a", "sip:1@x", null, null, null);
  private static final Party CALLEE = new Party("b", "sip:2@x", null, null, null);
  private static final TimerStatus TIMER =
      new TimerStatus(TimerState.ACTIVE, 90, Side.CALLER, 90, RAISED.minusSeconds(51));

  @Test
  void names_every_member_in_order() {
    assertThat(
            view(new Channel("PJSIP/1-0", "1.2", "1.1"), RAISED.plusSeconds(1)).fields().keySet())
        .containsExactly(
            "alert_id",
            "dialog_id",
            "pbx",
            "kind",
            "severity",
            "raised_at",
            "cleared_at",
            "confirmed",
            "detail",
            "hint",
            "call_id",
            "caller",
            "callee",
            "uniqueid",
            "linkedid");
  }

  @Test
  void gives_times_as_rfc_3339_with_microseconds_and_the_severity_in_lower_case() {
    assertThat(view(new Channel("PJSIP/1-0", "1.2", "1.1"), RAISED.plusSeconds(1)).fields())
        .containsEntry("raised_at", "2026-11-22T06:19:50.069521Z")
        .containsEntry("cleared_at", "2026-11-22T06:19:51.069521Z")
        .containsEntry("severity", "warning")
        .containsEntry("kind", "REFRESH_LATE")
        .containsEntry("uniqueid", "1.2")
        .containsEntry("linkedid", "1.1");
  }

  @Test
  void leaves_open_what_is_not_known() {
    assertThat(view(null, null).fields())
        .containsEntry("cleared_at", null)
        .containsEntry("uniqueid", null)
        .containsEntry("linkedid", null);
  }

  @Test
  void has_no_call_for_a_whole_pbx() {
    AlertView view = AlertView.ofPbx("pbx1", view(null, null).alert());
    assertThat(view.fields())
        .containsEntry("pbx", "pbx1")
        .containsEntry("dialog_id", null)
        .containsEntry("call_id", null)
        .containsEntry("caller", null)
        .containsEntry("callee", null)
        .containsEntry("linkedid", null);
  }

  private static AlertView view(
      @org.jspecify.annotations.Nullable Channel channel,
      @org.jspecify.annotations.Nullable Instant cleared) {
    UUID dialogId = DialogIds.dialogId("c@x", "a", "b");
    Dialog dialog =
        new Dialog(
            dialogId, "c@x", "pbx1", CALLER, CALLEE, RAISED, RAISED, null, null, true, TIMER,
            channel, null, null);
    Alert alert =
        new Alert(
            DialogIds.alertId(dialogId, AlertKind.REFRESH_LATE, ""),
            AlertKind.REFRESH_LATE,
            Severity.WARNING,
            RAISED,
            cleared,
            true,
            "detail",
            "hint");
    return new AlertView(dialog, alert);
  }
}
