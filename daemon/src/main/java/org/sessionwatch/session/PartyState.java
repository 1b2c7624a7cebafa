package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;

/** What the messages of one side told of it so far. */
final class PartyState {
  final String tag;
  final String uri;
  private @Nullable String userAgent;
  private @Nullable Boolean supportsTimer;
  private @Nullable Boolean allowsUpdate;

  PartyState(String tag, String uri) {
    this.tag = tag;
    this.uri = uri;
  }

  static PartyState restored(Party party) {
    PartyState state = new PartyState(party.tag(), party.uri());
    state.userAgent = party.userAgent();
    state.supportsTimer = party.supportsTimer();
    state.allowsUpdate = party.allowsUpdate();
    return state;
  }

  /** Takes note of a message that this side sent. */
  void learn(SipMessage message) {
    String agent = message.userAgent();
    if (agent != null && !agent.equals(userAgent)) {
      userAgent = agent;
    }
    if (!message.isCut() && (message.isRequest() || message.isSuccess())) {
      supportsTimer = message.supportsTimer();
    }
    Boolean update = message.allowsUpdate();
    if (update != null) {
      allowsUpdate = update;
    }
  }

  Party snapshot() {
    return new Party(tag, uri, userAgent, supportsTimer, allowsUpdate);
  }
}
