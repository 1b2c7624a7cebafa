package org.sessionwatch.flow;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.sessionwatch.capture.FeedLoss;
import org.sessionwatch.capture.FeedLossSink;

/** Counts what feeds lost, by the way it shows, and hands it on. Thread-safe. */
public final class FeedLosses implements FeedLossSink {
  private final Map<FeedLoss.Cause, LongAdder> lost = new EnumMap<>(FeedLoss.Cause.class);
  private final List<FeedLossSink> sinks = new CopyOnWriteArrayList<>();

  public FeedLosses() {
    for (FeedLoss.Cause cause : FeedLoss.Cause.values()) {
      lost.put(cause, new LongAdder());
    }
  }

  /** One more who is told; of the losses from now on. */
  public void add(FeedLossSink sink) {
    sinks.add(sink);
  }

  @Override
  public void lost(FeedLoss loss) {
    adder(loss.cause()).add(loss.count());
    sinks.forEach(sink -> sink.lost(loss));
  }

  /** How many messages were lost in this way, as far as is known. */
  public long count(FeedLoss.Cause cause) {
    return adder(cause).sum();
  }

  private LongAdder adder(FeedLoss.Cause cause) {
    return Objects.requireNonNull(lost.get(cause));
  }
}
