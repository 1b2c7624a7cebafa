package org.sessionwatch.session.model;

import org.sessionwatch.session.Side;
import org.sessionwatch.session.model.CallWriter.Exchange;

/** Ways in which a call comes about. The first 2xx comes some time after the script's start. */
enum Openings implements Happening {
  PLAIN {
    @Override
    public void write(CallWriter call, Dice dice) {
      answered(call, Wording.firstAsk(dice), dice);
    }
  },
  /** The usual: an interval that is granted as the rules want it. */
  GRANTED {
    @Override
    public void write(CallWriter call, Dice dice) {
      int interval = dice.pick(90, 90, 90, 120, 180, 1800);
      Exchange invite = call.send(Side.CALLER, "INVITE", Headers.asking(interval, null));
      call.calleeTag = "b-tag";
      Headers grant = Headers.giving(interval, dice.pick(Headers.UAC, Headers.UAS));
      call.answer(invite, 200, grant, dice.travel(), dice);
    }
  },
  CHALLENGED {
    @Override
    public void write(CallWriter call, Dice dice) {
      Headers ask = Wording.firstAsk(dice);
      refused(call, ask, dice.pick(401, 407), Headers.NONE, dice);
      answered(call, ask, dice);
    }
  },
  TOO_SMALL {
    @Override
    public void write(CallWriter call, Dice dice) {
      refused(call, Headers.asking(90, null), 422, Headers.NONE.withMinSe(120), dice);
      int least = 120;
      if (dice.percent(30)) {
        Headers again = Headers.asking(120, null).withMinSe(120);
        refused(call, again, 422, Headers.NONE.withMinSe(180), dice);
        least = 180;
      }
      call.callerTag = dice.percent(50) ? "a-new-tag" : call.callerTag;
      int again = dice.percent(10) ? least - 20 : least;
      answered(call, Headers.asking(again, null).withMinSe(again), dice);
    }
  },
  /** The other side has no timers, or insists on them; the caller tries again. */
  REFUSED {
    @Override
    public void write(CallWriter call, Dice dice) {
      boolean unknown = dice.percent(60);
      Headers none = Headers.NONE.withMore(Headers.UNSUPPORTED);
      Headers must = Headers.NONE.withRequired(true);
      Headers ask = unknown ? Headers.asking(90, null).withRequired(true) : Headers.NONE;
      refused(call, ask, unknown ? 420 : 421, unknown ? none : must, dice);
      answered(call, unknown ? Headers.NONE : Headers.asking(90, null), dice);
    }
  },
  /** Many phones ring, one answers. */
  RINGING {
    @Override
    public void write(CallWriter call, Dice dice) {
      Exchange invite = call.send(Side.CALLER, "INVITE", Wording.firstAsk(dice));
      for (int phone = 1; phone <= dice.between(1, 3); phone++) {
        call.pause(dice.travel());
        call.calleeTag = "ringing-" + phone;
        Headers early = dice.percent(30) ? Headers.giving(90, Headers.UAC) : Headers.NONE;
        call.respond(invite, dice.pick(180, 183), early);
      }
      call.pause(dice.seconds(0.1, 20));
      call.calleeTag = "b-tag";
      long after = call.nowUs - invite.sentUs() + dice.travel();
      call.answer(invite, 200, Wording.grant(invite.headers(), dice), after, new Dice(1));
    }
  },
  /** An UPDATE before the first 2xx negotiates an interval of its own, which that 2xx overrules. */
  EARLY_UPDATE {
    @Override
    public void write(CallWriter call, Dice dice) {
      Exchange invite = call.send(Side.CALLER, "INVITE", Wording.firstAsk(dice));
      call.calleeTag = "b-tag";
      call.pause(dice.travel());
      call.respond(invite, 183, Headers.NONE);
      call.pause(dice.seconds(0.2, 3));
      Exchange update = call.send(Side.CALLER, "UPDATE", Headers.asking(120, Headers.UAC));
      call.pause(dice.travel());
      call.respond(update, 200, Headers.giving(120, Headers.UAC));
      call.pause(dice.seconds(1.5, 5));
      long after = call.nowUs - invite.sentUs();
      call.answer(invite, 200, Wording.grant(invite.headers(), dice), after, new Dice(1));
    }
  },
  /** Two phones answer; the caller hangs up on one of them. */
  FORKED {
    @Override
    public void write(CallWriter call, Dice dice) {
      Exchange invite = call.send(Side.CALLER, "INVITE", Wording.firstAsk(dice));
      call.calleeTag = "b-tag";
      call.answer(invite, 200, Wording.grant(invite.headers(), dice), dice.travel(), new Dice(1));
      call.pause(dice.seconds(0.01, 0.8));
      call.calleeTag = "fork-tag";
      call.respond(invite, 200, Wording.grant(invite.headers(), dice));
      call.pause(dice.travel());
      call.sendWithin(invite, "ACK");
      call.pause(dice.seconds(0.01, 2));
      Exchange bye = call.send(Side.CALLER, "BYE", Headers.NONE);
      call.answer(bye, 200, Headers.NONE, dice.travel(), dice);
      call.countedElsewhere(Side.CALLER);
      call.calleeTag = "b-tag";
    }
  };

  private static void answered(CallWriter call, Headers ask, Dice dice) {
    Exchange invite = call.send(Side.CALLER, "INVITE", ask);
    call.calleeTag = "b-tag";
    long after = dice.percent(90) ? dice.travel() : dice.seconds(0.6, 10);
    call.answer(invite, 200, Wording.grant(ask, dice), after, dice);
  }

  private static void refused(CallWriter call, Headers ask, int status, Headers says, Dice dice) {
    Exchange invite = call.send(Side.CALLER, "INVITE", ask);
    call.calleeTag = "refusing-" + invite.cseq();
    call.answer(invite, status, says, dice.travel(), dice);
    call.calleeTag = null;
    call.pause(dice.seconds(0.1, 0.9));
  }
}
