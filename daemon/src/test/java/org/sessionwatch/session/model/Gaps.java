package org.sessionwatch.session.model;

import java.util.Map;
import java.util.TreeMap;
import org.sessionwatch.session.Side;

/** FEED_GAP: what the messages themselves show to have escaped the capture points. */
final class Gaps {
  private final DialogReading dialog;
  private final Verdict verdict;

  Gaps(DialogReading dialog, Verdict verdict) {
    this.dialog = dialog;
    this.verdict = verdict;
  }

  void find() {
    for (Side side : Side.values()) {
      passedOver(side);
    }
    unasked();
  }

  /**
   * A side counts its requests one by one (RFC 3261 section 12.2.1.1): a number that never comes is
   * known to be missing as soon as the next one does. It is told once for each side.
   */
  private void passedOver(Side side) {
    TreeMap<Long, Long> firstSeen = new TreeMap<>();
    for (Message message : dialog.messages) {
      if (isNumbered(message) && message.requester() == side && belongs(message)) {
        firstSeen.merge(message.cseq(), message.atUs(), Math::min);
      }
    }
    for (Map.Entry<Long, Long> seen : firstSeen.entrySet()) {
      boolean isFirst = firstSeen.lowerKey(seen.getKey()) == null;
      if (!isFirst && !firstSeen.containsKey(seen.getKey() - 1)) {
        tell(seen.getValue());
        return;
      }
    }
  }

  /** The INVITEs before the one that was answered were outside the dialog. */
  private boolean belongs(Message message) {
    return !ReferenceModel.opens(message) || message.cseq() == dialog.opening.request().cseq();
  }

  /** An ACK and a CANCEL have the number of their INVITE. */
  private static boolean isNumbered(Message message) {
    boolean counts = !message.method().equals("ACK") && !message.method().equals("CANCEL");
    return counts && (message.isRequest() || message.isFinal());
  }

  /** An INVITE or UPDATE that was answered has been sent. */
  private void unasked() {
    for (Attempt attempt : dialog.attempts) {
      for (Transaction one : attempt.tries()) {
        if (!one.isAsked()) {
          tell(one.answeredUs());
          return;
        }
      }
    }
  }

  private void tell(long atUs) {
    verdict.say("alert FEED_GAP INFO", atUs, Verdict.NEVER);
  }
}
