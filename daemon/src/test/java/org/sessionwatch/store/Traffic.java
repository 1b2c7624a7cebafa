package org.sessionwatch.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.sessionwatch.analyze.Analyzer;
import org.sessionwatch.capture.CapturedMessage;
import org.sessionwatch.capture.file.Recordings;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogIds;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;

/**
 * Recorded calls, each many times over, as the engine tells of them in the recording's time; and
 * what {@code analyze} says of the same recordings, as lines to compare the database with.
 */
final class Traffic {
  private static final List<String> RECORDINGS =
      List.of("asterisk22-direct.pcap", "asterisk22-tcp.pcapng", "stacks/phones.pcap");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Traffic() {}

  /** What a shard would tell, every call {@code copies} times, one copy after the other. */
  static List<Effect> effects(int copies) throws Exception {
    List<Effect> once = new ArrayList<>();
    for (String recording : RECORDINGS) {
      SessionEngine engine =
          new SessionEngine(
              EngineSettings.withTolerance(EngineSettings.DEFAULT_TOLERANCE), once::add);
      long lastUs = Long.MIN_VALUE;
      try (RecordingReader reader = Recordings.open(file(recording))) {
        for (CapturedMessage heard = reader.next(); heard != null; heard = reader.next()) {
          lastUs = Math.max(lastUs, heard.receivedAtUs());
          if (SipScanner.scan(heard.sip()) instanceof SipMessage message) {
            engine.message(message, heard.source().address(), heard.receivedAtUs());
          }
        }
      }
      engine.finish(lastUs);
    }
    List<Effect> all = new ArrayList<>();
    for (int copy = 0; copy < copies; copy++) {
      String suffix = "/" + copy;
      once.stream()
          .filter(effect -> effect.dialog() != null)
          .forEach(effect -> all.add(renamed(effect, suffix)));
    }
    return all;
  }

  /** What {@code analyze} says of every copy. */
  static TreeSet<String> expected(int copies) throws Exception {
    TreeSet<String> lines = new TreeSet<>();
    for (String recording : RECORDINGS) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new Analyzer(
              InputStream.nullInputStream(),
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(OutputStream.nullOutputStream()))
          .analyze(
              List.of(file(recording).toString()),
              Analyzer.Format.JSONL,
              EngineSettings.DEFAULT_TOLERANCE);
      for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
        JsonNode json = JSON.readTree(line);
        if (json.get("type").asText().equals("dialog")) {
          for (int copy = 0; copy < copies; copy++) {
            add(lines, json, "/" + copy);
          }
        }
      }
    }
    return lines;
  }

  /** The same lines, from the tables. */
  static final List<String> QUESTIONS =
      List.of(
          "SELECT concat_ws('|', 'dialog', call_id, caller_tag, callee_tag, caller, callee, "
              + time("established_at")
              + ", "
              + time("ended_at")
              + ", coalesce(end_cause, 'open'),"
              + " end_certain, timer_state, coalesce(interval_s::text, 'null'), coalesce(refresher, 'null'))"
              + " FROM sessionwatch.dialog",
          "SELECT concat_ws('|', 'refresh', d.call_id, d.caller_tag, r.method, r.cseq, r.requested_by, "
              + time("requested_at")
              + ", "
              + time("answered_at")
              + ", coalesce(r.status::text, 'null'), r.outcome, "
              + time("due_at")
              + ", coalesce(r.punctuality, 'null'), coalesce(r.lateness_ms::text, 'null'),"
              + " coalesce(r.interval_s::text, 'null'), coalesce(r.refresher, 'null'))"
              + " FROM sessionwatch.refresh r JOIN sessionwatch.dialog d USING (dialog_id, heard_on)",
          "SELECT concat_ws('|', 'alert', d.call_id, d.caller_tag, a.kind, a.severity, "
              + time("raised_at")
              + ", "
              + time("cleared_at")
              + ", a.detail)"
              + " FROM sessionwatch.alert a JOIN sessionwatch.dialog d USING (dialog_id, heard_on)");

  private static String time(String column) {
    return "coalesce(to_char("
        + column
        + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), 'null')";
  }

  private static void add(TreeSet<String> lines, JsonNode dialog, String suffix) {
    String callId = dialog.get("call_id").asText() + suffix;
    JsonNode timer = dialog.get("timer");
    lines.add(
        line(
            List.of("dialog", callId),
            dialog,
            List.of(
                "caller_tag",
                "callee_tag",
                "caller",
                "callee",
                "established_at",
                "ended_at",
                "end",
                "end_certain"),
            timer,
            List.of("state", "interval_s", "refresher")));
    String tag = dialog.get("caller_tag").asText();
    dialog
        .get("refreshes")
        .forEach(
            refresh ->
                lines.add(
                    line(
                        List.of("refresh", callId, tag),
                        refresh,
                        List.of(
                            "method",
                            "cseq",
                            "by",
                            "requested_at",
                            "answered_at",
                            "status",
                            "outcome",
                            "due_at",
                            "punctuality",
                            "lateness_ms",
                            "interval_s",
                            "refresher"),
                        refresh,
                        List.of())));
    dialog
        .get("alerts")
        .forEach(
            alert ->
                lines.add(
                    line(
                        List.of("alert", callId, tag),
                        alert,
                        List.of("kind", "severity", "raised_at", "cleared_at", "detail"),
                        alert,
                        List.of())));
  }

  private static String line(
      List<String> begin, JsonNode one, List<String> ofOne, JsonNode other, List<String> ofOther) {
    List<String> parts = new ArrayList<>(begin);
    ofOne.forEach(name -> parts.add(text(one.get(name))));
    ofOther.forEach(name -> parts.add(text(other.get(name))));
    return String.join("|", parts);
  }

  private static String text(JsonNode value) {
    return value.isBoolean() ? (value.asBoolean() ? "t" : "f") : value.asText();
  }

  private static Path file(String recording) {
    return Path.of("src/test/resources/captures").resolve(recording);
  }

  private static Effect renamed(Effect effect, String suffix) {
    Dialog d = java.util.Objects.requireNonNull(effect.dialog());
    String callId = d.callId() + suffix;
    UUID id = DialogIds.dialogId(callId, d.caller().tag(), d.callee().tag());
    Dialog dialog =
        new Dialog(
            id,
            callId,
            d.pbx(),
            d.caller(),
            d.callee(),
            d.firstHeardAt(),
            d.establishedAt(),
            d.endedAt(),
            d.end(),
            d.endCertain(),
            d.timer(),
            d.channel(),
            d.hangup(),
            d.endReason());
    if (effect instanceof Effect.Refreshed refreshed) {
      Refresh refresh = refreshed.refresh();
      return new Effect.Refreshed(dialog, refresh);
    } else if (effect instanceof Effect.AlertRaised raised) {
      return new Effect.AlertRaised(dialog, renamed(raised.alert(), suffix));
    } else if (effect instanceof Effect.AlertConfirmed confirmed) {
      return new Effect.AlertConfirmed(dialog, renamed(confirmed.alert(), suffix));
    } else if (effect instanceof Effect.AlertCleared cleared) {
      return new Effect.AlertCleared(dialog, renamed(cleared.alert(), suffix));
    } else if (effect instanceof Effect.Ended) {
      return new Effect.Ended(dialog);
    } else if (effect instanceof Effect.Reopened) {
      return new Effect.Reopened(dialog);
    } else if (effect instanceof Effect.Forgotten) {
      return new Effect.Forgotten(dialog);
    } else if (effect instanceof Effect.Established) {
      return new Effect.Established(dialog);
    }
    return new Effect.Changed(dialog);
  }

  private static Alert renamed(Alert a, String suffix) {
    UUID id = UUID.nameUUIDFromBytes((a.alertId() + suffix).getBytes(StandardCharsets.UTF_8));
    return new Alert(
        id,
        a.kind(),
        a.severity(),
        a.raisedAt(),
        a.clearedAt(),
        a.confirmed(),
        a.detail(),
        a.hint());
  }
}
