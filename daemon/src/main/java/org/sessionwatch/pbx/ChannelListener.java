package org.sessionwatch.pbx;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a PBX tells of its channels.
 *
 * <p>All calls for one PBX come one after another, from one thread of {@code pbx}; those of several
 * PBXs come side by side. None may block for long: the PBX's events wait meanwhile. Times are those
 * of {@link org.sessionwatch.time.Clock}, in microseconds since the epoch.
 */
public interface ChannelListener {
  /**
   * A channel was tied to a dialog, or the tie changed: told again when the channel's name,
   * uniqueid or linkedid is another (bridges, transfers, pickups).
   *
   * @param pbx name of the PBX
   * @param callId Call-ID of the dialog
   * @param channel channel name, such as {@code PJSIP/100-00000001}
   * @param uniqueid its uniqueid
   * @param linkedid the uniqueid that all legs of the call share
   */
  void linked(String pbx, String callId, String channel, String uniqueid, String linkedid);

  /**
   * The channel of a dialog is gone.
   *
   * @param pbx name of the PBX
   * @param callId Call-ID of the dialog
   * @param channel channel name
   * @param cause Q.850 cause; null when the PBX did not say, or hung up while it was away
   * @param causeText its text; null when not told
   * @param techCause the SIP status behind it, from Asterisk releases that tell; null otherwise
   * @param atUs when the hangup was heard; after an absence of the PBX, when its end was noticed
   */
  void hungUp(
      String pbx,
      String callId,
      String channel,
      @Nullable Integer cause,
      @Nullable String causeText,
      @Nullable String techCause,
      long atUs);

  /**
   * The PBX listed all its channels after a login. Those known before and not listed were told by
   * {@link #hungUp} just before.
   *
   * @param pbx name of the PBX
   * @param uniqueids the uniqueids of all its channels, of SIP or not
   */
  void resynced(String pbx, Set<String> uniqueids);

  /**
   * The connection came up or went away.
   *
   * @param pbx name of the PBX
   * @param up whether it is up
   * @param sinceUs since when
   */
  void connection(String pbx, boolean up, long sinceUs);
}
