package org.sessionwatch.session;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An alert as others are told of it: the one shape that the webhook and {@code NOTIFY
 * sessionwatch_alert} share.
 *
 * @param dialog the dialog as it stood when the alert was raised or cleared; null for an alert
 *     about a whole PBX
 * @param pbx the PBX's name
 * @param alert the alert
 */
public record AlertView(@Nullable Dialog dialog, String pbx, Alert alert) {
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** An alert of a dialog. */
  public AlertView(Dialog dialog, Alert alert) {
    this(dialog, dialog.pbx(), alert);
  }

  /** An alert about a whole PBX. */
  public static AlertView ofPbx(String pbx, Alert alert) {
    return new AlertView(null, pbx, alert);
  }

  /**
   * The JSON object's members in order: each value is a String, a Boolean or null. Ids are UUIDs in
   * text, the severity is in lower case, times are RFC 3339 in UTC with microseconds. What only a
   * dialog has is null for an alert about a whole PBX.
   */
  public Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("alert_id", alert.alertId().toString());
    fields.put("dialog_id", dialog == null ? null : dialog.dialogId().toString());
    fields.put("pbx", pbx);
    fields.put("kind", alert.kind().name());
    fields.put("severity", alert.severity().name().toLowerCase(Locale.ROOT));
    fields.put("raised_at", rfc3339(alert.raisedAt()));
    fields.put("cleared_at", rfc3339(alert.clearedAt()));
    fields.put("confirmed", alert.confirmed());
    fields.put("detail", alert.detail());
    fields.put("hint", alert.hint());
    fields.put("call_id", dialog == null ? null : dialog.callId());
    fields.put("caller", dialog == null ? null : dialog.caller().uri());
    fields.put("callee", dialog == null ? null : dialog.callee().uri());
    Channel channel = dialog == null ? null : dialog.channel();
    fields.put("uniqueid", channel == null ? null : channel.uniqueid());
    fields.put("linkedid", channel == null ? null : channel.linkedid());
    return Collections.unmodifiableMap(fields);
  }

  private static @Nullable String rfc3339(@Nullable Instant instant) {
    return instant == null ? null : RFC_3339.format(instant);
  }
}
