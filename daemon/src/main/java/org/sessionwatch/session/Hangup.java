package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;

/**
 * What the PBX said when it hung a channel up.
 *
 * @param cause Q.850 cause; null when it was not told (the channel was gone after a reconnect)
 * @param causeText its text; null when not told
 * @param techCause the SIP status behind it, from Asterisk releases that tell; null otherwise
 */
public record Hangup(
    @Nullable Integer cause, @Nullable String causeText, @Nullable String techCause) {
  /** The channel is gone, and nobody was there to hear why. */
  public static final Hangup UNTOLD = new Hangup(null, null, null);
}
