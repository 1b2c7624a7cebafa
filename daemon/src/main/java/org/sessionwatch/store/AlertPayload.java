package org.sessionwatch.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.AlertView;

/** An alert as JSON that fits into a notification. */
final class AlertPayload {
  /** PostgreSQL takes payloads shorter than 8000 bytes. */
  static final int MAX_BYTES = 7999;

  private static final int LONGEST_KEPT_CHARS = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private AlertPayload() {}

  /**
   * The view as one JSON object of at most {@link #MAX_BYTES} bytes. Texts come from the wire and
   * may be of any length: where it would not fit, all texts are cut to the same length, ending in
   * "…".
   */
  static String of(AlertView view) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(view.fields());
    fields.replaceAll((name, value) -> value instanceof String text ? Words.text(text) : value);
    String json = json(fields);
    for (int kept = LONGEST_KEPT_CHARS; !fits(json); kept /= 2) {
      int chars = kept;
      fields.replaceAll((name, value) -> value instanceof String text ? cut(text, chars) : value);
      json = json(fields);
    }
    return json;
  }

  private static boolean fits(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  private static String cut(String text, int chars) {
    return text.length() <= chars ? text : text.substring(0, chars - 1) + "…";
  }

  private static String json(Map<String, @Nullable Object> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and booleans is always JSON", e);
    }
  }
}
