package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * What the messages of a dialog tell of the mirror: whether all of them were heard, as far as their
 * numbers show it. What it keeps is with the dialog.
 */
final class Hearing {
  private final WatchedDialog dialog;
  private final Alarms alarms;

  Hearing(WatchedDialog dialog, Alarms alarms) {
    this.dialog = dialog;
    this.alarms = alarms;
  }

  /**
   * The latest loss that is known.
   *
   * @param atUs when it showed
   * @param toldByFeed whether the feed itself tells of it
   */
  record Loss(long atUs, boolean toldByFeed) {}

  /** A request, or a response that shows that there was one. */
  void heard(SipMessage message, Side requester, long nowUs) {
    boolean numbered = message.method() != SipMethod.ACK && message.method() != SipMethod.CANCEL;
    if (numbered && (message.isRequest() || message.isFinal())) {
      heard(requester, message.cseq(), nowUs);
    }
  }

  /** The side sent a request with this number. */
  void heard(Side by, long cseq, long nowUs) {
    Sequence sequence = of(by);
    if (sequence != null) {
      sequence.heard(cseq, nowUs);
    } else if (by == Side.CALLER) {
      dialog.callerNumbers = new Sequence(cseq, nowUs);
    } else {
      dialog.calleeNumbers = new Sequence(cseq, nowUs);
    }
  }

  private @Nullable Sequence of(Side side) {
    return side == Side.CALLER ? dialog.callerNumbers : dialog.calleeNumbers;
  }

  /** When {@link #judge} has something to do; {@code Long.MAX_VALUE} for never. */
  long nextUs() {
    return Math.min(judgeUs(dialog.callerNumbers), judgeUs(dialog.calleeNumbers));
  }

  private static long judgeUs(@Nullable Sequence sequence) {
    return sequence == null ? Long.MAX_VALUE : sequence.judgeUs();
  }

  /** Tells of the numbers that have not come by now. */
  void judge(long nowUs) {
    judge(Side.CALLER, nowUs);
    judge(Side.CALLEE, nowUs);
  }

  private void judge(Side side, long nowUs) {
    Sequence sequence = of(side);
    if (sequence != null && sequence.isBroken() && sequence.judgeUs() <= nowUs) {
      Sequence.Hole hole = sequence.giveUp();
      lost(GapTexts.skipped(dialog, side, hole), hole.fromUs(), hole.untilUs());
    }
  }

  /**
   * It shows at {@code atUs} that the mirror lost a message of this dialog. Where the feed itself
   * tells of a loss in that time, its one alert stands for all its calls.
   *
   * @param fromUs since when it may have been lost
   */
  void lost(AlertTexts.Text text, long fromUs, long atUs) {
    boolean told = isToldByFeedSince(fromUs) || dialog.hasFeedGap(fromUs, atUs);
    lost(atUs, told);
    if (!told) {
      alarms.raiseOnce(text, atUs);
    }
  }

  /** The feed lost messages of this call, and alerts of it itself. */
  void lost(FeedGap gap) {
    if (!dialog.isOver()) {
      lost(gap.untilUs(), true);
    }
  }

  private void lost(long atUs, boolean toldByFeed) {
    Loss before = dialog.loss;
    dialog.loss = new Loss(before == null ? atUs : Math.max(before.atUs, atUs), toldByFeed);
  }

  /** Whether the feed told, since then, of lost messages of this dialog. */
  boolean isToldByFeedSince(long fromUs) {
    Loss loss = dialog.loss;
    return loss != null && loss.toldByFeed && loss.atUs > fromUs;
  }

  /** Whether messages are known to have been lost since then. */
  boolean hasLostSince(long fromUs) {
    Loss loss = dialog.loss;
    return loss != null && loss.atUs > fromUs;
  }

  /** Whether it is sure that every request of either side between the two instants was heard. */
  boolean isWhole(long fromUs, long untilUs) {
    Sequence caller = dialog.callerNumbers;
    Sequence callee = dialog.calleeNumbers;
    return caller != null
        && callee != null
        && caller.isWhole(fromUs, untilUs)
        && callee.isWhole(fromUs, untilUs);
  }
}
