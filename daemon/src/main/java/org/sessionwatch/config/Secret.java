package org.sessionwatch.config;

/**
 * A password or key. Its text never shows in logs or messages.
 *
 * @param value the text, not empty
 */
public record Secret(String value) {
  /** Refuses an empty secret: it would protect nothing. */
  public Secret {
    Check.that(!value.isEmpty(), "a secret must not be empty");
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
