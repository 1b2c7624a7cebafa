package org.sessionwatch.demo;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;
import org.sessionwatch.session.EndCause;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.TimerStatus;

/** Prints calls, refreshes and alerts as they happen, a line each. Thread-safe. */
public final class DemoConsole implements EffectSink, Effect.Visitor {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

  private final PrintStream out;

  public DemoConsole(PrintStream out) {
    this.out = out;
  }

  @Override
  public synchronized void accept(Effect effect) {
    effect.accept(this);
  }

  @Override
  public void established(Effect.Established effect) {
    Dialog dialog = effect.dialog();
    print(dialog.timer().refreshedAt(), "call    ", dialog, "answered; " + timer(dialog.timer()));
  }

  @Override
  public void changed(Effect.Changed effect) {}

  @Override
  public void refreshed(Effect.Refreshed effect) {
    Refresh refresh = effect.refresh();
    String outcome = lower(refresh.outcome());
    String punctuality = refresh.punctuality() == null ? "" : ", " + lower(refresh.punctuality());
    print(
        refresh.requestedAt(),
        "refresh ",
        effect.dialog(),
        refresh.method() + " by the " + lower(refresh.by()) + ": " + outcome + punctuality);
  }

  @Override
  public void alertRaised(Effect.AlertRaised effect) {
    Alert alert = effect.alert();
    String unconfirmed = alert.confirmed() ? "" : " (unconfirmed)";
    print(
        alert.raisedAt(),
        "ALERT   ",
        effect.dialog(),
        alert.severity() + " " + alert.kind() + unconfirmed);
    out.println("                   " + alert.detail());
    out.println("                   Check: " + alert.hint());
  }

  @Override
  public void alertConfirmed(Effect.AlertConfirmed effect) {
    Alert alert = effect.alert();
    print(alert.raisedAt(), "certain ", effect.dialog(), alert.kind() + ": there is no doubt now");
  }

  @Override
  public void alertCleared(Effect.AlertCleared effect) {
    Alert alert = effect.alert();
    print(
        alert.clearedAt(),
        "cleared ",
        effect.dialog(),
        alert.kind() + ": the refresh came after all");
  }

  @Override
  public void ended(Effect.Ended effect) {
    Dialog dialog = effect.dialog();
    String how =
        dialog.end() == EndCause.DROPPED_BY_TIMER ? "DROPPED BY ITS SESSION TIMER" : "hung up";
    print(dialog.endedAt(), "end     ", dialog, how);
  }

  @Override
  public void reopened(Effect.Reopened effect) {}

  @Override
  public void forgotten(Effect.Forgotten effect) {}

  @Override
  public void pbxAlertRaised(Effect.PbxAlertRaised effect) {
    Alert alert = effect.alert();
    print(alert.raisedAt(), "ALERT   ", effect.pbx(), alert.severity() + " " + alert.kind());
    out.println("                   " + alert.detail());
    out.println("                   Check: " + alert.hint());
  }

  @Override
  public void pbxAlertCleared(Effect.PbxAlertCleared effect) {
    Alert alert = effect.alert();
    print(alert.clearedAt(), "cleared ", effect.pbx(), alert.kind() + ": " + alert.detail());
  }

  private void print(@Nullable Instant at, String what, Dialog dialog, String text) {
    print(at, what, calls(dialog), text);
  }

  private void print(@Nullable Instant at, String what, String whose, String text) {
    String time = at == null ? "        " : TIME.format(at);
    out.printf("%s  %s %s: %s%n", time, what, whose, text);
  }

  /** Who calls whom. */
  static String calls(Dialog dialog) {
    return user(dialog.caller().uri()) + " -> " + user(dialog.callee().uri());
  }

  /** What is running of a timer, in words. */
  static String timer(TimerStatus timer) {
    Side refresher = timer.refresher();
    return refresher == null
        ? "no session timer"
        : "session interval " + timer.intervalS() + " s, the " + lower(refresher) + " refreshes";
  }

  private static String user(String uri) {
    int start = uri.indexOf(':') + 1;
    int end = uri.indexOf('@');
    return end > start ? uri.substring(start, end) : uri;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
