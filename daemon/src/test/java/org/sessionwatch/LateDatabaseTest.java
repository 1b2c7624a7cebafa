package org.sessionwatch;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sessionwatch.store.RealServer;

/**
 * A daemon is killed while it watches calls, and the next one starts while PostgreSQL is away: the
 * calls are taken up when it comes.
 */
class LateDatabaseTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final InetSocketAddress CALLER = new InetSocketAddress("192.0.2.10", 5060);
  private static final InetSocketAddress CALLEE = new InetSocketAddress("192.0.2.30", 5060);
  private static final String TIMER = "Supported: timer\nSession-Expires: 90;refresher=uac\n";

  private static final String COMMON =
      """
      Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK-%s
      From: <sip:alice@example.net>;tag=a
      To: <sip:bob@example.net>%s
      Call-ID: %s
      CSeq: %s
      """;
  private static final String DIALOGS =
      "SELECT call_id, timer_state, interval_s, end_cause, forgotten FROM sessionwatch.dialog ORDER BY 1";
  private static final String REFRESHES =
      """
      SELECT call_id, seq, method, r.outcome FROM sessionwatch.refresh r JOIN sessionwatch.dialog USING (dialog_id) ORDER BY 1, 2
      """;
  private static final String OPEN_GAP =
      """
      INSERT INTO sessionwatch.alert (heard_on, alert_id, pbx_id, kind, severity, raised_at, confirmed, detail, hint)
      SELECT CURRENT_DATE, gen_random_uuid(), pbx_id, 'FEED_GAP', 'info', now(), true, 'the feed fell silent', 'check it'
        FROM sessionwatch.pbx WHERE name = 'pbx1'
      """;
  private static final String GAPS =
      "SELECT cleared_at IS NOT NULL FROM sessionwatch.alert WHERE detail = 'the feed fell silent'";

  private final int port = ForkedDaemon.freePort();
  private final HepSender mirror = new HepSender(1, port);

  private final List<ForkedDaemon> daemons = new ArrayList<>();

  @TempDir private Path folder = Path.of("");
  private RealServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = RealServer.embeddedRelease();
  }

  @AfterEach
  void removeAll() throws Exception {
    for (ForkedDaemon daemon : daemons) {
      daemon.kill();
    }
    server.close();
  }

  @Test
  void calls_of_a_killed_daemon_are_taken_up_when_the_database_comes_late() throws Exception {
    ForkedDaemon first = start();
    for (String call : List.of("hangs-up-meanwhile", "stays")) {
      request(call, "INVITE", 1, "", TIMER);
      response(call, "INVITE", 1, "Require: timer\n" + TIMER);
      request(call, "ACK", 1, ";tag=b", "");
    }
    awaitRows(DIALOGS, "hangs-up-meanwhile|active|90|null|f", "stays|active|90|null|f");
    first.kill();
    server.ask(OPEN_GAP);
    server.stop();

    ForkedDaemon second = start();
    request("hangs-up-meanwhile", "BYE", 2, ";tag=b", "");
    response("hangs-up-meanwhile", "BYE", 2, "");
    request("begins-meanwhile", "INVITE", 1, "", TIMER);
    response("begins-meanwhile", "INVITE", 1, "Require: timer\n" + TIMER);
    request("begins-meanwhile", "ACK", 1, ";tag=b", "");
    await().atMost(LONG_ENOUGH).until(() -> second.log().contains("PostgreSQL"));
    server.start();
    await().atMost(LONG_ENOUGH).until(() -> second.log().contains("open calls were read from it"));
    request("stays", "UPDATE", 2, ";tag=b", TIMER);
    response("stays", "UPDATE", 2, "Require: timer\n" + TIMER);
    request("stays", "BYE", 3, ";tag=b", "");
    response("stays", "BYE", 3, "");

    awaitRows(REFRESHES, "stays|1|UPDATE|refreshed");
    awaitRows(
        DIALOGS,
        "begins-meanwhile|active|90|null|f",
        "hangs-up-meanwhile|active|90|null|t",
        "stays|active|90|bye|f");
    awaitRows(GAPS, "t");
    second.end();
  }

  private void awaitRows(String query, String... rows) {
    await().atMost(LONG_ENOUGH).until(() -> server.ask(query), List.of(rows)::equals);
  }

  private ForkedDaemon start() throws IOException {
    ForkedDaemon daemon =
        new ForkedDaemon(
            folder,
            "daemon",
            """
        [hep]
        listen = "127.0.0.1:%d"
        [database]
        url = "%s"
        user = "postgres"
        [[pbx]]
        name = "pbx1"
        kind = "asterisk"
        capture_ids = [1]
        """
                .formatted(port, server.settings().url()));
    daemons.add(daemon);
    return daemon;
  }

  private void request(String call, String method, int cseq, String toTag, String headers)
      throws IOException {
    String common = COMMON.formatted(method + cseq, toTag, call, cseq + " " + method);
    mirror.send(CALLER, CALLEE, method + " sip:bob@example.net SIP/2.0\n" + common + headers);
  }

  private void response(String call, String method, int cseq, String headers) throws IOException {
    String common = COMMON.formatted(method + cseq, ";tag=b", call, cseq + " " + method);
    mirror.send(CALLEE, CALLER, "SIP/2.0 200 OK\n" + common + headers);
  }
}
