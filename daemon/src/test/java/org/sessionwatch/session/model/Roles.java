package org.sessionwatch.session.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Side;

/** Who refreshes, who was to, and who is from then on. */
final class Roles {
  private final DialogReading dialog;
  private final Verdict verdict;
  private int wrongSide;

  Roles(DialogReading dialog, Verdict verdict) {
    this.dialog = dialog;
    this.verdict = verdict;
  }

  void judge() {
    List<Interval> intervals = dialog.intervals;
    for (int i = 1; i < intervals.size(); i++) {
      Interval before = intervals.get(i - 1);
      if (before.active() && intervals.get(i).active()) {
        refreshed(attemptOf(intervals.get(i)), before, intervals.get(i));
      }
    }
  }

  private Attempt attemptOf(Interval interval) {
    return dialog.attempts.stream()
        .filter(one -> one.last().succeeded() && one.last().answeredUs() == interval.fromUs())
        .findFirst()
        .orElseThrow();
  }

  private void refreshed(Attempt attempt, Interval before, Interval after) {
    boolean changed = after.refresher() != before.refresher() && attempt.last().isAsked();
    if (changed && asked(attempt.last()) != after.refresher()) {
      verdict.say("alert REFRESHER_CHANGED WARNING", after.fromUs(), Verdict.NEVER);
    }
    boolean wrong = attempt.by() != before.refresher() && attempt.by() != after.refresher();
    if (wrong && dialog.isOnTime(attempt.first()) && ++wrongSide == 2) {
      verdict.say("alert WRONG_SIDE_REFRESH INFO", after.fromUs(), Verdict.NEVER);
    }
  }

  /** The side that the request wants to be refresher; null when it leaves it open. */
  private static @Nullable Side asked(Transaction one) {
    String role = one.request().headers().role();
    if (role == null) {
      return null;
    }
    return Objects.equals(role, Headers.UAC) ? one.by() : one.by().other();
  }
}
