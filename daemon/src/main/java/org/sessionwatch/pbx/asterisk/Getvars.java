package org.sessionwatch.pbx.asterisk;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.asteriskjava.manager.action.GetVarAction;
import org.asteriskjava.manager.response.ManagerError;
import org.asteriskjava.manager.response.ManagerResponse;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.pbx.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Asterisk for variables, a few at a time: some cost a task of a session in PJSIP, and many of
 * those at once have stopped Asterisk.
 *
 * <p>Owned by the client's thread.
 */
final class Getvars {
  private static final Logger log = LoggerFactory.getLogger(AmiClient.class);
  private static final int AT_ONCE = 8;

  private final Executor thread;
  private final Function<Runnable, @Nullable Future<?>> timeout;
  private final Queue<Question> waiting = new ArrayDeque<>();
  private @Nullable AmiLink link;
  private int open;

  /**
   * What came of a question.
   *
   * @param value the variable's value; null when there is none
   * @param problem why there is none, fit for the log; empty when there is one
   */
  record Answer(@Nullable String value, String problem) {
    private static Answer of(@Nullable ManagerResponse response) {
      String value = response == null ? null : response.getAttribute("Value");
      if (value != null && !value.isBlank() && !(response instanceof ManagerError)) {
        return new Answer(value.strip(), "");
      }
      String message = response == null ? "no answer in time" : response.getMessage();
      return new Answer(null, message == null ? "an empty value" : Printable.of(message));
    }
  }

  /** One question, waiting or on its way. */
  private final class Question {
    private final GetVarAction action;
    private final BooleanSupplier wanted;
    private final Consumer<Answer> answer;
    private @Nullable AmiLink on;
    private @Nullable Future<?> late;
    private boolean done;

    Question(GetVarAction action, BooleanSupplier wanted, Consumer<Answer> answer) {
      this.action = action;
      this.wanted = wanted;
      this.answer = answer;
    }

    void send(AmiLink to) {
      on = to;
      open++;
      late = timeout.apply(() -> end(null));
      try {
        to.send(
            action,
            response -> {
              if (response != null) {
                thread.execute(() -> end(response));
              }
            });
      } catch (IOException e) {
        // The end of the connection is on its way, and ends the question with it.
        log.debug("{}", e.getMessage());
      }
    }

    /** The first of answer and timeout counts; null for the timeout. */
    private void end(@Nullable ManagerResponse response) {
      if (done || link != on) {
        return;
      }
      done = true;
      if (late != null) {
        late.cancel(false);
      }
      open--;
      answer.accept(Answer.of(response));
      next();
    }
  }

  /**
   * Nothing to ask yet.
   *
   * @param thread the client's thread
   * @param timeout runs something on the client's thread when an answer is overdue
   */
  Getvars(Executor thread, Function<Runnable, @Nullable Future<?>> timeout) {
    this.thread = thread;
    this.timeout = timeout;
  }

  /** Questions go to this connection from now on. */
  void begin(AmiLink newLink) {
    end();
    link = newLink;
  }

  /** The connection is gone, and what was asked on it: those questions have no answer. */
  void end() {
    link = null;
    open = 0;
    waiting.clear();
  }

  /** Whether there is a connection to ask on. */
  boolean canAsk() {
    return link != null;
  }

  /**
   * Asks as soon as it is this question's turn.
   *
   * @param wanted whether the answer is still of use, when the turn has come
   */
  void ask(GetVarAction action, BooleanSupplier wanted, Consumer<Answer> answer) {
    if (link != null) {
      waiting.add(new Question(action, wanted, answer));
      next();
    }
  }

  private void next() {
    while (open < AT_ONCE) {
      AmiLink to = link;
      Question question = waiting.poll();
      if (question == null || to == null) {
        return;
      }
      if (question.wanted.getAsBoolean()) {
        question.send(to);
      }
    }
  }
}
