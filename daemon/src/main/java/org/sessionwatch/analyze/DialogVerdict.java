package org.sessionwatch.analyze;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogHop;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.Severity;

/** What the recording says of one dialog. */
final class DialogVerdict {
  private final Map<Integer, Refresh> refreshes = new TreeMap<>();
  private final Map<UUID, Alert> alerts = new LinkedHashMap<>();
  private final Map<List<?>, DialogHop> hops = new LinkedHashMap<>();
  private final Dialog beginning;
  private final long number;
  private Dialog dialog;

  /**
   * A dialog that was told of just now.
   *
   * @param number how many were told of before it
   */
  DialogVerdict(Dialog dialog, long number) {
    this.beginning = dialog;
    this.number = number;
    this.dialog = dialog;
  }

  /** Tells apart those that began at the same instant. */
  long number() {
    return number;
  }

  /** When its first message was heard, in microseconds since the epoch. */
  long firstHeardUs() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, beginning.firstHeardAt());
  }

  /** The dialog as it was first told. */
  Dialog beginning() {
    return beginning;
  }

  void now(Dialog latest) {
    dialog = latest;
  }

  void add(Refresh refresh) {
    refreshes.put(refresh.seq(), refresh);
  }

  /** A hop as it stands now, in place of how it stood before. */
  void add(DialogHop hop) {
    hops.put(Arrays.asList(hop.pbx(), hop.caller(), hop.callee()), hop);
  }

  void add(Alert alert) {
    alerts.put(alert.alertId(), alert);
  }

  Dialog dialog() {
    return dialog;
  }

  /** In order of their requests. */
  List<Refresh> refreshes() {
    return List.copyOf(refreshes.values());
  }

  /** In order of their first messages, which is from the caller to the callee. */
  List<DialogHop> hops() {
    List<DialogHop> sorted = new ArrayList<>(hops.values());
    sorted.sort(Comparator.comparing(DialogHop::firstHeardAt));
    return sorted;
  }

  /** In order of their instants. */
  List<Alert> alerts() {
    List<Alert> sorted = new ArrayList<>(alerts.values());
    sorted.sort(Comparator.comparing(Alert::raisedAt));
    return sorted;
  }

  boolean isCritical() {
    return alerts.values().stream().anyMatch(alert -> alert.severity() == Severity.CRITICAL);
  }
}
