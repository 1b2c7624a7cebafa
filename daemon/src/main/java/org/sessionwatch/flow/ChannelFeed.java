package org.sessionwatch.flow;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.pbx.ChannelListener;
import org.sessionwatch.session.Channel;
import org.sessionwatch.session.Hangup;

/** What PBXs tell of their channels, on its way into the pipeline. Thread-safe. */
public final class ChannelFeed implements ChannelListener {
  private final Pipeline pipeline;
  private final boolean isOnly;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<String> listed = new HashSet<>();

  /**
   * @param isOnly whether no other PBX tells of channels
   */
  public ChannelFeed(Pipeline pipeline, boolean isOnly) {
    this.pipeline = pipeline;
    this.isOnly = isOnly;
  }

  @Override
  public void linked(String pbx, String callId, String channel, String uniqueid, String linkedid) {
    pipeline.linked(pbx, callId, new Channel(channel, uniqueid, linkedid));
  }

  @Override
  public void hungUp(
      String pbx,
      String callId,
      String channel,
      @Nullable Integer cause,
      @Nullable String causeText,
      @Nullable String techCause,
      long atUs) {
    pipeline.hungUp(callId, channel, new Hangup(cause, causeText, techCause), atUs);
  }

  @Override
  public void resynced(String pbx, Set<String> uniqueids) {
    pipeline.listed(isOnly ? null : pbx, uniqueids);
    lock.lock();
    try {
      listed.add(pbx);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void connection(String pbx, boolean up, long sinceUs) {
    // The client logs it; calls are watched on without it.
  }

  /** Waits until so many PBXs have listed their channels since the start, or the time is over. */
  public void awaitListed(int pbxs, Duration atMost) throws InterruptedException {
    long leftNanos = atMost.toNanos();
    lock.lock();
    try {
      while (listed.size() < pbxs && leftNanos > 0) {
        leftNanos = changed.awaitNanos(leftNanos);
      }
    } finally {
      lock.unlock();
    }
  }
}
