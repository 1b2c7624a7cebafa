package org.sessionwatch.session.model;

import org.sessionwatch.session.Side;
import org.sessionwatch.session.model.CallWriter.Exchange;

/** What parties do in the middle of a call. */
enum Refreshing implements Happening {
  ON_TIME {
    @Override
    public void write(CallWriter call, Dice dice) {
      Moment.ON_TIME.wait(call, dice);
      Side by = call.refresher;
      int interval = call.hasTimer() ? call.interval : 90;
      Exchange refresh = call.send(by, method(dice), Headers.asking(interval, Headers.UAC));
      call.answer(refresh, 200, Headers.giving(interval, Headers.UAC), dice.travel(), dice);
    }
  },
  /** The side that is not to refresh does so twice. */
  WRONG_SIDE {
    @Override
    public void write(CallWriter call, Dice dice) {
      int interval = call.hasTimer() ? call.interval : 90;
      for (int times = 0; times < 2; times++) {
        Moment.ON_TIME.wait(call, dice);
        Side by = call.refresher.other();
        Exchange refresh = call.send(by, method(dice), Headers.asking(interval, Headers.UAS));
        call.answer(refresh, 200, Headers.giving(interval, Headers.UAS), dice.travel(), dice);
        call.pause(dice.seconds(1.2, 3));
      }
    }
  },
  /** At any time, by any side, in any words; holds and codec changes too. */
  SOMEHOW {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Exchange refresh = ask(call, dice);
      long after = dice.percent(80) ? dice.travel() : dice.seconds(0.3, 25);
      call.answer(refresh, 200, Wording.grant(refresh.headers(), dice), after, dice);
    }
  },
  /** 401 or 407, then the same again with credentials; or not. */
  CHALLENGED {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Exchange first = ask(call, dice);
      call.answer(first, dice.pick(401, 407), Headers.NONE, dice.travel(), dice);
      if (dice.percent(80)) {
        retry(call, first, first.headers(), dice.seconds(0.1, 0.9), dice);
      } else {
        call.pause(40 * CallWriter.SECOND);
      }
    }
  },
  /** 422, then the same again with what it demands; or not. */
  TOO_SMALL {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Exchange first = call.send(dice.pick(Side.values()), method(dice), Headers.asking(90, null));
      int least = dice.pick(120, 180);
      Headers demand = Headers.NONE.withMinSe(dice.percent(90) ? least : null);
      call.answer(first, 422, demand, dice.travel(), dice);
      if (dice.percent(80)) {
        int interval = dice.percent(10) ? 100 : least;
        Headers again = Headers.asking(interval, null).withMinSe(interval);
        retry(call, first, again, dice.seconds(0.1, 0.9), dice);
      } else {
        call.pause(40 * CallWriter.SECOND);
      }
    }
  },
  /** Both sides at once; one of them gets through later, or none. */
  GLARE {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      String method = method(dice);
      Exchange one = call.send(Side.CALLER, method, Wording.ask(call, Side.CALLER, dice));
      call.pause(dice.seconds(0.001, 0.02));
      Exchange two = call.send(Side.CALLEE, method, Wording.ask(call, Side.CALLEE, dice));
      call.answer(one, 491, Headers.NONE, dice.seconds(0.03, 0.05), dice);
      call.answer(two, 491, Headers.NONE, dice.seconds(0.06, 0.08), dice);
      if (dice.percent(75)) {
        Exchange winner = dice.percent(50) ? one : two;
        retry(call, winner, winner.headers(), dice.seconds(0.5, 4), dice);
      }
      call.pause(40 * CallWriter.SECOND);
    }
  },
  REJECTED {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Exchange refresh = ask(call, dice);
      int status = dice.pick(481, 408, 500, 488, 503, 603, 405);
      call.answer(refresh, status, Headers.NONE, dice.travel(), dice);
      if (status == 481 && dice.percent(60)) {
        call.pause(dice.seconds(0.01, 2));
        Ending.hangUp(call, refresh.by(), Headers.NONE, dice);
      } else if (dice.percent(40)) {
        call.pause(dice.seconds(0.01, 0.5));
        Exchange again = call.send(refresh.by(), refresh.method(), refresh.headers());
        Headers grant = Wording.grant(refresh.headers(), dice);
        call.answer(again, 200, grant, dice.travel(), dice);
      }
      call.pause(2 * CallWriter.SECOND);
    }
  },
  UNANSWERED {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Exchange refresh = ask(call, dice);
      call.noAnswer(refresh);
      call.pause(dice.percent(50) ? dice.seconds(0.01, 0.2) : dice.seconds(1.1, 3));
      if (dice.percent(50)) {
        Ending.hangUp(call, refresh.by(), Headers.NONE, dice);
      }
    }
  },
  CANCELLED {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Side by = dice.pick(Side.values());
      Exchange invite = call.send(by, "INVITE", Wording.ask(call, by, dice));
      call.pause(dice.seconds(0.05, 0.4));
      call.respond(invite, 100, Headers.NONE);
      call.pause(dice.seconds(0.2, 5));
      call.sendWithin(invite, "CANCEL");
      call.answer(
          invite, 487, Headers.NONE, call.nowUs - invite.sentUs() + dice.travel(), new Dice(1));
    }
  },
  /** An ACK with an interval, which means nothing (R2). */
  STRAY_INTERVAL {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Side by = dice.pick(Side.values());
      Exchange invite = call.send(by, "INVITE", Wording.ask(call, by, dice));
      call.pause(dice.travel());
      call.succeed(invite, Wording.grant(invite.headers(), dice));
      call.acknowledge(invite, 200, dice.travel(), Headers.giving(3600, Headers.UAS));
    }
  },
  /** Requests that refresh nothing. */
  OTHER_REQUESTS {
    @Override
    public void write(CallWriter call, Dice dice) {
      for (int count = dice.between(1, 3); count > 0; count--) {
        call.pause(dice.seconds(0.1, 40));
        String method = dice.pick("INFO", "OPTIONS", "MESSAGE", "NOTIFY", "REFER");
        Exchange other = call.send(dice.pick(Side.values()), method, Headers.supporting());
        call.answer(other, dice.pick(200, 202, 500), Headers.NONE, dice.travel(), dice);
      }
    }
  },
  /** Nothing happens until a chosen time. */
  SILENCE {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
    }
  },
  /** The other side takes the call for over, the refresher does not. */
  BYE_UNKNOWN {
    @Override
    public void write(CallWriter call, Dice dice) {
      boolean early = !call.hasTimer() || call.nowUs < call.dueUs() - call.toleranceUs;
      boolean late = early && dice.percent(40);
      (late ? Moment.EARLY : dice.pick(Moment.values())).wait(call, dice);
      Exchange bye = call.send(call.refresher.other(), "BYE", Headers.NONE);
      call.answer(bye, 481, Headers.NONE, dice.travel(), dice);
      // After 5 s the end is told, and a drop with it: then it must not look like one.
      call.pause(late ? dice.seconds(4, 30) : dice.seconds(1.2, 4));
      Exchange refresh =
          call.send(call.refresher, method(dice), Wording.ask(call, call.refresher, dice));
      call.answer(refresh, 200, Wording.grant(refresh.headers(), dice), dice.travel(), dice);
    }
  },
  /** Requests of which no capture point tells. */
  UNHEARD {
    @Override
    public void write(CallWriter call, Dice dice) {
      call.pause(dice.seconds(0.1, 40));
      for (int count = dice.between(1, 3); count > 0; count--) {
        call.sendUnheard(dice.pick(Side.values()));
      }
    }
  },
  /** A refresh of which only the answer was heard. */
  ASKED_UNHEARD {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Side by = dice.percent(75) ? call.refresher : call.refresher.other();
      Headers ask = Wording.ask(call, by, dice);
      call.succeedUnheard(by, method(dice), ask, Wording.grant(ask, dice), dice);
    }
  },
  /** A BYE that is challenged and not sent again. */
  BYE_CHALLENGED {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Exchange bye = call.send(dice.pick(Side.values()), "BYE", Headers.NONE);
      call.answer(bye, dice.pick(401, 407), Headers.NONE, dice.travel(), dice);
      call.pause(40 * CallWriter.SECOND);
    }
  };

  private static String method(Dice dice) {
    return dice.pick("UPDATE", "INVITE");
  }

  private static Exchange ask(CallWriter call, Dice dice) {
    Side by = dice.percent(75) ? call.refresher : call.refresher.other();
    return call.send(by, method(dice), Wording.ask(call, by, dice));
  }

  private static void retry(
      CallWriter call, Exchange first, Headers headers, long afterUs, Dice dice) {
    call.pause(afterUs);
    Exchange again = call.send(first.by(), first.method(), headers);
    int status = dice.percent(90) ? 200 : dice.pick(500, 481);
    Headers says = status == 200 ? Wording.grant(headers, dice) : Headers.NONE;
    call.answer(again, status, says, dice.travel(), dice);
  }
}
