package org.sessionwatch.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the feeds lost: the times in which silence proves nothing, and the alerts about them, of
 * which there is at most one open per PBX and cause.
 */
final class FeedGaps {
  /** Feeds are few; a sender that makes up names must not fill the memory. */
  private static final int MOST_PBXS = 10_000;

  private final EffectSink effects;
  private final Map<String, Spans> byPbx = new HashMap<>();
  private final Spans ofAll = new Spans();
  private final List<OpenGap> open = new ArrayList<>(0);

  FeedGaps(EffectSink effects) {
    this.effects = effects;
  }

  /** Takes note of a gap that may be any call's. */
  void note(FeedGap gap) {
    Spans spans = gap.pbx() == null || byPbx.size() >= MOST_PBXS ? ofAll : ofPbx(gap.pbx());
    spans.add(gap.fromUs(), gap.untilUs());
  }

  private Spans ofPbx(String pbx) {
    return byPbx.computeIfAbsent(pbx, name -> new Spans());
  }

  /** Whether the PBX's feed may have lost something between the two instants. */
  boolean overlap(String pbx, long fromUs, long untilUs) {
    Spans own = byPbx.get(pbx);
    return ofAll.overlap(fromUs, untilUs) || (own != null && own.overlap(fromUs, untilUs));
  }

  /** Raises the gap's alert, or adds to the one that is open. */
  void tell(String pbx, FeedGap gap) {
    OpenGap known = find(pbx, gap.cause());
    if (known != null) {
      known.goesOn(gap);
    } else if (open.size() < MOST_PBXS) {
      OpenGap begun = new OpenGap(pbx, gap);
      open.add(begun);
      effects.accept(new Effect.PbxAlertRaised(pbx, begun.alert()));
    }
  }

  private @Nullable OpenGap find(String pbx, GapCause cause) {
    for (OpenGap gap : open) {
      if (gap.is(pbx, cause)) {
        return gap;
      }
    }
    return null;
  }

  /** When the first open alert is over, unless more is lost; {@code Long.MAX_VALUE} for none. */
  long nextUs() {
    long next = Long.MAX_VALUE;
    for (OpenGap gap : open) {
      next = Math.min(next, gap.overUs());
    }
    return next;
  }

  /** Clears the alerts of what is over by now. */
  void advance(long nowUs) {
    if (nextUs() > nowUs) {
      return; // asked with each message
    }
    for (OpenGap gap : List.copyOf(open)) {
      if (gap.overUs() <= nowUs) {
        open.remove(gap);
        effects.accept(new Effect.PbxAlertCleared(gap.pbx(), gap.cleared()));
      }
    }
  }
}
