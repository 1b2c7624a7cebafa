package org.sessionwatch.pbx.asterisk;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.asteriskjava.manager.action.GetVarAction;
import org.asteriskjava.manager.response.ManagerError;
import org.asteriskjava.manager.response.ManagerResponse;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.pbx.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Asterisk for the Call-IDs of channels: one Getvar a channel, a few at a time, and none twice
 * on one connection. Each costs a task of the session in PJSIP, and many at once have stopped
 * Asterisk.
 *
 * <p>Owned by the client's thread, but for the counts.
 */
final class CallIdQuestions {
  private static final Logger log = LoggerFactory.getLogger(AmiClient.class);
  private static final String CALL_ID = "CHANNEL(pjsip,call-id)";
  private static final int AT_ONCE = 8;

  private final String pbx;
  private final Executor thread;
  private final Function<Runnable, @Nullable Future<?>> timeout;
  private final Answer answer;
  private final Queue<Leg> waiting = new ArrayDeque<>();
  private final LongAdder asked = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private @Nullable AmiLink link;
  private int open;
  private boolean told;

  /** Gets the Call-ID of a leg. */
  interface Answer {
    void callId(Leg leg, String callId);
  }

  /** One question on its way. */
  private final class Question {
    private final Leg leg;
    private final AmiLink on;
    private final @Nullable Future<?> late;
    private boolean done;

    Question(Leg leg, AmiLink on) {
      this.leg = leg;
      this.on = on;
      this.late = timeout.apply(() -> end(null));
    }

    /** The first of answer and timeout counts; null for the timeout. */
    void end(@Nullable ManagerResponse response) {
      if (done || link != on) {
        return;
      }
      done = true;
      if (late != null) {
        late.cancel(false);
      }
      open--;
      take(leg, response);
      next();
    }
  }

  /**
   * Nothing to ask yet.
   *
   * @param thread the client's thread
   * @param timeout runs something on the client's thread when an answer is overdue
   */
  CallIdQuestions(
      String pbx, Executor thread, Function<Runnable, @Nullable Future<?>> timeout, Answer answer) {
    this.pbx = pbx;
    this.thread = thread;
    this.timeout = timeout;
    this.answer = answer;
  }

  /** Questions go to this connection from now on. */
  void begin(AmiLink newLink) {
    end();
    link = newLink;
  }

  /** The connection is gone, and what was asked on it. */
  void end() {
    link = null;
    open = 0;
    told = false;
    waiting.clear();
  }

  /** Asks for the Call-ID of a leg as soon as it is its turn. */
  void ask(Leg leg) {
    if (link != null) {
      waiting.add(leg);
      next();
    }
  }

  private void next() {
    while (open < AT_ONCE) {
      Leg leg = waiting.poll();
      AmiLink on = link;
      if (leg == null || on == null) {
        return;
      }
      if (leg.ending() == null) {
        send(leg, on);
      }
    }
  }

  private void send(Leg leg, AmiLink on) {
    asked.increment();
    open++;
    Question question = new Question(leg, on);
    try {
      on.send(
          new GetVarAction(leg.name(), CALL_ID),
          response -> {
            if (response != null) {
              thread.execute(() -> question.end(response));
            }
          });
    } catch (IOException e) {
      // The end of the connection is on its way, and ends the question with it.
      log.debug("{}: {}", pbx, e.getMessage());
    }
  }

  private void take(Leg leg, @Nullable ManagerResponse response) {
    String value = response == null ? null : response.getAttribute("Value");
    if (value != null && !value.isBlank() && !(response instanceof ManagerError)) {
      answer.callId(leg, value.strip());
      return;
    }
    if (leg.ending() == null) {
      failed.increment();
      tellOnce(leg, response);
    }
  }

  private void tellOnce(Leg leg, @Nullable ManagerResponse response) {
    if (told) {
      return;
    }
    told = true;
    String message = response == null ? "no answer in time" : response.getMessage();
    log.warn(
        "AMI of {} does not tell the Call-ID of channel {} ({}): that call has no channel name and"
            + " linkedid here. Check that the manager user has \"reporting\" or \"call\" in its"
            + " write line in manager.conf.",
        pbx,
        leg,
        message == null ? "an empty value" : Printable.of(message));
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
