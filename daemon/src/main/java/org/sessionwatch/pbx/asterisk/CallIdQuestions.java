package org.sessionwatch.pbx.asterisk;

import java.util.concurrent.atomic.LongAdder;
import org.asteriskjava.manager.action.GetVarAction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Asterisk for the Call-IDs of channels: one Getvar a channel, and none twice on one
 * connection.
 *
 * <p>Owned by the client's thread, but for the counts.
 */
final class CallIdQuestions {
  private static final Logger log = LoggerFactory.getLogger(AmiClient.class);
  private static final String CALL_ID = "CHANNEL(pjsip,call-id)";

  private final String pbx;
  private final Getvars getvars;
  private final Answer answer;
  private final LongAdder asked = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private boolean told;

  /** Gets the Call-ID of a leg. */
  interface Answer {
    void callId(Leg leg, String callId);
  }

  CallIdQuestions(String pbx, Getvars getvars, Answer answer) {
    this.pbx = pbx;
    this.getvars = getvars;
    this.answer = answer;
  }

  /** What is in the way may be told once more on the next connection. */
  void end() {
    told = false;
  }

  /** Asks for the Call-ID of a leg as soon as it is its turn. */
  void ask(Leg leg) {
    getvars.ask(
        new GetVarAction(leg.name(), CALL_ID),
        () -> {
          boolean up = leg.ending() == null;
          if (up) {
            asked.increment();
          }
          return up;
        },
        told -> take(leg, told));
  }

  private void take(Leg leg, Getvars.Answer told) {
    String callId = told.value();
    if (callId != null) {
      answer.callId(leg, callId);
    } else if (leg.ending() == null) {
      failed.increment();
      tellOnce(leg, told.problem());
    }
  }

  private void tellOnce(Leg leg, String problem) {
    if (told) {
      return;
    }
    told = true;
    log.warn(
        "AMI of {} does not tell the Call-ID of channel {} ({}): that call has no channel name and"
            + " linkedid here. Check that the manager user has \"reporting\" or \"call\" in its"
            + " write line in manager.conf.",
        pbx,
        leg,
        problem);
  }

  /** Questions sent. Any thread may ask. */
  long asked() {
    return asked.sum();
  }

  /** Questions that were refused or not answered in time. Any thread may ask. */
  long failed() {
    return failed.sum();
  }
}
