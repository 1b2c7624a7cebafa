package org.sessionwatch.session.model;

import org.jspecify.annotations.Nullable;

/**
 * What a message says about session timers, and why it ends a call.
 *
 * @param interval of Session-Expires in seconds; null without the header
 * @param role its refresher parameter, {@code uac} or {@code uas}; null without
 * @param minSe Min-SE in seconds; null without
 * @param supported whether Supported lists timer
 * @param required whether Require lists timer
 * @param more a whole header line; null for none
 */
record Headers(
    @Nullable Integer interval,
    @Nullable String role,
    @Nullable Integer minSe,
    boolean supported,
    boolean required,
    @Nullable String more) {
  static final String UAC = "uac";
  static final String UAS = "uas";

  /** Nothing about timers. */
  static final Headers NONE = new Headers(null, null, null, false, false, null);

  static Headers supporting() {
    return NONE.withSupported(true);
  }

  /** What a request that wants a timer carries. */
  static Headers asking(int interval, @Nullable String role) {
    return new Headers(interval, role, null, true, false, null);
  }

  /** What a 2xx that grants one carries. */
  static Headers giving(int interval, @Nullable String role) {
    return new Headers(interval, role, null, true, UAC.equals(role), null);
  }

  Headers withInterval(@Nullable Integer value) {
    return new Headers(value, value == null ? null : role, minSe, supported, required, more);
  }

  Headers withRole(@Nullable String value) {
    return new Headers(interval, value, minSe, supported, required, more);
  }

  Headers withMinSe(@Nullable Integer value) {
    return new Headers(interval, role, value, supported, required, more);
  }

  Headers withSupported(boolean value) {
    return new Headers(interval, role, minSe, value, required, more);
  }

  Headers withRequired(boolean value) {
    return new Headers(interval, role, minSe, supported, value, more);
  }

  Headers withMore(@Nullable String line) {
    return new Headers(interval, role, minSe, supported, required, line);
  }

  /** As lines, each with the given end. */
  String lines(String end) {
    StringBuilder text = new StringBuilder();
    if (supported) {
      text.append("Supported: timer").append(end);
    }
    if (required) {
      text.append("Require: timer").append(end);
    }
    if (interval != null) {
      text.append("Session-Expires: ").append(interval);
      text.append(role == null ? "" : ";refresher=" + role).append(end);
    }
    if (minSe != null) {
      text.append("Min-SE: ").append(minSe).append(end);
    }
    return more == null ? text.toString() : text.append(more).append(end).toString();
  }
}
