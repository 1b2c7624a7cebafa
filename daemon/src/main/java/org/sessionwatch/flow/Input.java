package org.sessionwatch.flow;

import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.ExpectedTimer;
import org.sessionwatch.session.FeedGap;
import org.sessionwatch.session.Hangup;
import org.sessionwatch.session.OpenDialog;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.SipMessage;

/**
 * What a shard's engine is told, in the order in which it came. Times are microseconds since the
 * epoch.
 */
sealed interface Input {
  /** Tells the engine. */
  void tell(SessionEngine engine);

  /** Whether it is a mirrored message: there are many, and another may tell the same. */
  default boolean isMirrored() {
    return false;
  }

  /** A mirrored message, the PBX that mirrored it, and between which addresses. */
  record Heard(
      SipMessage message,
      String pbx,
      @Nullable InetSocketAddress from,
      @Nullable InetSocketAddress to,
      long atUs)
      implements Input {
    @Override
    public boolean isMirrored() {
      return true;
    }

    @Override
    public void tell(SessionEngine engine) {
      engine.message(message, pbx, from, to, atUs);
    }
  }

  /** A dialog from the database, which came late. */
  record Restored(OpenDialog open, EndedUnknown ended, long atUs) implements Input {
    @Override
    public void tell(SessionEngine engine) {
      if (!ended.isEnded(open.dialog())) {
        engine.restoreLate(open, atUs);
      }
    }
  }

  /** There are no more of these. */
  record AllRestored(EndedUnknown ended) implements Input {
    @Override
    public void tell(SessionEngine engine) {
      ended.forget();
    }
  }

  /** The PBX's names for a leg. */
  record Linked(String callId, String pbx, Channel channel, long atUs) implements Input {
    @Override
    public void tell(SessionEngine engine) {
      engine.linked(callId, pbx, channel, atUs);
    }
  }

  /** The PBX hung a channel up. */
  record HungUp(String callId, String channelName, Hangup hangup, long atUs) implements Input {
    @Override
    public void tell(SessionEngine engine) {
      engine.hungUp(callId, channelName, hangup, atUs);
    }
  }

  /** The PBX's setting says that the call of this channel has a timer. */
  record TimerExpected(String callId, String channelName, ExpectedTimer expected, long atUs)
      implements Input {
    @Override
    public void tell(SessionEngine engine) {
      engine.timerExpected(callId, channelName, expected, atUs);
    }
  }

  /** A feed lost something. */
  record Gap(FeedGap gap) implements Input {
    @Override
    public void tell(SessionEngine engine) {
      engine.gap(gap, gap.untilUs());
    }
  }

  /** A feed lost something, and this engine is to alert of it. */
  record ToldGap(String pbx, FeedGap gap) implements Input {
    @Override
    public void tell(SessionEngine engine) {
      engine.tellGap(pbx, gap, gap.untilUs());
    }
  }

  /** Nothing to tell: there is something to look at beside the queue. */
  record Nothing() implements Input {
    @Override
    public void tell(SessionEngine engine) {}
  }

  /** The PBX listed all its channels. */
  record Listed(@Nullable String pbx, Set<String> uniqueids, long atUs) implements Input {
    @Override
    public void tell(SessionEngine engine) {
      engine.listed(pbx, uniqueids, atUs);
    }
  }
}
