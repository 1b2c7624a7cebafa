package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/**
 * What the messages of one side told of it so far.
 *
 * <p>There are two for each open dialog, so it is kept small: the user agent, of which a farm has
 * some dozen, as one object for all that have it; tag and URI are with its {@link DialogOrigin}.
 */
final class PartyState {
  // A Boolean that may be null, in one byte instead of four.
  private static final byte UNTOLD = -1;
  private static final byte NO = 0;
  private static final byte YES = 1;

  private int sdpHash;
  private @Nullable String userAgent;
  private byte supportsTimer = UNTOLD;
  private byte allowsUpdate = UNTOLD;
  private boolean everSupportedTimer;

  /** The same side as another answer to its INVITE begins with it. */
  PartyState copy() {
    PartyState other = new PartyState();
    other.sdpHash = sdpHash;
    other.userAgent = userAgent;
    other.supportsTimer = supportsTimer;
    other.allowsUpdate = allowsUpdate;
    other.everSupportedTimer = everSupportedTimer;
    return other;
  }

  static PartyState restored(Party party) {
    PartyState state = new PartyState();
    state.userAgent = party.userAgent() == null ? null : party.userAgent().intern();
    state.supportsTimer = told(party.supportsTimer());
    state.everSupportedTimer = Boolean.TRUE.equals(party.supportsTimer());
    state.allowsUpdate = told(party.allowsUpdate());
    return state;
  }

  /** Whether a message of this side describes the session in another way than its last one did. */
  boolean isNewDescription(SipMessage message) {
    return message.hasSdp() && message.sdpHash() != sdpHash;
  }

  /** Takes note of a message that this side sent. */
  void learn(SipMessage message) {
    if (!message.isOfUserAgent(userAgent)) {
      String agent = message.userAgent();
      // The JVM's own table: it lets go of what nobody uses, whatever names are made up.
      userAgent = agent == null ? userAgent : agent.intern();
    }
    if (!message.isCut() && (message.isRequest() || message.isSuccess())) {
      supportsTimer = message.supportsTimer() ? YES : NO;
      everSupportedTimer |= message.supportsTimer();
    }
    if (message.hasSdp()) {
      sdpHash = message.sdpHash();
    }
    Boolean update = message.allowsUpdate();
    allowsUpdate = update == null ? allowsUpdate : told(update);
  }

  /** Whether any of its messages listed {@code timer}: some leave it out of re-INVITEs. */
  boolean hasEverSupportedTimer() {
    return everSupportedTimer;
  }

  Party snapshot(String tag, String uri) {
    return new Party(tag, uri, userAgent, asBoolean(supportsTimer), asBoolean(allowsUpdate));
  }

  private static byte told(@Nullable Boolean value) {
    if (value == null) {
      return UNTOLD;
    }
    return value ? YES : NO;
  }

  private static @Nullable Boolean asBoolean(byte told) {
    return told == UNTOLD ? null : told == YES;
  }
}
