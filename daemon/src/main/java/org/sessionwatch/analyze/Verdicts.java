package org.sessionwatch.analyze;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;

/**
 * Collects the engine's effects into one verdict a dialog, and lets go of those that are final: of
 * a large recording only the calls of its present are in memory.
 *
 * <p>A dialog that is over can still change: by late copies of its messages, or by being heard of
 * again. So the last of them are kept, and each for a while. What is heard of one of the others
 * after all becomes a verdict of its own.
 */
final class Verdicts implements EffectSink, Effect.Visitor {
  /** So many of those that are over are kept however long it is since. */
  private static final int KEPT = 2_000;

  /** More than these the engine itself does not remember. */
  private static final int MOST_KEPT = 30_000;

  /** So long the engine remembers a dialog that is over, and some seconds. */
  private static final long LATE_US = 70_000_000;

  /** No call is answered so long after its first INVITE. */
  private static final long LONGEST_RINGING_US = 30 * 60_000_000L;

  /** How many become final before something is printed: the bar would flicker otherwise. */
  private static final int PRINTED_AT_ONCE = 500;

  private final Telling telling;
  private final Map<UUID, DialogVerdict> byDialog = new HashMap<>();
  private final Map<String, PbxVerdict> byPbx = new TreeMap<>();

  /** When those that are over became so, in that order. */
  private final Map<UUID, Long> overSince = new LinkedHashMap<>();

  /** Those that are not final, in order of their first messages. */
  private final TreeSet<DialogVerdict> begun = new TreeSet<>(ORDER);

  private final Tally tally = new Tally();
  private long told;
  private int unprinted;
  private long nowUs = Long.MIN_VALUE;

  private static final Comparator<DialogVerdict> ORDER =
      Comparator.comparingLong(DialogVerdict::firstHeardUs)
          .thenComparingLong(DialogVerdict::number);

  Verdicts(Telling telling) {
    this.telling = telling;
  }

  @Override
  public void accept(Effect effect) {
    effect.accept(this);
  }

  /** The recording is at this instant: lets go of what is final by now. */
  void passed(long instantUs) {
    nowUs = instantUs;
    while (overSince.size() > KEPT) {
      Map.Entry<UUID, Long> oldest = overSince.entrySet().iterator().next();
      if (overSince.size() <= MOST_KEPT && nowUs - oldest.getValue() < LATE_US) {
        return;
      }
      overSince.remove(oldest.getKey());
      settle(Objects.requireNonNull(byDialog.remove(oldest.getKey())));
    }
  }

  private void settle(DialogVerdict verdict) {
    begun.remove(verdict);
    tally.add(verdict);
    telling.isFinal(verdict);
    if (++unprinted == PRINTED_AT_ONCE) {
      unprinted = 0;
      telling.tellBefore(Math.min(earliestUs(), nowUs - LONGEST_RINGING_US));
    }
  }

  /** When the first of those that are not final began. */
  private long earliestUs() {
    return begun.isEmpty() ? Long.MAX_VALUE : begun.first().firstHeardUs();
  }

  /**
   * No more comes: tells all that was not told yet, of the dialogs in order of their first
   * messages, then of the PBXs by name.
   *
   * @return what was counted in all
   */
  Tally tellAll() {
    begun.forEach(tally::add);
    telling.tellAll(begun);
    for (PbxVerdict verdict : byPbx.values()) {
      tally.add(verdict);
      telling.output().pbx(verdict);
    }
    return tally;
  }

  private DialogVerdict of(Dialog dialog) {
    DialogVerdict verdict = byDialog.get(dialog.dialogId());
    if (verdict == null) {
      verdict = new DialogVerdict(dialog, told++);
      byDialog.put(dialog.dialogId(), verdict);
      begun.add(verdict);
    }
    if (dialog.endedAt() == null) {
      overSince.remove(dialog.dialogId());
    }
    verdict.now(dialog);
    return verdict;
  }

  private void over(Dialog dialog) {
    of(dialog);
    overSince.remove(dialog.dialogId());
    overSince.put(dialog.dialogId(), nowUs);
  }

  @Override
  public void established(Effect.Established effect) {
    of(effect.dialog());
  }

  @Override
  public void changed(Effect.Changed effect) {
    of(effect.dialog());
  }

  @Override
  public void refreshed(Effect.Refreshed effect) {
    of(effect.dialog()).add(effect.refresh());
  }

  @Override
  public void alertRaised(Effect.AlertRaised effect) {
    of(effect.dialog()).add(effect.alert());
  }

  @Override
  public void alertConfirmed(Effect.AlertConfirmed effect) {
    of(effect.dialog()).add(effect.alert());
  }

  @Override
  public void alertCleared(Effect.AlertCleared effect) {
    of(effect.dialog()).add(effect.alert());
  }

  @Override
  public void hopsSeen(Effect.HopsSeen effect) {
    DialogVerdict verdict = of(effect.dialog());
    effect.hops().forEach(verdict::add);
  }

  @Override
  public void ended(Effect.Ended effect) {
    over(effect.dialog());
  }

  @Override
  public void reopened(Effect.Reopened effect) {
    of(effect.dialog());
  }

  @Override
  public void forgotten(Effect.Forgotten effect) {
    over(effect.dialog());
  }

  @Override
  public void pbxAlertRaised(Effect.PbxAlertRaised effect) {
    byPbx.computeIfAbsent(effect.pbx(), PbxVerdict::new).add(effect.alert());
  }

  @Override
  public void pbxAlertCleared(Effect.PbxAlertCleared effect) {
    byPbx.computeIfAbsent(effect.pbx(), PbxVerdict::new).add(effect.alert());
  }
}
