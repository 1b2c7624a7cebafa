package org.sessionwatch.session;

/** A refresh request against half the session interval and the tolerance. */
public enum Punctuality {
  EARLY,
  ON_TIME,
  LATE
}
