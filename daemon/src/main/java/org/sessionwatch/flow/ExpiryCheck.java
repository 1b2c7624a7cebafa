package org.sessionwatch.flow;

import java.util.function.Predicate;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;

/**
 * Asks the PBX before SESSION_EXPIRED is called confirmed: mirrors lose packets, and a call that
 * only seems to go on is no zombie.
 */
public final class ExpiryCheck implements EffectSink {
  private final Predicate<String> isUp;
  private final EffectSink next;

  /**
   * @param isUp whether some PBX says that the call with this Call-ID is up; must answer at once
   */
  public ExpiryCheck(Predicate<String> isUp, EffectSink next) {
    this.isUp = isUp;
    this.next = next;
  }

  @Override
  public void accept(Effect effect) {
    next.accept(checked(effect));
  }

  private Effect checked(Effect effect) {
    if (effect instanceof Effect.AlertRaised raised) {
      Alert alert = raised.alert();
      boolean expired = alert.kind() == AlertKind.SESSION_EXPIRED && !alert.confirmed();
      if (expired && isUp.test(raised.dialog().callId())) {
        return new Effect.AlertRaised(raised.dialog(), alert.asConfirmed());
      }
    }
    return effect;
  }
}
