package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sessionwatch.store.Calls.START;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.sessionwatch.config.PbxKind;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogIds;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.Party;
import org.sessionwatch.session.Severity;

class AlertNotificationTest {
  private static final int SOON_MS = 5_000;

  private HistoryStore store;
  private Connection listener;

  @BeforeEach
  void listen() throws SQLException {
    store = TestDatabase.emptyStore(Map.of("pbx1", PbxKind.ASTERISK));
    listener = TestDatabase.connect();
    try (Statement statement = listener.createStatement()) {
      statement.execute("LISTEN sessionwatch_alert");
    }
  }

  @AfterEach
  void close() throws SQLException {
    listener.close();
    store.close();
  }

  @Test
  void tells_of_a_new_alert_once_and_of_its_clearing_once() throws SQLException, IOException {
    Dialog dialog = Calls.withChannel(Calls.dialog("c1"), new Channel("PJSIP/1-1", "7.2", "7.1"));
    Alert alert = Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000);
    Alert cleared = Calls.cleared(alert, START.plusSeconds(54));
    List<Effect> both =
        List.of(new Effect.AlertRaised(dialog, alert), new Effect.AlertCleared(dialog, cleared));
    store.write(both);
    store.write(both);
    both.forEach(effect -> store.write(List.of(effect)));
    assertThat(heard())
        .containsExactly(json(new AlertView(dialog, alert)), json(new AlertView(dialog, cleared)));
  }

  @Test
  void says_nothing_when_the_transaction_fails() throws SQLException, IOException {
    Dialog dialog = Calls.dialog("c1");
    Alert alert = Calls.alert(dialog, AlertKind.REFRESH_LATE, 51_000);
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    store.write(
                        List.of(
                            new Effect.AlertRaised(dialog, alert),
                            HistoryStoreTest.badEffect("bad")))))
        .isInstanceOf(StoreException.class);
    assertThat(heard()).isEmpty();
  }

  @Test
  void tells_once_that_an_alert_is_certain_after_all() throws SQLException, IOException {
    Dialog dialog = Calls.dialog("c1");
    Alert alert = Calls.alert(dialog, AlertKind.SESSION_EXPIRED, 90_000);
    Alert unconfirmed =
        new Alert(
            alert.alertId(),
            alert.kind(),
            alert.severity(),
            alert.raisedAt(),
            null,
            false,
            alert.detail(),
            alert.hint());
    store.write(List.of(new Effect.AlertRaised(dialog, unconfirmed)));
    store.write(List.of(new Effect.AlertConfirmed(dialog, alert)));
    store.write(List.of(new Effect.AlertConfirmed(dialog, alert)));
    store.write(List.of(new Effect.AlertRaised(dialog, unconfirmed)));
    assertThat(TestDatabase.ask("SELECT confirmed FROM sessionwatch.alert")).containsExactly("t");
    assertThat(heard())
        .containsExactly(
            json(new AlertView(dialog, unconfirmed)), json(new AlertView(dialog, alert)));
  }

  @Test
  void keeps_and_tells_of_a_whole_pbx_without_a_dialog() throws SQLException, IOException {
    Alert gap = pbxAlert(null, "1 message lost");
    Alert over = pbxAlert(START.plusSeconds(9), "3 messages lost");
    List<Effect> effects =
        List.of(new Effect.PbxAlertRaised("pbx2", gap), new Effect.PbxAlertCleared("pbx2", over));
    store.write(effects);
    store.write(effects);
    assertThat(
            TestDatabase.ask(
                "SELECT dialog_id IS NULL, p.name, a.kind, severity, detail, cleared_at - raised_at"
                    + " FROM sessionwatch.alert a JOIN sessionwatch.pbx p USING (pbx_id)"))
        .containsExactly("t|pbx2|FEED_GAP|info|3 messages lost|00:00:09");
    assertThat(heard())
        .containsExactly(json(AlertView.ofPbx("pbx2", gap)), json(AlertView.ofPbx("pbx2", over)));
    assertThat(store.openDialogs()).isEmpty();
  }

  @Test
  void a_gap_that_a_run_did_not_live_to_end_is_ended_by_the_next() throws SQLException {
    Alert own = pbxAlert(null, "1 message lost");
    store.write(List.of(new Effect.PbxAlertRaised("pbx2", own)));
    assertThat(store.endsOfGaps(START)).isEmpty();
    Instant begun = START.plusSeconds(60);
    List<Effect> ends = store.endsOfGaps(begun);
    assertThat(ends).containsExactly(new Effect.PbxAlertCleared("pbx2", own.cleared(begun)));
    store.write(ends);
    assertThat(store.endsOfGaps(begun.plusSeconds(60))).isEmpty();
    assertThat(TestDatabase.ask("SELECT cleared_at - raised_at FROM sessionwatch.alert"))
        .containsExactly("00:01:00");
  }

  private static Alert pbxAlert(@Nullable Instant clearedAt, String detail) {
    return new Alert(
        DialogIds.pbxAlertId("pbx2", AlertKind.FEED_GAP, "QUEUE", 1),
        AlertKind.FEED_GAP,
        Severity.INFO,
        START,
        clearedAt,
        true,
        detail,
        "hint");
  }

  @Test
  void cuts_texts_that_would_not_fit() throws SQLException, IOException {
    // Each of these characters takes six bytes in JSON.
    String hostile = "\u0001".repeat(20_000);
    Party caller = new Party("t", hostile, null, null, null);
    Dialog dialog = Calls.withParties(Calls.dialog("c1"), caller, caller);
    Alert alert = Calls.alert(dialog, AlertKind.REFRESH_MISSED, 60_000);
    store.write(List.of(new Effect.AlertRaised(dialog, alert)));
    List<JsonNode> heard = heard();
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).get("alert_id").asText()).isEqualTo(alert.alertId().toString());
    assertThat(heard.get(0).get("raised_at").asText()).isEqualTo("2026-11-22T06:19:59.069521Z");
    assertThat(heard.get(0).get("caller").asText()).startsWith("\u0001").endsWith("…");
    assertThat(AlertPayload.of(new AlertView(dialog, alert)).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(8_000);
  }

  /** What came so far: the store's own transactions were over before this asks. */
  private List<JsonNode> heard() throws SQLException, IOException {
    try (Connection other = TestDatabase.connect();
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_notify('sessionwatch_alert', '\"end\"')");
    }
    List<JsonNode> heard = new ArrayList<>();
    while (true) {
      PGNotification[] come = listener.unwrap(PGConnection.class).getNotifications(SOON_MS);
      assertThat(come).isNotEmpty();
      for (PGNotification notification : come) {
        JsonNode json = new ObjectMapper().readTree(notification.getParameter());
        if (json.isTextual()) {
          return heard;
        }
        heard.add(json);
      }
    }
  }

  private static JsonNode json(AlertView view) {
    return new ObjectMapper().valueToTree(view.fields());
  }
}
