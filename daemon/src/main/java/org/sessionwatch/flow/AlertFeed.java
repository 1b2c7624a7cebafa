package org.sessionwatch.flow;

import org.sessionwatch.alert.AlertSink;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;

/** The alerts among the effects, on their way to people. */
public final class AlertFeed implements EffectSink, Effect.Visitor {
  private final AlertSink alerts;

  public AlertFeed(AlertSink alerts) {
    this.alerts = alerts;
  }

  @Override
  public void accept(Effect effect) {
    effect.accept(this);
  }

  @Override
  public void alertRaised(Effect.AlertRaised effect) {
    alerts.raised(effect.dialog(), effect.alert());
  }

  @Override
  public void alertCleared(Effect.AlertCleared effect) {
    alerts.cleared(effect.dialog(), effect.alert());
  }

  @Override
  public void established(Effect.Established effect) {}

  @Override
  public void changed(Effect.Changed effect) {}

  @Override
  public void refreshed(Effect.Refreshed effect) {}

  @Override
  public void ended(Effect.Ended effect) {}

  @Override
  public void reopened(Effect.Reopened effect) {}

  @Override
  public void forgotten(Effect.Forgotten effect) {}
}
