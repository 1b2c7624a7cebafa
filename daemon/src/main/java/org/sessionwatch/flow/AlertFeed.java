package org.sessionwatch.flow;

import org.sessionwatch.alert.AlertSink;
import org.sessionwatch.session.AlertView;
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
    alerts.raised(new AlertView(effect.dialog(), effect.alert()));
  }

  @Override
  public void alertConfirmed(Effect.AlertConfirmed effect) {
    alerts.confirmed(new AlertView(effect.dialog(), effect.alert()));
  }

  @Override
  public void alertCleared(Effect.AlertCleared effect) {
    alerts.cleared(new AlertView(effect.dialog(), effect.alert()));
  }

  @Override
  public void pbxAlertRaised(Effect.PbxAlertRaised effect) {
    alerts.raised(AlertView.ofPbx(effect.pbx(), effect.alert()));
  }

  @Override
  public void pbxAlertCleared(Effect.PbxAlertCleared effect) {
    alerts.cleared(AlertView.ofPbx(effect.pbx(), effect.alert()));
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
