package org.sessionwatch.analyze;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sessionwatch.session.Alert;

/** What the recording says of one PBX as a whole. */
final class PbxVerdict {
  private final String pbx;
  private final Map<UUID, Alert> alerts = new LinkedHashMap<>();

  PbxVerdict(String pbx) {
    this.pbx = pbx;
  }

  String pbx() {
    return pbx;
  }

  void add(Alert alert) {
    alerts.put(alert.alertId(), alert);
  }

  /** In order of their instants. */
  List<Alert> alerts() {
    List<Alert> sorted = new ArrayList<>(alerts.values());
    sorted.sort(Comparator.comparing(Alert::raisedAt));
    return sorted;
  }
}
