package org.sessionwatch.session.model;

import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.session.RefreshOutcome;
import org.sessionwatch.session.Side;

/**
 * One attempt to refresh: a transaction, and the retries that a challenge, a 422 or a 491 asked for
 * (R26).
 */
record Attempt(List<Transaction> tries) {
  /** Within this a retry is one of the same attempt. */
  private static final long RETRY_US = 10_000_000;

  /** When a transaction is over without an answer. */
  static final long TIMEOUT_US = 32_000_000;

  static List<Attempt> of(List<Transaction> refreshes) {
    List<Attempt> attempts = new ArrayList<>();
    for (Transaction next : refreshes) {
      Attempt continued = null;
      for (Attempt attempt : attempts) {
        continued = attempt.goesOnWith(next) ? attempt : continued;
      }
      if (continued == null) {
        continued = new Attempt(new ArrayList<>());
        attempts.add(continued);
      }
      continued.tries.add(next);
    }
    return attempts;
  }

  private boolean goesOnWith(Transaction next) {
    Transaction last = last();
    return last.asksForRetry()
        && last.by() == next.by()
        && last.request().method().equals(next.request().method())
        && next.askedUs() - last.answeredUs() < RETRY_US;
  }

  Transaction first() {
    return tries.get(0);
  }

  Transaction last() {
    return tries.get(tries.size() - 1);
  }

  Side by() {
    return first().by();
  }

  /** What came of it until the call ended or the recording did. */
  RefreshOutcome outcome(DialogReading dialog) {
    int status = last().status();
    if (status == 0) {
      return dialog.isGivenUp(last()) ? RefreshOutcome.UNANSWERED : RefreshOutcome.PENDING;
    }
    if (last().succeeded()) {
      Headers answer = java.util.Objects.requireNonNull(last().answer()).headers();
      return answer.interval() == null ? RefreshOutcome.TURNED_OFF : RefreshOutcome.REFRESHED;
    }
    return switch (status) {
      case 487 -> RefreshOutcome.CANCELLED;
      case 491 -> RefreshOutcome.GLARE;
      default -> RefreshOutcome.REJECTED;
    };
  }

  /**
   * Whether it keeps REFRESH_LATE from being raised at the instant: pending, or failed and told.
   */
  boolean excuses(long instantUs, long sinceUs) {
    Transaction current = null;
    for (Transaction one : tries) {
      current = one.askedUs() <= instantUs ? one : current;
    }
    if (current == null) {
      return false;
    }
    if (current.answeredUs() > instantUs) {
      return instantUs < current.askedUs() + TIMEOUT_US;
    }
    return current.answeredUs() > sinceUs && !current.succeeded() && current.status() != 487;
  }
}
