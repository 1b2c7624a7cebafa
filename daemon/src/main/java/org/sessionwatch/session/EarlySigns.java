package org.sessionwatch.session;

import java.util.List;
import org.sessionwatch.sip.SipMessage;

/**
 * What was mirrored within one dialog before the request that it follows: provisional responses,
 * CANCELs and ACKs. They show that the request was sent by then.
 */
final class EarlySigns {
  /** More than ever overtake their requests. */
  private static final int MOST = 8;

  private List<Sign> waiting = List.of();

  /**
   * One of them.
   *
   * @param by who sent the request
   */
  record Sign(SipMessage message, Side by, long heardUs) {
    private boolean isOf(RefreshAttempt attempt) {
      return attempt.is(by, message.cseq());
    }
  }

  void add(SipMessage message, Side by, long nowUs) {
    if (waiting.size() < MOST) {
      waiting = Few.with(waiting, new Sign(message, by, nowUs));
    }
  }

  /** Takes out those that belong to the attempt, which has just begun. */
  List<Sign> takeOf(RefreshAttempt attempt) {
    List<Sign> all = waiting;
    waiting = Few.without(all, sign -> sign.isOf(attempt));
    return all == waiting ? List.of() : all.stream().filter(sign -> sign.isOf(attempt)).toList();
  }

  /** Whether a request, and perhaps its answer, may be on their way. */
  boolean isAny() {
    return !waiting.isEmpty();
  }

  /** Whether one of them shows that its request was sent by that instant. */
  boolean isAnyBy(long atUs) {
    return waiting.stream().anyMatch(sign -> sign.heardUs() <= atUs);
  }

  /** When the oldest has waited in vain; {@code Long.MAX_VALUE} when none waits. */
  long dueUs() {
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.get(0).heardUs() + EngineSettings.SETTLE_US;
  }

  /** Lets go of those that have waited in vain. */
  void forget(long nowUs) {
    waiting = Few.without(waiting, sign -> sign.heardUs() + EngineSettings.SETTLE_US <= nowUs);
  }
}
