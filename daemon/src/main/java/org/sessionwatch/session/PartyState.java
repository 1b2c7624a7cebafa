package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/** What the messages of one side told of it so far. */
final class PartyState {
  final String tag;
  final String uri;
  private int sdpHash;
  private @Nullable String userAgent;
  private @Nullable Boolean supportsTimer;
  private boolean everSupportedTimer;
  private @Nullable Boolean allowsUpdate;

  PartyState(String tag, String uri) {
    this.tag = tag;
    this.uri = uri;
  }

  static PartyState restored(Party party) {
    PartyState state = new PartyState(party.tag(), party.uri());
    state.userAgent = party.userAgent();
    state.supportsTimer = party.supportsTimer();
    state.everSupportedTimer = Boolean.TRUE.equals(party.supportsTimer());
    state.allowsUpdate = party.allowsUpdate();
    return state;
  }

  /** Whether a message of this side describes the session in another way than its last one did. */
  boolean isNewDescription(SipMessage message) {
    return message.hasSdp() && message.sdpHash() != sdpHash;
  }

  /** Takes note of a message that this side sent. */
  void learn(SipMessage message) {
    String agent = message.userAgent();
    if (agent != null && !agent.equals(userAgent)) {
      userAgent = agent;
    }
    if (!message.isCut() && (message.isRequest() || message.isSuccess())) {
      supportsTimer = message.supportsTimer();
      everSupportedTimer |= message.supportsTimer();
    }
    if (message.hasSdp()) {
      sdpHash = message.sdpHash();
    }
    Boolean update = message.allowsUpdate();
    if (update != null) {
      allowsUpdate = update;
    }
  }

  /** Whether any of its messages listed {@code timer}: some leave it out of re-INVITEs. */
  boolean hasEverSupportedTimer() {
    return everSupportedTimer;
  }

  Party snapshot() {
    return new Party(tag, uri, userAgent, supportsTimer, allowsUpdate);
  }
}
