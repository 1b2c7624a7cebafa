package org.sessionwatch.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.sessionwatch.session.AlertView;

/** An alert as JSON in UTF-8; {@link AlertView#fields} is its shape. */
final class AlertJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AlertJson() {}

  static byte[] of(AlertView alert) {
    try {
      return JSON.writeValueAsBytes(alert.fields());
    } catch (JsonProcessingException e) {
      // A map of strings and booleans can always be written.
      throw new IllegalStateException(e);
    }
  }
}
