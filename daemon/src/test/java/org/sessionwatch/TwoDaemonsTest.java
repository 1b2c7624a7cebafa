package org.sessionwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.store.TestDatabase;

/**
 * Two daemons, each a process of its own, write into one PostgreSQL what they hear of the same
 * call: one what passes between the caller and a proxy, the other what passes behind the proxy,
 * which lowers the interval.
 */
class TwoDaemonsTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final InetSocketAddress CALLER = new InetSocketAddress("192.0.2.10", 5060);
  private static final InetSocketAddress PROXY = new InetSocketAddress("192.0.2.2", 5060);
  private static final InetSocketAddress CALLEE = new InetSocketAddress("192.0.2.30", 5060);

  private static final String COMMON =
      """
      Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK-%s
      From: <sip:alice@example.net>;tag=a
      To: <sip:bob@example.net>%s
      Call-ID: proxied@example.net
      CSeq: %s
      """;

  private static final String ENDED =
      "SELECT 1 FROM sessionwatch.dialog WHERE ended_at IS NOT NULL";
  private static final String DIALOGS =
      "SELECT call_id, timer_state, interval_s, refresher, end_cause FROM sessionwatch.dialog";
  private static final String REFRESHES =
      "SELECT seq, method, cseq, outcome, status FROM sessionwatch.refresh ORDER BY seq";
  private static final String FEEDS =
      """
      SELECT capture_id, messages, substring(heard_by FROM ':([0-9]+)$') FROM sessionwatch.feed ORDER BY 1
      """;
  private static final String HOPS =
      """
      SELECT p.name, caller_address, callee_address, requested_s, interval_s
        FROM sessionwatch.dialog_hop JOIN sessionwatch.pbx p USING (pbx_id) ORDER BY 1
      """;

  private final int edgePort = ForkedDaemon.freePort();
  private final int corePort = ForkedDaemon.freePort();
  private final HepSender edge = new HepSender(1, edgePort);
  private final HepSender core = new HepSender(2, corePort);
  private final Map<String, ForkedDaemon> daemons = new HashMap<>();

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void endAll() throws InterruptedException {
    for (ForkedDaemon daemon : daemons.values()) {
      daemon.end();
    }
    daemons.clear();
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }

  @Test
  void a_call_that_both_hear_is_one_dialog_with_its_hops_and_no_row_or_notification_is_doubled()
      throws Exception {
    TestDatabase.emptyStore(Map.of()).close();
    start("edge", edgePort);
    start("core", corePort);
    try (Connection listener = listen()) {
      call();
      await()
          .atMost(LONG_ENOUGH)
          .until(
              () ->
                  log("edge").contains("REFRESH_REJECTED")
                      && log("core").contains("REFRESH_REJECTED")
                      && !TestDatabase.ask(ENDED).isEmpty()
                      && TestDatabase.ask(HOPS).size() == 2);
      endAll(); // what waits is written first
      for (String name : List.of("edge", "core")) {
        assertThat(log(name)).contains("; 10 messages heard, 0 malformed, 0 lost;");
      }
      assertThat(TestDatabase.ask(DIALOGS))
          .containsExactly("proxied@example.net|active|90|caller|bye");
      assertThat(TestDatabase.ask(HOPS))
          .containsExactly(
              "core|192.0.2.2:5060|192.0.2.30:5060|90|90",
              "edge|192.0.2.10:5060|192.0.2.2:5060|1800|90");
      assertThat(TestDatabase.ask(REFRESHES))
          .containsExactly("1|UPDATE|2|refreshed|200", "2|INVITE|3|rejected|481");
      assertThat(TestDatabase.ask("SELECT kind, confirmed FROM sessionwatch.alert"))
          .containsExactly("REFRESH_REJECTED|t");
      assertThat(TestDatabase.ask(FEEDS))
          .as("each has its own feeds, and misses no other's")
          .containsExactly("1|10|%d".formatted(edgePort), "2|10|%d".formatted(corePort));
      assertThat(heard(listener)).singleElement().asString().contains("REFRESH_REJECTED");
    }
  }

  /** A refresh by UPDATE, one by re-INVITE that is refused, and the BYE that follows it. */
  private void call() throws IOException {
    request("INVITE", 1, "", "Supported: timer\nSession-Expires: %d\n");
    response("200 OK", "INVITE", 1, "Require: timer\nSession-Expires: 90;refresher=uac\n");
    request("ACK", 1, ";tag=b", "");
    request("UPDATE", 2, ";tag=b", "Supported: timer\nSession-Expires: %d;refresher=uac\n");
    response("200 OK", "UPDATE", 2, "Require: timer\nSession-Expires: 90;refresher=uac\n");
    request("INVITE", 3, ";tag=b", "Supported: timer\nSession-Expires: %d;refresher=uac\n");
    response("481 Call/Transaction Does Not Exist", "INVITE", 3, "");
    request("ACK", 3, ";tag=b", "");
    request("BYE", 4, ";tag=b", "");
    response("200 OK", "BYE", 4, "");
  }

  private void request(String method, int cseq, String toTag, String headers) throws IOException {
    String text =
        method
            + " sip:bob@example.net SIP/2.0\n"
            + COMMON.formatted(method + cseq, toTag, cseq + " " + method);
    edge.send(CALLER, PROXY, text + headers.formatted(1_800));
    core.send(PROXY, CALLEE, text + headers.formatted(90));
  }

  private void response(String status, String method, int cseq, String headers) throws IOException {
    String text =
        "SIP/2.0 "
            + status
            + "\n"
            + COMMON.formatted(method + cseq, ";tag=b", cseq + " " + method)
            + headers;
    core.send(CALLEE, PROXY, text);
    edge.send(PROXY, CALLER, text);
  }

  private void start(String name, int port) throws IOException {
    DatabaseSettings database = TestDatabase.settings();
    daemons.put(
        name,
        new ForkedDaemon(
            folder,
            name,
            """
            [hep]
            listen = "127.0.0.1:%d"
            [database]
            url = "%s"
            user = "%s"
            password = "%s"
            [[pbx]]
            name = "edge"
            kind = "kamailio"
            capture_ids = [1]
            [[pbx]]
            name = "core"
            kind = "kamailio"
            capture_ids = [2]
            """
                .formatted(
                    port,
                    database.url(),
                    database.user(),
                    Objects.requireNonNull(database.password()).value())));
  }

  private static Connection listen() throws SQLException {
    DatabaseSettings settings = TestDatabase.settings();
    Connection connection =
        DriverManager.getConnection(
            settings.url(), settings.user(), Objects.requireNonNull(settings.password()).value());
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN sessionwatch_alert");
    }
    return connection;
  }

  private static List<String> heard(Connection listener) throws SQLException {
    List<String> heard = new ArrayList<>();
    PGNotification[] told = listener.unwrap(PGConnection.class).getNotifications(1_000);
    while (told != null && told.length > 0) {
      for (PGNotification notification : told) {
        heard.add(notification.getParameter());
      }
      told = listener.unwrap(PGConnection.class).getNotifications(100);
    }
    return heard;
  }
}
