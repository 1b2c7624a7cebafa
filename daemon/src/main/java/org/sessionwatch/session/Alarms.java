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

  /** Those that hold until the next refresh. */
  private List<Raised> standing = List.of();

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
        Raised raised = new Raised.Told(alert, dialog.timer().refreshedUs(), false);
        standing = Few.with(standing, raised);
        if (!alert.confirmed()) {
          await(raised);
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
        unrefreshed(AlertKind.REFRESH_LATE, at.lateUs(), false);
      }
    }
    if (!atRiskPassed && at.atRiskUs() <= nowUs) {
      missed(at, false);
    }
    if (!expiredPassed && zombieUs(at) <= nowUs) {
      expiredPassed = true;
      probablyOver = dialog.isProbablyOver(dialog.timer().refreshedUs(), at.expiredUs());
      unrefreshed(AlertKind.SESSION_EXPIRED, at.expiredUs(), false);
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
    unrefreshed(AlertKind.REFRESH_MISSED, at.atRiskUs(), shown);
  }

  /** No 2xx came since the last one. Whether the PBX has the call still up says that it matters. */
  private void unrefreshed(AlertKind kind, long raisedUs, boolean shown) {
    Interval interval = runningInterval();
    Certainty certainty = certainty(kind, interval.refreshedUs(), raisedUs, shown);
    Raised raised =
        new Raised.Unrefreshed(kind, interval, certainty, dialog.isCountable(), Instants.NONE);
    standing = Few.with(standing, raised);
    tell(raised.alert(dialog));
    if (!certainty.isConfirmed()) {
      await(raised);
    }
  }

  /** One for all alerts about it. */
  private Interval runningInterval() {
    for (Raised raised : standing) {
      if (raised instanceof Raised.Unrefreshed earlier) {
        return earlier.interval();
      }
    }
    return Interval.of(dialog);
  }

  /**
   * Raises an alert about something that did not come, which silence alone does not prove.
   *
   * @param fromUs since when it did not come
   * @param shown whether something was heard that shows that it did not
   */
  void missing(AlertTexts.Text text, long raisedUs, long fromUs, boolean shown) {
    Certainty certainty = certainty(text.kind(), fromUs, raisedUs, shown);
    Alert alert = text.alert(dialog.id(), raisedUs, certainty);
    tell(alert);
    if (!certainty.isConfirmed()) {
      await(new Raised.Told(alert, fromUs, dialog.isCountable()));
    }
  }

  private Certainty certainty(AlertKind kind, long fromUs, long untilUs, boolean shown) {
    if (!shown && dialog.mayHaveMissed(fromUs, untilUs)) {
      return Certainty.DOUBTFUL;
    }
    boolean confirmed = shown || (Unproven.canPbxTell(kind) && dialog.isUp());
    return confirmed ? Certainty.CONFIRMED : Certainty.UNCONFIRMED;
  }

  private void await(Raised raised) {
    if (Unproven.isProvable(raised)) {
      if (unproven == null) {
        unproven = new Unproven();
      }
      unproven.add(raised);
    }
  }

  void raise(AlertTexts.Text text, long raisedUs, boolean confirmed) {
    Certainty certainty = confirmed ? Certainty.CONFIRMED : Certainty.UNCONFIRMED;
    tell(text.alert(dialog.id(), raisedUs, certainty));
  }

  private void tell(Alert alert) {
    dialog.emit(new Effect.AlertRaised(dialog.snapshot(), alert));
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

  private void confirm(List<Raised> proven) {
    for (Raised raised : proven) {
      Raised certain = raised.certain();
      standing = Few.replaced(standing, raised, certain);
      dialog.emit(new Effect.AlertConfirmed(dialog.snapshot(), certain.alert(dialog)));
    }
  }

  /** A 2xx ended the conditions and began a new interval. */
  void restart(long successUs) {
    latePassed = false;
    atRiskPassed = false;
    expiredPassed = false;
    probablyOver = false;
    for (Raised raised : standing) {
      Raised cleared = raised.cleared(successUs);
      if (unproven != null) {
        unproven.replace(raised, cleared);
      }
      dialog.emit(new Effect.AlertCleared(dialog.snapshot(), cleared.alert(dialog)));
    }
    standing = List.of();
  }
}
