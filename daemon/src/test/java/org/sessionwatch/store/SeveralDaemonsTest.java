package org.sessionwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;

/**
 * Two daemons that write to one database: what they hear of the same calls, each its part, comes to
 * the rows that one daemon writes which hears everything.
 */
class SeveralDaemonsTest {
  private static final long START_US = 1_800_000_000_000_000L;
  private static final InetSocketAddress PHONE = new InetSocketAddress("192.0.2.10", 5060);
  private static final InetSocketAddress PROXY = new InetSocketAddress("192.0.2.2", 5060);
  private static final InetSocketAddress PBX = new InetSocketAddress("192.0.2.3", 5060);

  private static final String DIALOGS =
      """
      SELECT call_id, p.name, caller_tag, callee_tag, caller, callee, caller_user_agent, callee_user_agent,
             first_heard_at, established_at, ended_at, end_cause, end_certain, end_reason, forgotten, timer_state,
             interval_s, refresher, min_se_s, refreshed_at
        FROM sessionwatch.dialog JOIN sessionwatch.pbx p USING (pbx_id) ORDER BY 1
      """;
  // Not due_at, answered_at and lateness_ms: they are as exact as the mirror that they were heard
  // from.
  private static final String REFRESHES =
      """
      SELECT call_id, seq, method, cseq, requested_by, requested_at, status, outcome, punctuality, r.interval_s,
             r.refresher, confirmed
        FROM sessionwatch.refresh r JOIN sessionwatch.dialog USING (dialog_id) ORDER BY 1, 2, 4
      """;
  private static final String ALERTS =
      """
      SELECT call_id, kind, severity, confirmed, raised_at, cleared_at, detail
        FROM sessionwatch.alert JOIN sessionwatch.dialog USING (dialog_id) ORDER BY 1, 2, 5
      """;
  private static final String HOPS =
      """
      SELECT call_id, p.name, caller_address, callee_address, h.interval_s, h.refresher, h.min_se_s, requested_s
        FROM sessionwatch.dialog_hop h JOIN sessionwatch.dialog USING (dialog_id)
        JOIN sessionwatch.pbx p ON p.pbx_id = h.pbx_id ORDER BY 1, 2, 3, 4
      """;

  /** Who hears what. */
  enum Split {
    /** Both hear all, the second one 4 ms later. */
    BOTH_HEAR_ALL,
    /** One hears what passes between phone and proxy, the other what passes behind the proxy. */
    BY_HOP,
    /** The second one hears what the first one does until it is stopped, after 60 s. */
    SECOND_DIES,
    /** The second one is started after 60 s and takes up the open calls from the database. */
    SECOND_COMES_LATE
  }

  /** In which order they write. */
  enum Order {
    FIRST_THEN_SECOND,
    SECOND_THEN_FIRST,
    IN_TURN,
    AT_ONCE
  }

  /** A message as it passes one hop. */
  private record Heard(long atUs, boolean behindProxy, SipMessage message) {}

  /** One daemon's effects, those of each second a batch. */
  private final class Daemon {
    private final HistoryStore store = new HistoryStore(TestDatabase.settings(), Map.of());
    private final List<Effect> told = new ArrayList<>();
    private final List<List<Effect>> batches = new ArrayList<>();
    private final SessionEngine engine =
        new SessionEngine(
            EngineSettings.withTolerance(EngineSettings.DEFAULT_TOLERANCE), told::add);

    /** Hears from {@code fromS} on, until {@code untilS}. */
    Daemon hear(int fromS, int untilS, Hearing hearing) {
      for (int second = fromS; second < untilS; second++) {
        long endUs = us(second + 1);
        for (Heard heard : traffic) {
          long atUs = heard.atUs() + hearing.lateUs();
          if (hearing.hears(heard.behindProxy()) && atUs >= us(second) && atUs < endUs) {
            tell(heard, atUs);
          }
        }
        engine.advance(endUs);
        batches.add(List.copyOf(told));
        told.clear();
      }
      return this;
    }

    private void tell(Heard heard, long atUs) {
      boolean toPbx = heard.message().isRequest() == heard.message().fromTag().startsWith("a");
      InetSocketAddress near = heard.behindProxy() ? PROXY : PHONE;
      InetSocketAddress far = heard.behindProxy() ? PBX : PROXY;
      engine.message(
          heard.message(),
          heard.behindProxy() ? "asterisk1" : "proxy1",
          toPbx ? near : far,
          toPbx ? far : near,
          atUs);
    }

    void write() {
      batches.forEach(store::write);
      batches.clear();
    }

    void writeOne() {
      store.write(batches.remove(0));
    }
  }

  /** Which copies a daemon hears, and how late. */
  private record Hearing(boolean beforeProxy, boolean behindProxy, long lateUs) {
    static final Hearing ALL = new Hearing(true, true, 0);

    boolean hears(boolean behind) {
      return behind ? behindProxy : beforeProxy;
    }
  }

  private final List<Heard> traffic = traffic();
  private HistoryStore store;
  private Connection listener;

  @BeforeEach
  void open() throws SQLException {
    store = TestDatabase.emptyStore(Map.of());
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

  @ParameterizedTest
  @EnumSource
  void two_daemons_write_what_one_would(Split split) throws SQLException {
    Daemon one = new Daemon().hear(0, 300, Hearing.ALL);
    one.write();
    one.store.close();
    List<List<String>> expected = rows();
    int notified = notifications();
    assertThat(expected.get(0)).hasSize(6);
    assertThat(expected.get(2)).hasSizeGreaterThan(8);
    assertThat(expected.get(3)).hasSize(12);
    for (Order order : Order.values()) {
      TestDatabase.emptyStore(Map.of()).close();
      play(split, order);
      List<List<String>> written = rows();
      for (int table = 0; table < expected.size(); table++) {
        assertThat(written.get(table))
            .as("%s %s", split, order)
            .containsExactlyElementsOf(expected.get(table));
      }
      assertThat(notifications()).as("%s %s: notifications", split, order).isEqualTo(notified);
    }
  }

  private void play(Split split, Order order) throws SQLException {
    Daemon first = new Daemon();
    Daemon second = new Daemon();
    switch (split) {
      case BOTH_HEAR_ALL -> {
        first.hear(0, 300, Hearing.ALL);
        second.hear(0, 300, new Hearing(true, true, 4_000));
      }
      case BY_HOP -> {
        first.hear(0, 300, new Hearing(true, false, 0));
        second.hear(0, 300, new Hearing(false, true, 0));
      }
      case SECOND_DIES -> {
        first.hear(0, 300, Hearing.ALL);
        second.hear(0, 60, new Hearing(true, true, 4_000));
      }
      case SECOND_COMES_LATE -> {
        first.hear(0, 60, Hearing.ALL).write();
        second.store.openDialogs().forEach(open -> second.engine.restore(open, us(60)));
        first.hear(60, 300, Hearing.ALL);
        second.hear(60, 300, new Hearing(true, true, 4_000));
      }
    }
    write(order, first, second);
    first.store.close();
    second.store.close();
  }

  private static void write(Order order, Daemon first, Daemon second) {
    switch (order) {
      case FIRST_THEN_SECOND -> {
        first.write();
        second.write();
      }
      case SECOND_THEN_FIRST -> {
        second.write();
        first.write();
      }
      case IN_TURN -> {
        while (!first.batches.isEmpty() || !second.batches.isEmpty()) {
          if (!second.batches.isEmpty()) {
            second.writeOne();
          }
          if (!first.batches.isEmpty()) {
            first.writeOne();
          }
        }
      }
      case AT_ONCE ->
          CompletableFuture.allOf(
                  CompletableFuture.runAsync(first::write),
                  CompletableFuture.runAsync(second::write))
              .join();
    }
  }

  private static List<List<String>> rows() throws SQLException {
    return List.of(
        TestDatabase.ask(DIALOGS),
        TestDatabase.ask(REFRESHES),
        TestDatabase.ask(ALERTS),
        TestDatabase.ask(HOPS));
  }

  private int notifications() throws SQLException {
    try (Statement statement = listener.createStatement()) {
      statement.execute("SELECT 1"); // what was notified before it is read with its answer
    }
    PGNotification[] heard = listener.unwrap(PGConnection.class).getNotifications();
    return heard == null ? 0 : heard.length;
  }

  // The calls.

  private static List<Heard> traffic() {
    List<Heard> all = new ArrayList<>();
    for (String id : List.of("good", "late", "dropped", "refused", "off", "lowered")) {
      Call call = new Call(id, all);
      call.established(id.equals("lowered") ? 180 : 90);
      switch (id) {
        case "good" -> call.refresh(45, 2, 200, 90).refresh(90, 3, 200, 90).bye(100, "");
        case "late" -> call.refresh(55, 2, 200, 90).refresh(100, 3, 200, 90).bye(120, "");
        case "dropped" ->
            call.bye(60, "Reason: SIP ;cause=408 ;text=\"No session refresh received.\"\r\n");
        case "refused" -> call.refresh(45, 2, 500, 0).refresh(50, 3, 200, 90).bye(70, "");
        case "off" -> call.refresh(45, 2, 200, 0).bye(80, "");
        default -> call.refresh(50, 2, 200, 120).bye(250, "");
      }
    }
    all.sort(Comparator.comparingLong(Heard::atUs));
    return all;
  }

  private static long us(int second) {
    return START_US + second * 1_000_000L;
  }

  /** Writes one call's messages as they pass the phone's hop and the one behind the proxy. */
  private static final class Call {
    private final String id;
    private final List<Heard> to;

    Call(String id, List<Heard> to) {
      this.id = id;
      this.to = to;
    }

    void established(int intervalS) {
      String timer = "Supported: timer\r\nSession-Expires: " + intervalS + ";refresher=uac\r\n";
      send(us(1), false, "INVITE", 1, true, timer);
      send(us(2), false, "INVITE", 1, false, "Require: timer\r\n" + timer);
      send(us(2) + 50_000, false, "ACK", 1, true, "");
    }

    Call refresh(int second, int cseq, int status, int intervalS) {
      String timer =
          intervalS == 0
              ? "Supported: timer\r\n"
              : "Supported: timer\r\nSession-Expires: " + intervalS + ";refresher=uac\r\n";
      send(
          us(second),
          false,
          "UPDATE",
          cseq,
          true,
          "Supported: timer\r\nSession-Expires: 180;refresher=uac\r\n");
      answer(us(second) + 100_000, status, "UPDATE", cseq, "Require: timer\r\n" + timer);
      return this;
    }

    void bye(int second, String headers) {
      boolean byPbx = !headers.isEmpty();
      send(us(second), byPbx, "BYE", byPbx ? 500 : 99, true, headers);
      int cseq = byPbx ? 500 : 99;
      for (boolean behind : new boolean[] {!byPbx, byPbx}) {
        to.add(
            new Heard(
                us(second) + 20_000 + (behind == byPbx ? 1_000 : 0),
                behind,
                parse("SIP/2.0 200 OK", byPbx, "BYE", cseq, "", behind, false)));
      }
    }

    /** A request of the caller's, or of the callee's, or the 200 to the caller's. */
    private void send(
        long atUs, boolean byPbx, String method, int cseq, boolean request, String headers) {
      if (!request) {
        answer(atUs, 200, method, cseq, headers);
        return;
      }
      boolean initial = method.equals("INVITE");
      for (boolean behind : new boolean[] {byPbx, !byPbx}) {
        to.add(
            new Heard(
                atUs + (behind == byPbx ? 0 : 1_000),
                behind,
                parse(
                    method + " sip:x@example.net SIP/2.0",
                    byPbx,
                    method,
                    cseq,
                    headers,
                    behind,
                    initial)));
      }
    }

    private void answer(long atUs, int status, String method, int cseq, String headers) {
      for (boolean behind : new boolean[] {true, false}) {
        to.add(
            new Heard(
                atUs + (behind ? 0 : 1_000),
                behind,
                parse("SIP/2.0 " + status + " -", false, method, cseq, headers, behind, false)));
      }
    }

    private SipMessage parse(
        String start,
        boolean byPbx,
        String method,
        int cseq,
        String headers,
        boolean behind,
        boolean initial) {
      String caller = "<sip:alice@example.net>;tag=a-" + id;
      String callee = "<sip:bob@example.net>" + (initial ? "" : ";tag=b-" + id);
      String sip =
          start
              + "\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-"
              + method
              + cseq
              + behind
              + "\r\nFrom: "
              + (byPbx ? callee : caller)
              + "\r\nTo: "
              + (byPbx ? caller : callee)
              + "\r\nCall-ID: "
              + id
              + "\r\nCSeq: "
              + cseq
              + " "
              + method
              + "\r\n"
              + headers
              + "\r\n";
      return (SipMessage) SipScanner.scan(sip.getBytes(StandardCharsets.UTF_8));
    }
  }
}
