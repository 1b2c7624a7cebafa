package org.sessionwatch.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest status of each PBX that is to be written. Its owner lets one thread at a time in. */
final class LastStatuses {
  private final Map<String, PbxStatus> statuses = new LinkedHashMap<>();
  private boolean inHand;

  /** An earlier one of the same PBX that still waits is forgotten. */
  void put(PbxStatus status) {
    statuses.put(status.pbx(), status);
  }

  /** Takes all into hand. */
  List<PbxStatus> take() {
    List<PbxStatus> last = List.copyOf(statuses.values());
    statuses.clear();
    inHand = !last.isEmpty();
    return last;
  }

  /**
   * Those in hand are written, or never will be.
   *
   * @param again those that have to wait; a newer one of the same PBX replaces them
   */
  void settle(List<PbxStatus> again) {
    again.forEach(status -> statuses.putIfAbsent(status.pbx(), status));
    inHand = false;
  }

  /** Whether any is to be taken. */
  boolean isWaiting() {
    return !statuses.isEmpty();
  }

  /** Whether none is to be taken or in hand. */
  boolean isSettled() {
    return !inHand && statuses.isEmpty();
  }
}
