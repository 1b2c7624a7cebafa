package org.sessionwatch.analyze;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;

/** Collects the engine's effects into one verdict a dialog. */
final class Verdicts implements EffectSink, Effect.Visitor {
  private final Map<UUID, DialogVerdict> byDialog = new LinkedHashMap<>();
  private final Map<String, PbxVerdict> byPbx = new TreeMap<>();

  @Override
  public void accept(Effect effect) {
    effect.accept(this);
  }

  /** In order of the dialogs' first messages. */
  List<DialogVerdict> inOrder() {
    List<DialogVerdict> sorted = new ArrayList<>(byDialog.values());
    sorted.sort(Comparator.comparing(verdict -> verdict.dialog().firstHeardAt()));
    return sorted;
  }

  /** Those PBXs of which there is something to tell, by name. */
  List<PbxVerdict> pbxs() {
    return List.copyOf(byPbx.values());
  }

  private DialogVerdict of(Dialog dialog) {
    DialogVerdict verdict =
        byDialog.computeIfAbsent(dialog.dialogId(), id -> new DialogVerdict(dialog));
    verdict.now(dialog);
    return verdict;
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
    of(effect.dialog());
  }

  @Override
  public void reopened(Effect.Reopened effect) {
    of(effect.dialog());
  }

  @Override
  public void forgotten(Effect.Forgotten effect) {
    of(effect.dialog());
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
