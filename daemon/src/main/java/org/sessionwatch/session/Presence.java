package org.sessionwatch.session;

/** What PBXs say of a call, as far as they were asked to tell. */
@FunctionalInterface
public interface Presence {
  /** No PBX tells of calls. */
  Presence UNKNOWN = callId -> false;

  /** Whether some PBX says that the call with this Call-ID is up. Must answer at once. */
  boolean isUp(String callId);
}
