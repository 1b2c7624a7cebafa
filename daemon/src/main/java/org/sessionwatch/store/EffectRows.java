package org.sessionwatch.store;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogHop;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.RefreshOutcome;
import org.sessionwatch.session.Side;

/**
 * The rows that a list of effects comes to: of a dialog and of a refresh the last state only, of
 * alerts each one, since raising, confirming and clearing are all told to listeners.
 */
final class EffectRows implements Effect.Visitor {
  /**
   * A dialog's row.
   *
   * @param reopened its end is to be taken back
   */
  record DialogRow(Dialog dialog, boolean forgotten, boolean reopened) {}

  /** A refresh's row. */
  record RefreshRow(Dialog dialog, Refresh refresh) {}

  /** A hop's row. */
  record HopRow(Dialog dialog, DialogHop hop) {}

  private record HopKey(
      UUID dialogId,
      String pbx,
      @Nullable InetSocketAddress caller,
      @Nullable InetSocketAddress callee) {}

  private record RefreshKey(UUID dialogId, Side by, long cseq) {}

  private final Set<String> pbxs = new LinkedHashSet<>();
  private final Map<UUID, DialogRow> dialogs = new LinkedHashMap<>();
  private final Map<RefreshKey, RefreshRow> refreshes = new LinkedHashMap<>();
  private final Map<HopKey, HopRow> hops = new LinkedHashMap<>();
  private final List<AlertView> alerts = new ArrayList<>();

  EffectRows(List<Effect> effects) {
    effects.forEach(effect -> effect.accept(this));
  }

  /** Names of the PBXs that heard the dialogs. */
  Set<String> pbxs() {
    return pbxs;
  }

  /** In order of their ids: two daemons that write the same dialogs then never deadlock. */
  List<DialogRow> dialogs() {
    return dialogs.values().stream()
        .sorted(Comparator.comparing(row -> row.dialog().dialogId()))
        .toList();
  }

  Collection<RefreshRow> refreshes() {
    return refreshes.values();
  }

  Collection<HopRow> hops() {
    return hops.values();
  }

  List<AlertView> alerts() {
    return alerts;
  }

  @Override
  public void established(Effect.Established effect) {
    put(effect.dialog());
  }

  @Override
  public void changed(Effect.Changed effect) {
    put(effect.dialog());
  }

  @Override
  public void refreshed(Effect.Refreshed effect) {
    put(effect.dialog());
    Refresh refresh = effect.refresh();
    refreshes.merge(
        new RefreshKey(effect.dialog().dialogId(), refresh.by(), refresh.cseq()),
        new RefreshRow(effect.dialog(), refresh),
        (old, now) -> now.refresh().outcome() == RefreshOutcome.PENDING ? old : now);
  }

  @Override
  public void alertRaised(Effect.AlertRaised effect) {
    put(effect.dialog());
    alerts.add(new AlertView(effect.dialog(), effect.alert()));
  }

  @Override
  public void alertConfirmed(Effect.AlertConfirmed effect) {
    put(effect.dialog());
    alerts.add(new AlertView(effect.dialog(), effect.alert()));
  }

  @Override
  public void alertCleared(Effect.AlertCleared effect) {
    put(effect.dialog());
    alerts.add(new AlertView(effect.dialog(), effect.alert()));
  }

  @Override
  public void pbxAlertRaised(Effect.PbxAlertRaised effect) {
    put(AlertView.ofPbx(effect.pbx(), effect.alert()));
  }

  @Override
  public void pbxAlertCleared(Effect.PbxAlertCleared effect) {
    put(AlertView.ofPbx(effect.pbx(), effect.alert()));
  }

  @Override
  public void hopsSeen(Effect.HopsSeen effect) {
    put(effect.dialog());
    for (DialogHop hop : effect.hops()) {
      pbxs.add(hop.pbx());
      hops.put(
          new HopKey(effect.dialog().dialogId(), hop.pbx(), hop.caller(), hop.callee()),
          new HopRow(effect.dialog(), hop));
    }
  }

  @Override
  public void ended(Effect.Ended effect) {
    put(effect.dialog());
  }

  @Override
  public void forgotten(Effect.Forgotten effect) {
    put(new DialogRow(effect.dialog(), true, false));
  }

  @Override
  public void reopened(Effect.Reopened effect) {
    put(new DialogRow(effect.dialog(), false, true));
  }

  private void put(AlertView ofPbx) {
    pbxs.add(ofPbx.pbx());
    alerts.add(ofPbx);
  }

  private void put(Dialog dialog) {
    put(new DialogRow(dialog, false, false));
  }

  private void put(DialogRow row) {
    pbxs.add(row.dialog().pbx());
    dialogs.merge(row.dialog().dialogId(), row, EffectRows::later);
  }

  /** An end stands unless it is taken back, and what takes it back must outlive the batch. */
  private static DialogRow later(DialogRow old, DialogRow now) {
    boolean ended = old.dialog().endedAt() != null;
    if (ended && now.dialog().endedAt() == null && !now.reopened()) {
      return old;
    }
    return new DialogRow(now.dialog(), now.forgotten(), old.reopened() || now.reopened());
  }
}
