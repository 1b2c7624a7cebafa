package org.sessionwatch.session.model;

import java.util.List;

/**
 * What the engine and the domain page are known to read differently in any weather: statements that
 * are not compared where it matters. What has been settled is to be removed.
 */
final class KnownDisagreements {
  private KnownDisagreements() {}

  /**
   * INTERVAL_TOO_SMALL_LOOP is for a retry below the demanded Min-SE. The engine tells it of any
   * later request within the dialog that asks for less than some 422 of the call demanded, even of
   * a repetition of the refused one.
   */
  static boolean isLoopDisputed(List<Message> history) {
    int demanded = 0;
    for (Message message : history) {
      Integer minSe = message.headers().minSe();
      demanded = message.status() == 422 && minSe != null ? Math.max(demanded, minSe) : demanded;
    }
    for (Message message : history) {
      Integer interval = message.headers().interval();
      boolean within = message.isRequest() && message.calleeTag() != null;
      if (within && message.canRefresh() && interval != null && interval < demanded) {
        return true;
      }
    }
    return false;
  }

  /**
   * A refusal is judged by the timer that it met. The engine judges it a second later, by what a
   * 2xx in that second made of the timer.
   */
  static boolean isFailureDisputed(DialogReading dialog) {
    for (int i = 1; i < dialog.intervals.size(); i++) {
      Interval now = dialog.intervals.get(i);
      boolean changed = now.state() != dialog.intervals.get(i - 1).state();
      if (changed && dialog.attempts.stream().anyMatch(one -> failedShortlyBefore(one, now))) {
        return true;
      }
    }
    return false;
  }

  private static boolean failedShortlyBefore(Attempt attempt, Interval now) {
    long beforeUs = now.fromUs() - attempt.last().answeredUs();
    return !attempt.last().succeeded() && beforeUs >= 0 && beforeUs <= 2 * CallWriter.SECOND;
  }
}
