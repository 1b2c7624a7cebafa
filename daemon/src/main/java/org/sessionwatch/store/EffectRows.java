package org.sessionwatch.store;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
   * A refresh's row.
   *
   * @param key as good as unique: what the row is found by
   */
  record RefreshRow(Dialog dialog, Refresh refresh, long key) {
    RefreshRow(Dialog dialog, Refresh refresh) {
      this(
          dialog,
          refresh,
          31 * dialog.dialogId().getLeastSignificantBits()
              + 2 * refresh.cseq()
              + refresh.by().ordinal());
    }

    /** Whether the dialog's interval runs from its 2xx. */
    boolean isLast() {
      boolean success =
          refresh.outcome() == RefreshOutcome.REFRESHED
              || refresh.outcome() == RefreshOutcome.TURNED_OFF;
      return success && Objects.equals(refresh.answeredAt(), dialog.timer().refreshedAt());
    }
  }

  /**
   * A hop's row.
   *
   * @param key as good as unique: what the row is found by
   */
  record HopRow(Dialog dialog, DialogHop hop, long key) {
    HopRow(Dialog dialog, DialogHop hop) {
      this(
          dialog,
          hop,
          31 * dialog.dialogId().getMostSignificantBits()
              + Objects.hash(hop.pbx(), hop.caller(), hop.callee()));
    }
  }

  /** An alert; whether it was raised just now, rather than confirmed or cleared. */
  record AlertRow(AlertView view, boolean raised) {}

  private record HopKey(
      UUID dialogId,
      String pbx,
      @Nullable InetSocketAddress caller,
      @Nullable InetSocketAddress callee) {}

  private record RefreshKey(UUID dialogId, Side by, long cseq) {}

  private final Set<String> pbxs = new LinkedHashSet<>();
  private final Map<UUID, DialogRow> byId = new HashMap<>();
  private final Map<RefreshKey, RefreshRow> refreshesByKey = new HashMap<>();
  private final Map<HopKey, HopRow> hopsByKey = new LinkedHashMap<>();
  private final Set<UUID> refreshed = new HashSet<>();
  private final List<DialogRow> dialogs;
  private final List<RefreshRow> refreshes;
  private final List<HopRow> hops;
  private final List<AlertRow> alerts = new ArrayList<>();

  EffectRows(List<Effect> effects) {
    effects.forEach(effect -> effect.accept(this));
    dialogs = sorted(byId, (a, b) -> compare(a.dialog(), b.dialog()));
    refreshes =
        sorted(
            refreshesByKey,
            ((Comparator<RefreshRow>) (a, b) -> compare(a.dialog(), b.dialog()))
                .thenComparingLong(row -> row.refresh().cseq())
                .thenComparing(row -> row.refresh().by()));
    hops = sorted(hopsByKey, (a, b) -> compare(a.dialog(), b.dialog()));
    // Here rather than while the server waits: rows may be made before their turn comes.
    dialogs.forEach(DialogRow::revision);
    for (RefreshRow row : refreshes) {
      if (row.isLast()) {
        refreshed.add(row.dialog().dialogId());
      }
    }
  }

  /** As PostgreSQL orders their ids. */
  static int compare(Dialog one, Dialog other) {
    UUID a = one.dialogId();
    UUID b = other.dialogId();
    int most = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return most != 0
        ? most
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }

  private static <R> List<R> sorted(Map<?, R> rows, Comparator<R> by) {
    return rows.values().stream().sorted(by).toList();
  }

  /** Names of the PBXs that heard the dialogs. */
  Set<String> pbxs() {
    return pbxs;
  }

  /** In order of their ids: two daemons that write the same dialogs then never deadlock. */
  List<DialogRow> dialogs() {
    return dialogs;
  }

  /** In order of their keys, likewise. */
  List<RefreshRow> refreshes() {
    return refreshes;
  }

  /** Whether the dialog's last refresh is among them. */
  boolean isRefreshTold(Dialog dialog) {
    return refreshed.contains(dialog.dialogId());
  }

  /** In order of their dialogs' ids. */
  List<HopRow> hops() {
    return hops;
  }

  List<AlertRow> alerts() {
    return alerts;
  }

  @Override
  public void established(Effect.Established effect) {
    put(new DialogRow(effect.dialog(), false, true, false));
  }

  @Override
  public void changed(Effect.Changed effect) {
    put(effect.dialog());
  }

  @Override
  public void refreshed(Effect.Refreshed effect) {
    put(effect.dialog());
    Refresh refresh = effect.refresh();
    refreshesByKey.merge(
        new RefreshKey(effect.dialog().dialogId(), refresh.by(), refresh.cseq()),
        new RefreshRow(effect.dialog(), refresh),
        (old, now) -> now.refresh().outcome() == RefreshOutcome.PENDING ? old : now);
  }

  @Override
  public void alertRaised(Effect.AlertRaised effect) {
    put(effect.dialog());
    alerts.add(new AlertRow(new AlertView(effect.dialog(), effect.alert()), true));
  }

  @Override
  public void alertConfirmed(Effect.AlertConfirmed effect) {
    put(effect.dialog());
    alerts.add(new AlertRow(new AlertView(effect.dialog(), effect.alert()), false));
  }

  @Override
  public void alertCleared(Effect.AlertCleared effect) {
    put(effect.dialog());
    alerts.add(new AlertRow(new AlertView(effect.dialog(), effect.alert()), false));
  }

  @Override
  public void pbxAlertRaised(Effect.PbxAlertRaised effect) {
    put(AlertView.ofPbx(effect.pbx(), effect.alert()), true);
  }

  @Override
  public void pbxAlertCleared(Effect.PbxAlertCleared effect) {
    put(AlertView.ofPbx(effect.pbx(), effect.alert()), false);
  }

  @Override
  public void hopsSeen(Effect.HopsSeen effect) {
    put(effect.dialog());
    for (DialogHop hop : effect.hops()) {
      pbxs.add(hop.pbx());
      hopsByKey.put(
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
    put(new DialogRow(effect.dialog(), true, false, false));
  }

  @Override
  public void reopened(Effect.Reopened effect) {
    put(new DialogRow(effect.dialog(), false, false, true));
  }

  private void put(AlertView ofPbx, boolean raised) {
    pbxs.add(ofPbx.pbx());
    alerts.add(new AlertRow(ofPbx, raised));
  }

  private void put(Dialog dialog) {
    put(DialogRow.of(dialog));
  }

  private void put(DialogRow row) {
    pbxs.add(row.dialog().pbx());
    byId.merge(row.dialog().dialogId(), row, EffectRows::later);
  }

  /** An end stands unless it is taken back, and what takes it back must outlive the batch. */
  private static DialogRow later(DialogRow old, DialogRow now) {
    boolean ended = old.dialog().endedAt() != null;
    if (ended && now.dialog().endedAt() == null && !now.reopened()) {
      return old;
    }
    return new DialogRow(
        now.dialog(),
        now.forgotten(),
        old.begun() || now.begun(),
        old.reopened() || now.reopened());
  }
}
