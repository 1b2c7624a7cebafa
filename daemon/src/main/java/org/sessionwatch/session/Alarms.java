package org.sessionwatch.session;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one dialog: which thresholds of the running interval have passed, which alerts
 * hold, and which have been told once and for all.
 */
final class Alarms {
  private static final Set<AlertKind> CONDITIONS =
      Set.of(AlertKind.REFRESH_LATE, AlertKind.REFRESH_MISSED, AlertKind.SESSION_EXPIRED);

  private final WatchedDialog dialog;
  private List<Alert> standing = List.of();
  private @Nullable Set<String> told;
  private @Nullable Unproven unproven;
  private boolean latePassed;
  private boolean atRiskPassed;
  private boolean expiredPassed;
  private boolean probablyOver;

  Alarms(WatchedDialog dialog) {
    this.dialog = dialog;
  }

  /** Takes up where another watch left off: what was raised is not raised again. */
  void restore(List<Alert> open) {
    for (Alert alert : open) {
      if (alert.kind() == AlertKind.BAD_NEGOTIATION) {
        remember(alert.kind(), NegotiationTexts.ruleOf(alert));
      }
      if (CONDITIONS.contains(alert.kind()) && alert.clearedAt() == null) {
        standing = Few.with(standing, alert);
        if (!alert.confirmed()) {
          unproven().add(alert, dialog.timer().refreshedUs(), false);
        }
      }
      if (Instants.us(alert.raisedAt()) >= dialog.timer().refreshedUs()) {
        latePassed |= alert.kind() == AlertKind.REFRESH_LATE;
        atRiskPassed |= alert.kind() == AlertKind.REFRESH_MISSED;
        expiredPassed |= alert.kind() == AlertKind.SESSION_EXPIRED;
      }
    }
    // A later threshold's alert stands for the earlier ones, which may have been suppressed.
    atRiskPassed |= expiredPassed;
    latePassed |= atRiskPassed;
  }

  /**
   * The next threshold of the interval that has not passed yet; {@code Long.MAX_VALUE} when none.
   */
  long nextUs(Thresholds thresholds) {
    long next = Long.MAX_VALUE;
    next = latePassed ? next : Math.min(next, thresholds.lateUs());
    next = atRiskPassed ? next : Math.min(next, thresholds.atRiskUs());
    return expiredPassed ? next : Math.min(next, zombieUs(thresholds));
  }

  /**
   * When an expired session counts as still up: a refresher whose refreshes failed hangs up at the
   * expiry itself, and its BYE is a moment behind.
   */
  private static long zombieUs(Thresholds at) {
    return at.expiredUs() + Drop.WINDOW_US;
  }

  /** Raises what the thresholds passed by {@code nowUs} call for. */
  void pass(Thresholds at, long nowUs, boolean attemptUnderWay) {
    if (!latePassed && at.lateUs() <= nowUs) {
      latePassed = true;
      if (!attemptUnderWay) {
        missing(AlertTexts.late(dialog, at), at.lateUs());
      }
    }
    if (!atRiskPassed && at.atRiskUs() <= nowUs) {
      missed(at, false);
    }
    if (!expiredPassed && zombieUs(at) <= nowUs) {
      expiredPassed = true;
      probablyOver = dialog.isProbablyOver(dialog.timer().refreshedUs(), at.expiredUs());
      missing(AlertTexts.expired(dialog, at), at.expiredUs());
    }
  }

  /** Whether the session expired while its feed lost messages: its BYE was probably one of them. */
  boolean isProbablyOver() {
    return probablyOver;
  }

  /**
   * A drop by the timer never stands alone, even if it came a moment before the threshold.
   *
   * @param shown whether the drop itself shows that no refresh came
   */
  void missedIfNotYet(Thresholds at, boolean shown) {
    if (!atRiskPassed) {
      missed(at, shown);
    }
  }

  private void missed(Thresholds at, boolean shown) {
    atRiskPassed = true;
    missing(AlertTexts.missed(dialog, at), at.atRiskUs(), dialog.timer().refreshedUs(), shown);
  }

  /** No 2xx came since the last one. Whether the PBX has the call still up says that it matters. */
  private void missing(AlertTexts.Text text, long raisedUs) {
    missing(text, raisedUs, dialog.timer().refreshedUs(), false);
  }

  /**
   * Raises an alert about something that did not come, which silence alone does not prove.
   *
   * @param fromUs since when it did not come
   * @param shown whether something was heard that shows that it did not
   */
  void missing(AlertTexts.Text text, long raisedUs, long fromUs, boolean shown) {
    boolean doubtful = !shown && dialog.mayHaveMissed(fromUs, raisedUs);
    boolean confirmed = shown || (!doubtful && Unproven.canPbxTell(text.kind()) && dialog.isUp());
    Alert alert = raise(doubtful ? AlertTexts.doubtful(text) : text, raisedUs, confirmed);
    if (!confirmed) {
      unproven().add(alert, fromUs, dialog.isCountable());
    }
  }

  private Unproven unproven() {
    if (unproven == null) {
      unproven = new Unproven();
    }
    return unproven;
  }

  Alert raise(AlertTexts.Text text, long raisedUs, boolean confirmed) {
    Alert alert = text.alert(dialog.id(), raisedUs, confirmed);
    if (CONDITIONS.contains(text.kind())) {
      standing = Few.with(standing, alert);
    }
    dialog.emit(new Effect.AlertRaised(dialog.snapshot(), alert));
    return alert;
  }

  /** Raises an alert that a dialog gets once for each subject, such as a violated rule. */
  void raiseOnce(AlertTexts.Text text, long raisedUs) {
    raiseOnce(text, raisedUs, true);
  }

  void raiseOnce(AlertTexts.Text text, long raisedUs, boolean confirmed) {
    if (remember(text.kind(), text.subject())) {
      raise(text, raisedUs, confirmed);
    }
  }

  /** False when it was told before. */
  private boolean remember(AlertKind kind, String subject) {
    if (told == null) {
      told = new HashSet<>(2);
    }
    return told.add(kind + subject);
  }

  /** Confirms what the numbers of the messages heard since then leave no doubt of. */
  void prove(Hearing hearing) {
    if (unproven != null) {
      confirm(unproven.takeProven(hearing));
    }
  }

  /** The side that hung up says that it had no refresh since the last one that was heard. */
  void proveMissed() {
    if (unproven != null) {
      confirm(unproven.takeMissed(dialog.timer().refreshedUs()));
    }
  }

  /** What waits for a proof waits in vain: it cannot be told any more what was lost. */
  void giveUpProof() {
    unproven = null;
  }

  private void confirm(List<Alert> proven) {
    for (Alert alert : proven) {
      Alert certain = AlertTexts.certain(alert);
      standing =
          standing.stream()
              .map(one -> one.alertId().equals(certain.alertId()) ? certain : one)
              .toList();
      dialog.emit(new Effect.AlertConfirmed(dialog.snapshot(), certain));
    }
  }

  /** A 2xx ended the conditions and began a new interval. */
  void restart(long successUs) {
    latePassed = false;
    atRiskPassed = false;
    expiredPassed = false;
    probablyOver = false;
    for (Alert alert : standing) {
      Alert cleared = alert.cleared(Instants.at(successUs));
      if (unproven != null) {
        unproven.replace(cleared);
      }
      dialog.emit(new Effect.AlertCleared(dialog.snapshot(), cleared));
    }
    standing = List.of();
  }
}
