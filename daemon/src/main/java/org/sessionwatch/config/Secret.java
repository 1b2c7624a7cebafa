package org.sessionwatch.config;

/** A password or key. Its text never shows in logs or messages. */
public record Secret(String value) {
  @Override
  public String toString() {
    return "(secret)";
  }
}
