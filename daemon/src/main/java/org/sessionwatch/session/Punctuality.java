package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;

/** A refresh request against half the session interval and the tolerance. */
public enum Punctuality {
  EARLY,
  ON_TIME,
  LATE;

  /** That of a request; null when {@code dueUs} is {@link Instants#NONE}. */
  static @Nullable Punctuality of(long requestedUs, long dueUs, long toleranceUs) {
    if (dueUs == Instants.NONE) {
      return null;
    }
    if (requestedUs < dueUs - toleranceUs) {
      return EARLY;
    }
    return requestedUs > dueUs + toleranceUs ? LATE : ON_TIME;
  }
}
