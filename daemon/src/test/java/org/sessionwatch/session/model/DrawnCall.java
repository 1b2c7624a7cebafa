package org.sessionwatch.session.model;

import java.util.List;
import org.sessionwatch.session.Side;
import org.sessionwatch.session.model.CallWriter.Exchange;

/**
 * A call that jqwik draws, each of its parts by itself: every step says how long after the one
 * before it begins, so that one less leaves the others as they were, and what fails shrinks to the
 * few steps and the instants that it takes.
 *
 * @param intervalS what both sides agree on at first
 * @param refresher who is to refresh by the first 2xx
 * @param steps what happens in the call, in order
 * @param end how it ends
 */
record DrawnCall(int intervalS, Side refresher, List<Step> steps, End end) {
  private static final long TOLERANCE_US = 6 * CallWriter.SECOND;
  private static final long MS = 1_000;

  /**
   * Within it the other copies of a message come; what a party does next comes later. The odd
   * microseconds keep everything off the thresholds, on which either verdict is right.
   */
  private static final long APART_US = 1_200 * MS + 7;

  /** The same travelling times for every call. */
  private static final long TRAVEL_US = 20 * MS;

  /**
   * One thing that happens.
   *
   * @param by who begins it
   * @param afterMs how long after the thing before it, beyond what copies take
   */
  record Step(What what, Side by, int afterMs) {
    void write(CallWriter call) {
      call.pause(APART_US + afterMs * MS);
      what.write(call, by);
    }
  }

  /**
   * How it ends.
   *
   * @param by who hangs up
   * @param afterMs how long after the last step
   * @param restMs how long the recording goes on
   */
  record End(How how, Side by, int afterMs, int restMs) {
    void write(CallWriter call) {
      call.pause(APART_US + afterMs * MS);
      how.write(call, by);
    }
  }

  /** Kinds of things that happen in a call. */
  enum What {
    UPDATE {
      @Override
      void write(CallWriter call, Side by) {
        succeed(call, by, "UPDATE");
      }
    },
    RE_INVITE {
      @Override
      void write(CallWriter call, Side by) {
        succeed(call, by, "INVITE");
      }
    },
    INFO {
      @Override
      void write(CallWriter call, Side by) {
        answer(call, call.send(by, "INFO", Headers.supporting()), 200, Headers.NONE);
      }
    },
    TURNED_OFF {
      @Override
      void write(CallWriter call, Side by) {
        answer(call, ask(call, by, "UPDATE"), 200, Headers.supporting());
      }
    },
    CHALLENGED {
      @Override
      void write(CallWriter call, Side by) {
        answer(call, ask(call, by, "INVITE"), 401, Headers.NONE);
        call.pause(200 * MS);
        succeed(call, by, "INVITE");
      }
    },
    GLARE {
      @Override
      void write(CallWriter call, Side by) {
        answer(call, ask(call, by, "UPDATE"), 491, Headers.NONE);
        call.pause(40 * CallWriter.SECOND);
      }
    },
    REJECTED {
      @Override
      void write(CallWriter call, Side by) {
        answer(call, ask(call, by, "UPDATE"), 500, Headers.NONE);
      }
    },
    GONE {
      @Override
      void write(CallWriter call, Side by) {
        answer(call, ask(call, by, "UPDATE"), 481, Headers.NONE);
      }
    },
    UNANSWERED {
      @Override
      void write(CallWriter call, Side by) {
        call.noAnswer(ask(call, by, "INVITE"));
      }
    },
    BYE_CHALLENGED {
      @Override
      void write(CallWriter call, Side by) {
        answer(call, call.send(by, "BYE", Headers.NONE), 407, Headers.NONE);
        call.pause(40 * CallWriter.SECOND);
      }
    };

    abstract void write(CallWriter call, Side by);

    private static Exchange ask(CallWriter call, Side by, String method) {
      return call.send(by, method, Headers.asking(interval(call), role(call, by)));
    }

    private static int interval(CallWriter call) {
      return call.hasTimer() ? call.interval : 90;
    }

    /** That leaves the refresher who he is. */
    private static String role(CallWriter call, Side by) {
      return call.refresher == by ? Headers.UAC : Headers.UAS;
    }

    private static void succeed(CallWriter call, Side by, String method) {
      Headers granted = Headers.giving(interval(call), role(call, by));
      answer(call, ask(call, by, method), 200, granted);
    }
  }

  /** Ways to end a call. */
  enum How {
    OPEN {
      @Override
      void write(CallWriter call, Side by) {}
    },
    BYE {
      @Override
      void write(CallWriter call, Side by) {
        answer(call, call.send(by, "BYE", Headers.NONE), 200, Headers.NONE);
      }
    },
    /** Nobody says so of a timer that is off. */
    BYE_THAT_NAMES_THE_TIMER {
      @Override
      void write(CallWriter call, Side by) {
        String reason = "Reason: SIP;cause=408;text=\"No session refresh received.\"";
        Headers headers = call.hasTimer() ? Headers.NONE.withMore(reason) : Headers.NONE;
        answer(call, call.send(by, "BYE", headers), 200, Headers.NONE);
      }
    },
    BYE_UNKNOWN {
      @Override
      void write(CallWriter call, Side by) {
        answer(call, call.send(by, "BYE", Headers.NONE), 481, Headers.NONE);
      }
    },
    BYE_UNANSWERED {
      @Override
      void write(CallWriter call, Side by) {
        call.noAnswer(call.send(by, "BYE", Headers.NONE));
      }
    };

    abstract void write(CallWriter call, Side by);
  }

  private static void answer(CallWriter call, Exchange to, int status, Headers headers) {
    call.answer(to, status, headers, TRAVEL_US, new Dice(1));
  }

  /** What its parties send. */
  History history() {
    CallWriter call = new CallWriter(TOLERANCE_US);
    Exchange invite = call.send(Side.CALLER, "INVITE", Headers.asking(intervalS, null));
    call.calleeTag = "b-tag";
    String role = refresher == Side.CALLER ? Headers.UAC : Headers.UAS;
    answer(call, invite, 200, Headers.giving(intervalS, role));
    steps.forEach(step -> step.write(call));
    end.write(call);
    List<Message> messages = call.messages();
    long lastUs = Math.max(call.nowUs, messages.get(messages.size() - 1).atUs());
    return new History(messages, TOLERANCE_US, lastUs + 3 * CallWriter.SECOND + end.restMs() * MS);
  }
}
