package org.sessionwatch.session.model;

import org.sessionwatch.session.Side;
import org.sessionwatch.session.model.CallWriter.Exchange;

/** Ways in which a call ends, or does not. */
enum Ending implements Happening {
  OPEN {
    @Override
    public void write(CallWriter call, Dice dice) {}
  },
  HANG_UP {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      hangUp(call, dice.pick(Side.values()), reason(dice), dice);
    }
  },
  /** Near the instants at which stacks hang up, and without a Reason. */
  AT_A_THRESHOLD {
    @Override
    public void write(CallWriter call, Dice dice) {
      if (call.hasTimer()) {
        long interval = call.interval * CallWriter.SECOND;
        long after =
            dice.pick(
                interval - Math.min(32 * CallWriter.SECOND, interval / 3),
                interval - Math.min(32 * CallWriter.SECOND, interval / 10),
                interval,
                interval + interval / 10);
        call.until(call.baseUs + after + dice.seconds(-2.5, 2.5));
        Side by = dice.percent(70) ? call.refresher.other() : call.refresher;
        hangUp(call, by, dice.percent(90) ? Headers.NONE : reason(dice), dice);
      }
    }
  },
  /** As pjsip and sofia end a session that nobody refreshed. */
  TOLD_BY_REASON {
    @Override
    public void write(CallWriter call, Dice dice) {
      if (call.hasTimer()) {
        call.until(dice.pick(call.atRiskUs(), call.expiredUs()) + dice.seconds(-1, 1));
        String text = dice.pick("No session refresh received.", "Session timeout");
        String reason = "Reason: SIP;cause=408;text=\"" + text + "\"";
        hangUp(call, dice.pick(Side.values()), Headers.NONE.withMore(reason), dice);
      }
    }
  },
  /** A refresh and a BYE meet on the way; who hung up knows no call any more. */
  CROSSING {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.SOON, Moment.EARLY, Moment.ON_TIME).wait(call, dice);
      Side by = call.refresher;
      Exchange refresh = call.send(by, "UPDATE", Wording.ask(call, by, dice));
      call.pause(dice.seconds(0.001, 0.01));
      Exchange bye = call.send(by.other(), "BYE", Headers.NONE);
      call.answer(refresh, 481, Headers.NONE, dice.seconds(0.02, 0.04), new Dice(1));
      call.answer(bye, 200, Headers.NONE, dice.seconds(0.05, 0.06), new Dice(1));
    }
  },
  BOTH {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Exchange one = call.send(Side.CALLER, "BYE", Headers.NONE);
      call.pause(dice.seconds(0.001, 0.01));
      Exchange two = call.send(Side.CALLEE, "BYE", Headers.NONE);
      call.answer(one, dice.pick(200, 481), Headers.NONE, dice.seconds(0.02, 0.04), new Dice(1));
      call.answer(two, dice.pick(200, 481), Headers.NONE, dice.seconds(0.02, 0.04), new Dice(1));
    }
  },
  CHALLENGED {
    @Override
    public void write(CallWriter call, Dice dice) {
      dice.pick(Moment.values()).wait(call, dice);
      Side by = dice.pick(Side.values());
      Exchange first = call.send(by, "BYE", Headers.NONE);
      call.answer(first, dice.pick(401, 407), Headers.NONE, dice.travel(), dice);
      call.pause(dice.seconds(0.05, 0.5));
      hangUp(call, by, Headers.NONE, dice);
    }
  };

  private static Headers reason(Dice dice) {
    return dice.percent(70)
        ? Headers.NONE
        : Headers.NONE.withMore(
            dice.pick(
                "Reason: Q.850;cause=16",
                "Reason: SIP;cause=200;text=\"Call completed elsewhere\"",
                "Reason: SIP;cause=408;text=\"Request Timeout\""));
  }

  /** A BYE now: answered, unknown to the other side, or never answered. */
  static void hangUp(CallWriter call, Side by, Headers headers, Dice dice) {
    Exchange bye = call.send(by, "BYE", headers);
    int fate = dice.between(1, 10);
    if (fate == 1) {
      call.noAnswer(bye);
    } else {
      call.answer(bye, fate == 2 ? 481 : 200, Headers.NONE, dice.travel(), dice);
    }
    call.over = true;
  }
}
