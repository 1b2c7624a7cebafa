package org.sessionwatch.session.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Alert;
import org.sessionwatch.session.AlertKind;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.session.TimerStatus;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;

/** The engine over what mirrors heard, and what it said at last. */
final class EngineRun {
  private static final Pattern RULE = Pattern.compile("\\bR\\d+\\b");
  private final Map<UUID, Dialog> dialogs = new LinkedHashMap<>();
  private final Map<UUID, TreeMap<Integer, Refresh>> refreshes = new LinkedHashMap<>();
  private final Map<UUID, Map<UUID, Alert>> alerts = new LinkedHashMap<>();
  private final SessionEngine engine;
  private final Set<String> confirmations = new TreeSet<>();
  private int mostOpen;

  EngineRun(long toleranceUs) {
    engine = new SessionEngine(new EngineSettings(toleranceUs), this::take);
  }

  /** Hears the copies, looking at the clock in between when asked to. */
  EngineRun hear(List<Mirror.Copy> copies, boolean ticking) {
    for (Mirror.Copy copy : copies) {
      while (ticking && engine.nextDeadlineUs() <= copy.atUs()) {
        engine.advance(engine.nextDeadlineUs());
      }
      byte[] sip = copy.message().text(copy.behindProxy()).getBytes(StandardCharsets.UTF_8);
      engine.message((SipMessage) SipScanner.scan(sip), "pbx", copy.atUs());
      mostOpen = Math.max(mostOpen, engine.openDialogs());
    }
    return this;
  }

  /** The recording ends. */
  EngineRun finish(long atUs) {
    engine.finish(atUs);
    return this;
  }

  /** Time goes on, deadline by deadline, as long as there is one until then. */
  EngineRun advance(long untilUs) {
    while (engine.nextDeadlineUs() <= untilUs) {
      engine.advance(engine.nextDeadlineUs());
    }
    engine.advance(untilUs);
    return this;
  }

  /** How many dialogs were open at once. */
  int mostOpen() {
    return mostOpen;
  }

  /** Whether nothing is held and nothing awaited any more. */
  boolean isEmpty() {
    return engine.openDialogs() == 0 && engine.nextDeadlineUs() == Long.MAX_VALUE;
  }

  private void take(Effect effect) {
    Dialog dialog = effect.dialog();
    if (dialog == null) {
      return;
    }
    UUID id = dialog.dialogId();
    dialogs.put(id, dialog);
    if (effect instanceof Effect.Refreshed refreshed) {
      Refresh refresh = refreshed.refresh();
      refreshes.computeIfAbsent(id, key -> new TreeMap<>()).put(refresh.seq(), refresh);
    } else if (effect instanceof Effect.AlertRaised raised) {
      put(id, raised.alert());
      confirmations.add(
          (raised.alert().confirmed() ? "confirmed " : "unconfirmed ") + raised.alert().kind());
    } else if (effect instanceof Effect.AlertConfirmed confirmed) {
      put(id, confirmed.alert());
      confirmations.add("confirmed later " + confirmed.alert().kind());
    } else if (effect instanceof Effect.AlertCleared cleared) {
      put(id, cleared.alert());
    }
  }

  private void put(UUID dialog, Alert alert) {
    alerts.computeIfAbsent(dialog, key -> new LinkedHashMap<>()).put(alert.alertId(), alert);
  }

  /** The kinds of alerts raised. */
  Set<AlertKind> kinds(boolean onlyConfirmed) {
    return alerts.values().stream()
        .flatMap(list -> list.values().stream())
        .filter(alert -> alert.confirmed() || !onlyConfirmed)
        .map(Alert::kind)
        .collect(Collectors.toSet());
  }

  /** Which alerts were raised confirmed or not, and which became so. */
  Set<String> confirmations() {
    return confirmations;
  }

  Verdict verdict() {
    Verdict verdict = new Verdict();
    dialogs.values().forEach(dialog -> say(verdict, dialog));
    refreshes.forEach(
        (id, list) -> {
          Dialog dialog = Objects.requireNonNull(dialogs.get(id));
          list.values().forEach(one -> say(verdict, dialog, one));
        });
    alerts.values().forEach(list -> list.values().forEach(one -> say(verdict, one)));
    return verdict;
  }

  private static void say(Verdict verdict, Dialog dialog) {
    TimerStatus timer = dialog.timer();
    verdict.say(
        "dialog "
            + dialog.callee().tag()
            + " end="
            + dialog.end()
            + " certain="
            + dialog.endCertain()
            + " timer="
            + timer.state()
            + " "
            + timer.intervalS()
            + " "
            + timer.refresher()
            + " min-se="
            + timer.minSeS(),
        us(dialog.establishedAt()),
        us(dialog.endedAt()));
  }

  private static void say(Verdict verdict, Dialog dialog, Refresh one) {
    verdict.say(
        "refresh "
            + dialog.callee().tag()
            + " "
            + one.method()
            + " "
            + one.cseq()
            + " by "
            + one.by()
            + " "
            + one.status()
            + " "
            + one.outcome()
            + " "
            + one.punctuality()
            + " then "
            + one.intervalS()
            + " "
            + one.refresher(),
        us(one.requestedAt()),
        us(one.answeredAt()),
        us(one.dueAt()));
  }

  private static void say(Verdict verdict, Alert alert) {
    String words = "alert " + alert.kind() + " " + alert.severity();
    if (alert.kind() == AlertKind.BAD_NEGOTIATION) {
      Matcher rule = RULE.matcher(alert.detail());
      words += " " + (rule.find() ? rule.group() : alert.detail());
    }
    verdict.say(words, us(alert.raisedAt()), us(alert.clearedAt()));
  }

  private static long us(@Nullable Instant instant) {
    return instant == null
        ? Verdict.NEVER
        : instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }
}
