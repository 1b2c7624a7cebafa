package org.sessionwatch.analyze;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogHop;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.TimerStatus;

/**
 * One JSON object a line, for machines: names and values are fixed, others rely on them. Times are
 * RFC 3339 in UTC with microseconds.
 */
final class JsonLines implements Output {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final ObjectMapper json = new ObjectMapper();
  private final PrintStream out;

  JsonLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void dialog(DialogVerdict verdict) {
    Dialog dialog = verdict.dialog();
    ObjectNode line = json.createObjectNode();
    line.put("type", "dialog");
    line.put("call_id", dialog.callId());
    line.put("caller_tag", dialog.caller().tag());
    line.put("callee_tag", dialog.callee().tag());
    line.put("caller", dialog.caller().uri());
    line.put("callee", dialog.callee().uri());
    line.put("caller_user_agent", dialog.caller().userAgent());
    line.put("callee_user_agent", dialog.callee().userAgent());
    line.put("established_at", time(dialog.establishedAt()));
    line.put("ended_at", time(dialog.endedAt()));
    line.put("end", dialog.end() == null ? "open" : lower(dialog.end()));
    line.put("end_certain", dialog.endCertain());
    timer(line.putObject("timer"), dialog.timer());
    ArrayNode refreshes = line.putArray("refreshes");
    verdict.refreshes().forEach(refresh -> refresh(refreshes.addObject(), refresh));
    ArrayNode alerts = line.putArray("alerts");
    verdict.alerts().forEach(alert -> alert(alerts.addObject(), alert));
    ArrayNode hops = line.putArray("hops");
    verdict.hops().forEach(hop -> hop(hops.addObject(), hop));
    out.println(line);
  }

  @Override
  public void pbx(PbxVerdict verdict) {
    ObjectNode line = json.createObjectNode();
    line.put("type", "pbx");
    line.put("pbx", verdict.pbx());
    ArrayNode alerts = line.putArray("alerts");
    verdict.alerts().forEach(alert -> alert(alerts.addObject(), alert));
    out.println(line);
  }

  private static void timer(ObjectNode node, TimerStatus timer) {
    node.put("state", lower(timer.state()));
    node.put("interval_s", timer.intervalS());
    node.put("refresher", lower(timer.refresher()));
    node.put("min_se_s", timer.minSeS());
  }

  private static void hop(ObjectNode node, DialogHop hop) {
    node.put("pbx", hop.pbx());
    node.put("caller_address", address(hop.caller()));
    node.put("callee_address", address(hop.callee()));
    node.put("since", time(hop.since()));
    node.put("interval_s", hop.intervalS());
    node.put("refresher", lower(hop.refresher()));
    node.put("min_se_s", hop.minSeS());
    node.put("requested_s", hop.requestedS());
  }

  private static @Nullable String address(@Nullable InetSocketAddress address) {
    return address == null ? null : SocketAddresses.text(address);
  }

  private static void refresh(ObjectNode node, Refresh refresh) {
    node.put("method", refresh.method());
    node.put("cseq", refresh.cseq());
    node.put("by", lower(refresh.by()));
    node.put("requested_at", time(refresh.requestedAt()));
    node.put("answered_at", time(refresh.answeredAt()));
    node.put("status", refresh.status());
    node.put("outcome", lower(refresh.outcome()));
    node.put("due_at", time(refresh.dueAt()));
    node.put("punctuality", lower(refresh.punctuality()));
    node.put("lateness_ms", refresh.latenessMs());
    node.put("interval_s", refresh.intervalS());
    node.put("refresher", lower(refresh.refresher()));
  }

  private static void alert(ObjectNode node, Alert alert) {
    node.put("kind", alert.kind().name());
    node.put("severity", lower(alert.severity()));
    node.put("raised_at", time(alert.raisedAt()));
    node.put("cleared_at", time(alert.clearedAt()));
    node.put("detail", alert.detail());
  }

  @Override
  public void summary(Summary summary) {
    ObjectNode line = json.createObjectNode();
    line.put("type", "summary");
    line.put("files", summary.files());
    line.put("messages", summary.messages());
    line.put("sip_messages", summary.sipMessages());
    line.put("duplicates", summary.duplicates());
    line.put("malformed", summary.malformed());
    line.put("dialogs", summary.dialogs());
    line.put("refreshes", summary.refreshes());
    line.put("alerts", summary.alerts());
    out.println(line);
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : TIME.format(instant);
  }

  private static @Nullable String lower(@Nullable Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }
}
