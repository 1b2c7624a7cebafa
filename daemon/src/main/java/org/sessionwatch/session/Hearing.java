package org.sessionwatch.session;

import org.jspecify.annotations.Nullable;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipMethod;

/**
 * What the messages of a dialog tell of the mirror: whether all of them were heard, as far as their
 * numbers show it.
 */
final class Hearing {
  private final WatchedDialog dialog;
  private final Alarms alarms;
  private @Nullable Sequence caller;
  private @Nullable Sequence callee;
  private long lostUs = Instants.NONE;
  private boolean toldByFeed;

  Hearing(WatchedDialog dialog, Alarms alarms) {
    this.dialog = dialog;
    this.alarms = alarms;
  }

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
      caller = new Sequence(cseq, nowUs);
    } else {
      callee = new Sequence(cseq, nowUs);
    }
  }

  private @Nullable Sequence of(Side side) {
    return side == Side.CALLER ? caller : callee;
  }

  /** When {@link #judge} has something to do; {@code Long.MAX_VALUE} for never. */
  long nextUs() {
    return Math.min(judgeUs(caller), judgeUs(callee));
  }

  private static long judgeUs(@Nullable Sequence sequence) {
    return sequence == null ? Long.MAX_VALUE : sequence.judgeUs();
  }

  /** Tells of the numbers that have not come by now. */
  void judge(long nowUs) {
    judge(caller, Side.CALLER, nowUs);
    judge(callee, Side.CALLEE, nowUs);
  }

  private void judge(@Nullable Sequence sequence, Side side, long nowUs) {
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
    lostUs = Math.max(lostUs, atUs);
    toldByFeed = told;
    if (!told) {
      alarms.raiseOnce(text, atUs);
    }
  }

  /** The feed lost messages of this call, and alerts of it itself. */
  void lost(FeedGap gap) {
    if (!dialog.isOver()) {
      lostUs = Math.max(lostUs, gap.untilUs());
      toldByFeed = true;
    }
  }

  /** Whether the feed told, since then, of lost messages of this dialog. */
  boolean isToldByFeedSince(long fromUs) {
    return toldByFeed && lostUs > fromUs;
  }

  /** Whether messages are known to have been lost since then. */
  boolean hasLostSince(long fromUs) {
    return lostUs > fromUs;
  }

  /** Whether it is sure that every request of either side between the two instants was heard. */
  boolean isWhole(long fromUs, long untilUs) {
    return caller != null
        && callee != null
        && caller.isWhole(fromUs, untilUs)
        && callee.isWhole(fromUs, untilUs);
  }
}
