package org.sessionwatch.session.model;

import org.sessionwatch.session.EndCause;

/** Puts what was read of a dialog into words. */
final class Telling {
  private final DialogReading dialog;
  private final Verdict verdict;

  Telling(DialogReading dialog, Verdict verdict) {
    this.dialog = dialog;
    this.verdict = verdict;
  }

  /** How the dialog stands at last, and what came of each refresh. */
  void tell(Alarm alarm) {
    EndCause end =
        dialog.bye == null ? null : alarm.dropped() ? EndCause.DROPPED_BY_TIMER : EndCause.BYE;
    boolean certain = !alarm.dropped() || alarm.certain();
    Interval timer = dialog.lastInterval();
    verdict.say(
        "dialog "
            + dialog.calleeTag
            + " end="
            + end
            + " certain="
            + certain
            + " "
            + words(timer)
            + " min-se="
            + timer.minSe(),
        dialog.opening.answeredUs(),
        dialog.bye == null ? Verdict.NEVER : dialog.endUs());
    dialog.attempts.forEach(this::refresh);
  }

  private void refresh(Attempt attempt) {
    Transaction first = attempt.first();
    Transaction last = attempt.last();
    Interval met = dialog.met(first);
    Interval after = dialog.at(last.answer() == null ? first.askedUs() : last.answeredUs());
    verdict.say(
        "refresh "
            + dialog.calleeTag
            + " "
            + first.request().method()
            + " "
            + first.request().cseq()
            + " by "
            + attempt.by()
            + " "
            + (last.status() == 0 ? null : last.status())
            + " "
            + attempt.outcome(dialog)
            + " "
            + dialog.punctuality(met, first.askedUs())
            + " then "
            + (after.known() ? after.seconds() + " " + after.refresher() : "null null"),
        first.askedUs(),
        last.answer() == null ? Verdict.NEVER : last.answeredUs(),
        met.active() ? met.dueUs() : Verdict.NEVER);
  }

  private static String words(Interval timer) {
    return "timer="
        + timer.state()
        + " "
        + (timer.known() ? timer.seconds() + " " + timer.refresher() : "null null");
  }
}
