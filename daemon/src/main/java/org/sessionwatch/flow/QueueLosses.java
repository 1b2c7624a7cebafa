package org.sessionwatch.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sessionwatch.session.FeedGap;
import org.sessionwatch.session.GapCause;

/**
 * What could not be put into a shard's queue, until the shard has time to take note of it. Any
 * thread may call.
 */
final class QueueLosses {
  /** Of a PBX's losses, the calls are remembered up to this many; beyond it, it may be any call. */
  private static final int MOST_CALLS = 10_000;

  private final Map<String, Losses> byPbx = new HashMap<>();
  private final List<Input> gaps = new ArrayList<>();
  private volatile boolean waiting;

  /** What was lost of one PBX. */
  private static final class Losses {
    private final Set<String> callIds = new HashSet<>();
    private final long fromUs;
    private long untilUs;
    private long count;
    private boolean anyCall;

    private Losses(long fromUs) {
      this.fromUs = fromUs;
    }

    private void add(Input.Heard lost) {
      count++;
      untilUs = Math.max(untilUs, lost.atUs());
      anyCall |= callIds.size() >= MOST_CALLS;
      if (!anyCall) {
        callIds.add(lost.message().callId());
      }
    }

    private FeedGap gap(String pbx) {
      return new FeedGap(
          pbx,
          GapCause.QUEUE,
          fromUs,
          Math.max(fromUs, untilUs),
          count,
          anyCall ? Set.of() : callIds);
    }
  }

  /** A message was lost. */
  synchronized void add(Input.Heard lost) {
    byPbx.computeIfAbsent(lost.pbx(), pbx -> new Losses(lost.atUs())).add(lost);
    waiting = true;
  }

  /** What else the queue had no place for, and must not be lost. */
  synchronized void add(Input gap) {
    gaps.add(gap);
    waiting = true;
  }

  /** Hands over what has come together, as inputs. */
  List<Input> take() {
    return waiting ? takeAll() : List.of();
  }

  private synchronized List<Input> takeAll() {
    List<Input> taken = new ArrayList<>(gaps);
    byPbx.forEach((pbx, losses) -> taken.add(new Input.Gap(losses.gap(pbx))));
    byPbx.forEach((pbx, losses) -> taken.add(new Input.ToldGap(pbx, losses.gap(pbx))));
    gaps.clear();
    byPbx.clear();
    waiting = false;
    return taken;
  }
}
