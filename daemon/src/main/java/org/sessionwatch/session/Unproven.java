package org.sessionwatch.session;

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

  private List<Raised> waiting = List.of();

  /** Whether such an alert is to be believed when the PBX says that the call is up. */
  static boolean canPbxTell(AlertKind kind) {
    return OF_REFRESHES.contains(kind);
  }

  /** Whether anything that may come can prove it; whether a BYE's Reason can or the numbers. */
  static boolean isProvable(Raised alert) {
    return alert.kind() == AlertKind.REFRESH_MISSED || isCounted(alert);
  }

  private static boolean isCounted(Raised alert) {
    return alert.countable() && alert.kind() != LONGER && OF_REFRESHES.contains(alert.kind());
  }

  /** One more. */
  void add(Raised alert) {
    waiting = Few.with(waiting.size() == MOST ? waiting.subList(1, MOST) : waiting, alert);
  }

  /** The same alert, changed. */
  void replace(Raised alert, Raised changed) {
    waiting = Few.replaced(waiting, alert, changed);
  }

  /** Those that are certain, since every request of the time they are about was heard. */
  List<Raised> takeProven(Hearing hearing) {
    return take(one -> isCounted(one) && hearing.isWhole(one.fromUs(), one.raisedUs()));
  }

  /** REFRESH_MISSED about the time since then. */
  List<Raised> takeMissed(long fromUs) {
    return take(one -> one.fromUs() == fromUs && one.kind() == AlertKind.REFRESH_MISSED);
  }

  private List<Raised> take(Predicate<Raised> which) {
    List<Raised> taken = Few.without(waiting, which.negate());
    waiting = Few.without(waiting, which);
    return taken;
  }
}
