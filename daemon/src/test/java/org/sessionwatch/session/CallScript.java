package org.sessionwatch.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;

/**
 * A call told as a script: SIP messages in readable text at handed-in times, and what the engine
 * made of them. Times are seconds from the script's start.
 *
 * <p>A message is its first line and the headers that matter; Via, From, To, Call-ID and CSeq are
 * put in for the side that sends it. {@code "UPDATE 2"} is a request with CSeq 2, {@code "200
 * UPDATE 2"} the response to it.
 */
final class CallScript {
  static final long START_US = 1_800_000_000L * 1_000_000;

  final List<Effect> effects = new ArrayList<>();
  final SessionEngine engine;
  private int tries = 1;
  private String callId = "call-1@example.net";
  private String callerTag = "a-tag";
  private String calleeTag = "b-tag";

  CallScript() {
    this(6);
  }

  CallScript(int toleranceS) {
    engine = new SessionEngine(new EngineSettings(toleranceS * 1_000_000L), effects::add);
  }

  /** With a PBX that says which calls are up. */
  CallScript(Presence presence) {
    engine = new SessionEngine(new EngineSettings(6_000_000L), effects::add, presence);
  }

  CallScript tags(String caller, String callee) {
    callerTag = caller;
    calleeTag = callee;
    return this;
  }

  CallScript callId(String id) {
    callId = id;
    return this;
  }

  /** The caller sends the message, a request of its own or the response to one of the callee's. */
  CallScript caller(double atS, String text) {
    return send(atS, Side.CALLER, text);
  }

  CallScript callee(double atS, String text) {
    return send(atS, Side.CALLEE, text);
  }

  private CallScript send(double atS, Side sender, String text) {
    engine.message(parse(sender, text), "pbx", us(atS));
    return this;
  }

  /** The caller's INVITE 1 or its 200, as it passes the named hop. */
  CallScript hear(double atS, String what, String hop, String headers) {
    boolean request = what.equals("INVITE");
    SipMessage message =
        scan(
            parseText(
                request ? Side.CALLER : Side.CALLEE,
                (request ? "INVITE 1\n" : what + " INVITE 1\n") + headers,
                hop));
    engine.message(message, "pbx", us(atS));
    return this;
  }

  /** The caller's ACK to a 2xx: a transaction with a branch of its own. */
  CallScript hearAck(double atS, int cseq) {
    engine.message(scan(parseText(Side.CALLER, "ACK " + cseq, "ack")), "pbx", us(atS));
    return this;
  }

  /** Time passes without a message. */
  CallScript until(double atS) {
    engine.advance(us(atS));
    return this;
  }

  /** The recording ends. */
  CallScript end(double atS) {
    engine.finish(us(atS));
    return this;
  }

  /** The caller's INVITEs with numbers up to this one are outside a dialog; 1 unless told. */
  CallScript tries(int count) {
    tries = count;
    return this;
  }

  /** The usual beginning: an answered INVITE, the 2xx at second 0. */
  CallScript established(String inviteHeaders, String answerHeaders) {
    caller(-0.1, "INVITE 1\n" + inviteHeaders);
    return callee(0, "200 INVITE 1\n" + answerHeaders).caller(0.05, "ACK 1");
  }

  /** 90 s, refreshed by the given side. */
  CallScript established(Side refresher) {
    String role = refresher == Side.CALLER ? "uac" : "uas";
    return established(
        "Supported: timer\nSession-Expires: 90",
        "Require: timer\nSupported: timer\nSession-Expires: 90;refresher=" + role);
  }

  static long us(double atS) {
    return START_US + Math.round(atS * 1_000_000);
  }

  static Instant at(double atS) {
    return Instants.at(us(atS));
  }

  SipMessage parse(Side sender, String text) {
    return scan(parseText(sender, text, ""));
  }

  private String parseText(Side sender, String text, String hop) {
    String[] lines = text.strip().split("\n", 2);
    String[] first = lines[0].strip().split(" ");
    boolean response = Character.isDigit(first[0].charAt(0));
    String method = response ? first[1] : first[0];
    String cseq = response ? first[2] : first[1];
    Side requester = response ? sender.other() : sender;
    boolean initial = !response && method.equals("INVITE") && Integer.parseInt(cseq) <= tries;
    String start = response ? "SIP/2.0 " + first[0] + " -" : method + " sip:x@example.net SIP/2.0";
    StringBuilder sip = new StringBuilder(start).append("\r\n");
    sip.append("Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-" + requester + cseq + hop + "\r\n");
    sip.append("From: <" + uri(requester) + ">;tag=" + tag(requester) + "\r\n");
    sip.append("To: <" + uri(requester.other()) + ">");
    sip.append(initial ? "" : ";tag=" + tag(requester.other())).append("\r\n");
    sip.append("Call-ID: " + callId + "\r\nCSeq: " + cseq + " " + method + "\r\n");
    if (lines.length > 1 && !lines[1].isBlank()) {
      sip.append(lines[1].strip().replace("\n", "\r\n")).append("\r\n");
    }
    return sip.append("\r\n").toString();
  }

  static SipMessage scan(String sip) {
    return (SipMessage) SipScanner.scan(sip.getBytes(StandardCharsets.UTF_8));
  }

  private static String uri(Side side) {
    return side == Side.CALLER ? "sip:alice@example.net" : "sip:bob@example.net";
  }

  private String tag(Side side) {
    return side == Side.CALLER ? callerTag : calleeTag;
  }

  // What came of it.

  /** The alerts as {@code "KIND +seconds"}, with {@code " cleared +seconds"} where they were. */
  List<String> alerts() {
    Map<UUID, String> lines = new LinkedHashMap<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.AlertRaised raised) {
        Alert alert = raised.alert();
        lines.put(alert.alertId(), alert.kind() + " " + offset(alert.raisedAt()));
      } else if (effect instanceof Effect.AlertCleared cleared) {
        Instant at = Objects.requireNonNull(cleared.alert().clearedAt());
        lines.merge(cleared.alert().alertId(), " cleared " + offset(at), String::concat);
      }
    }
    return List.copyOf(lines.values());
  }

  Alert alert(AlertKind kind) {
    return effects.stream()
        .filter(Effect.AlertRaised.class::isInstance)
        .map(effect -> ((Effect.AlertRaised) effect).alert())
        .filter(alert -> alert.kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  static String offset(Instant instant) {
    String text = "%+.3f".formatted((Instants.us(instant) - START_US) / 1e6);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }

  /** The refreshes as they stand at last, in order. */
  List<Refresh> refreshes() {
    Map<Integer, Refresh> bySeq = new java.util.TreeMap<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Refreshed refreshed) {
        bySeq.put(refreshed.refresh().seq(), refreshed.refresh());
      }
    }
    return List.copyOf(bySeq.values());
  }

  Refresh onlyRefresh() {
    assertThat(refreshes()).hasSize(1);
    return refreshes().get(0);
  }

  /** The dialog as the last effect shows it. */
  Dialog dialog() {
    return Objects.requireNonNull(effects.get(effects.size() - 1).dialog());
  }

  TimerStatus timer() {
    return dialog().timer();
  }

  /** The dialogs, each as its last effect shows it, in order of their first. */
  List<Dialog> dialogs() {
    Map<UUID, Dialog> byId = new LinkedHashMap<>();
    for (Effect effect : effects) {
      Dialog dialog = effect.dialog();
      if (dialog != null) {
        byId.put(dialog.dialogId(), dialog);
      }
    }
    return List.copyOf(byId.values());
  }
}
