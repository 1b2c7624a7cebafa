package org.sessionwatch.flow;

import java.util.HashSet;
import java.util.Set;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * Calls that were hung up while the database, which knows the dialogs of an earlier run, was away:
 * their dialogs must not be watched on, or they would be told to miss their refresh. Used by the
 * shard's thread but for {@link #expect}.
 */
final class EndedUnknown {
  /** Far more calls than end while a database is away; beyond it the oldest run's are forgotten. */
  private static final int MOST = 500_000;

  private final EffectSink effects;
  private final Set<String> callIds = new HashSet<>();
  private volatile boolean expected;

  EndedUnknown(EffectSink effects) {
    this.effects = effects;
  }

  /** Dialogs are still to come. Any thread. */
  void expect() {
    expected = true;
  }

  /** All have come. */
  void forget() {
    expected = false;
    callIds.clear();
  }

  void hear(SipMessage message) {
    if (expected
        && message.isRequest()
        && message.method() == SipMethod.BYE
        && callIds.size() < MOST) {
      callIds.add(message.callId());
    }
  }

  /** Whether it ended meanwhile; its end was not seen as such, so it is told as forgotten. */
  boolean isEnded(Dialog dialog) {
    if (!callIds.contains(dialog.callId())) {
      return false;
    }
    effects.accept(new Effect.Forgotten(dialog));
    return true;
  }
}
