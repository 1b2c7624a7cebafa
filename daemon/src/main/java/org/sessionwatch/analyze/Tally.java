package org.sessionwatch.analyze;

/** Counts what was found, verdict by verdict. */
final class Tally {
  private long dialogs;
  private long refreshes;
  private long alerts;
  private boolean critical;

  void add(DialogVerdict verdict) {
    dialogs++;
    refreshes += verdict.refreshes().size();
    alerts += verdict.alerts().size();
    critical |= verdict.isCritical();
  }

  void add(PbxVerdict verdict) {
    alerts += verdict.alerts().size();
  }

  long dialogs() {
    return dialogs;
  }

  long refreshes() {
    return refreshes;
  }

  long alerts() {
    return alerts;
  }

  /** Whether any dialog has a critical alert. */
  boolean isCritical() {
    return critical;
  }
}
