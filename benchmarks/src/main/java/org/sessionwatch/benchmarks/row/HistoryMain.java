package org.sessionwatch.benchmarks.row;

import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sessionwatch.benchmarks.feed.CallFeed;
import org.sessionwatch.benchmarks.process.Postgres;
import org.sessionwatch.benchmarks.process.ThreadTimes;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.Secret;
import org.sessionwatch.session.Dialog;
import org.sessionwatch.session.DialogHop;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EngineSettings;
import org.sessionwatch.session.Refresh;
import org.sessionwatch.session.SessionEngine;
import org.sessionwatch.sip.SipMessage;
import org.sessionwatch.sip.SipScanner;
import org.sessionwatch.store.HistoryStore;
import org.sessionwatch.store.HistoryWriter;
import org.sessionwatch.store.Spool;
import org.sessionwatch.time.SteadyClock;

/**
 * How long the history writer takes for the effects of so many whole calls: {@code CALLS URL USER
 * PASSWORD [empty]}. The effects are made before the clock runs, and as many others are written
 * before them: with {@code empty} again and again until the writer is warm ({@link WarmUp}), and
 * the tables are emptied then; else once, beside what is there.
 */
final class HistoryMain {
  private static final long BETWEEN_MESSAGES_US = 1_000;
  private static final long ONE_HOUR_US = 3_600_000_000L;
  private static final long SPOOL_BYTES = 1L << 30;
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final int MOST_WARMING = 12;
  private static final int FIRST_CALL = 0x6000_0000;

  private HistoryMain() {}

  public static void main(String[] arguments) throws Exception {
    int calls = Integer.parseInt(arguments[0]);
    DatabaseSettings settings =
        new DatabaseSettings(arguments[1], arguments[2], new Secret(arguments[3]));
    List<Effect> effects = effects(FIRST_CALL, calls);
    try (HistoryStore store = new HistoryStore(settings, Map.of())) {
      store.migrate();
      SteadyClock clock = new SteadyClock();
      HistoryWriter writer =
          new HistoryWriter(store, clock, 2 * effects.size(), Spool.inMemory(SPOOL_BYTES, clock));
      writer.start();
      boolean empty = arguments.length > 4;
      warm(writer, calls, empty ? MOST_WARMING : 1);
      if (empty) {
        try (Connection connection =
            DriverManager.getConnection(arguments[1], arguments[2], arguments[3])) {
          Postgres.forget(connection);
        }
      }
      double seconds = seconds(writer, effects);
      System.out.printf(
          Locale.ROOT,
          "effects=%d%nrows=%d%nseconds=%.4f%n",
          effects.size(),
          rows(effects),
          seconds);
      System.out.printf(
          Locale.ROOT, "lost=%d%n", writer.health().dropped() + writer.health().refused());
      writer.close();
    }
    System.exit(0);
  }

  private static void warm(HistoryWriter writer, int calls, int most) throws InterruptedException {
    long pid = ProcessHandle.current().pid();
    for (int times = 1; times <= most; times++) {
      List<Effect> others = effects(FIRST_CALL + times * 2 * calls, calls);
      ThreadTimes before = ThreadTimes.of(pid);
      double seconds = seconds(writer, others);
      if (WarmUp.isAtRest(ThreadTimes.of(pid).since(before), seconds)) {
        break;
      }
    }
  }

  /** How many rows of dialogs, their hops, refreshes and alerts the effects come to. */
  private static int rows(List<Effect> effects) {
    Set<Object> keys = new HashSet<>();
    for (Effect effect : effects) {
      Dialog dialog = effect.dialog();
      if (dialog != null) {
        keys.add(dialog.dialogId());
      }
      if (effect instanceof Effect.Refreshed told) {
        Refresh refresh = told.refresh();
        keys.add(List.of(told.dialog().dialogId(), refresh.by(), refresh.cseq()));
      } else if (effect instanceof Effect.HopsSeen told) {
        for (DialogHop hop : told.hops()) {
          keys.add(Arrays.asList(hop.pbx(), hop.caller(), hop.callee(), told.dialog().dialogId()));
        }
      } else if (effect instanceof Effect.AlertRaised told) {
        keys.add(told.alert().alertId());
      }
    }
    return keys.size();
  }

  private static double seconds(HistoryWriter writer, List<Effect> effects)
      throws InterruptedException {
    long start = System.nanoTime();
    effects.forEach(writer::accept);
    if (!writer.awaitFlushed(LONGEST)) {
      throw new IllegalStateException("the writer does not come to an end");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static List<Effect> effects(int firstCall, int calls) {
    List<Effect> effects = new ArrayList<>();
    SessionEngine engine =
        new SessionEngine(
            EngineSettings.withTolerance(EngineSettings.DEFAULT_TOLERANCE), effects::add);
    CallFeed feed = CallFeed.ofSip(firstCall, 2_000);
    // Of today, so that the rows lie where a daemon's would.
    long nowUs = new SteadyClock().nowUs() - ONE_HOUR_US;
    while (feed.ended() < calls) {
      feed.next();
      nowUs += BETWEEN_MESSAGES_US;
      engine.message((SipMessage) SipScanner.scan(feed.bytes().clone()), "farm", nowUs);
    }
    engine.finish(nowUs);
    return effects;
  }
}
