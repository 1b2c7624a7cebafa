package org.sessionwatch.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The alerts of one dialog that say that something did not come, while nothing shows yet that it
 * was not the mirror that lost it.
 */
final class Unproven {
  /** What is older waits in vain. */
  private static final int MOST = 8;

  /** They rest on there having been no refresh but those that were heard. */
  private static final Set<AlertKind> OF_REFRESHES =
      Set.of(
          AlertKind.REFRESH_LATE,
          AlertKind.REFRESH_MISSED,
          AlertKind.SESSION_EXPIRED,
          AlertKind.REFRESH_GLARE,
          AlertKind.REFRESHER_CHANGED,
          AlertKind.WRONG_SIDE_REFRESH);

  /** It rests on more than one interval. */
  private static final AlertKind LONGER = AlertKind.WRONG_SIDE_REFRESH;

  private record Waiting(Alert alert, long fromUs, boolean countable) {
    private boolean isProvenBy(Hearing hearing) {
      return countable
          && alert.kind() != LONGER
          && OF_REFRESHES.contains(alert.kind())
          && hearing.isWhole(fromUs, Instants.us(alert.raisedAt()));
    }
  }

  private final List<Waiting> waiting = new ArrayList<>(2);

  /** Whether such an alert is to be believed when the PBX says that the call is up. */
  static boolean canPbxTell(AlertKind kind) {
    return OF_REFRESHES.contains(kind);
  }

  /**
   * One more.
   *
   * @param fromUs since when something did not come
   * @param countable whether the numbers of the requests can prove it
   */
  void add(Alert alert, long fromUs, boolean countable) {
    if (waiting.size() == MOST) {
      waiting.remove(0);
    }
    waiting.add(new Waiting(alert, fromUs, countable));
  }

  /** The same alert, changed. */
  void replace(Alert alert) {
    waiting.replaceAll(
        one ->
            one.alert().alertId().equals(alert.alertId())
                ? new Waiting(alert, one.fromUs(), one.countable())
                : one);
  }

  /** Those that are certain, since every request of the time they are about was heard. */
  List<Alert> takeProven(Hearing hearing) {
    return take(one -> one.isProvenBy(hearing));
  }

  /** REFRESH_MISSED about the time since then. */
  List<Alert> takeMissed(long fromUs) {
    return take(one -> one.fromUs() == fromUs && one.alert().kind() == AlertKind.REFRESH_MISSED);
  }

  private List<Alert> take(Predicate<Waiting> which) {
    List<Alert> taken = waiting.stream().filter(which).map(Waiting::alert).toList();
    waiting.removeIf(which);
    return taken;
  }
}
