package org.sessionwatch.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.session.Effect;
import org.sessionwatch.time.SteadyClock;

/**
 * A process that writes {@link Traffic} as the daemon does, until it is killed. It says how far it
 * came: microseconds since the epoch and the number of effects that were told.
 */
public final class FeedMain {
  private FeedMain() {}

  /** Arguments: URL, state directory, copies of the traffic, first effect, effects a second. */
  public static void main(String[] arguments) throws Exception {
    SteadyClock clock = new SteadyClock();
    List<Effect> effects = Traffic.effects(Integer.parseInt(arguments[2]));
    int first = Integer.parseInt(arguments[3]);
    int perSecond = Integer.parseInt(arguments[4]);
    Spool spool = Spool.open(Path.of(arguments[1]), 1 << 28, clock);
    HistoryStore store =
        new HistoryStore(new DatabaseSettings(arguments[0], "postgres", null), Map.of());
    HistoryWriter writer = new HistoryWriter(store, clock, 100_000, spool);
    writer.start();
    long beganUs = clock.nowUs();
    for (int i = first; i < effects.size(); i++) {
      writer.accept(effects.get(i));
      if (i % 50 == 0) {
        System.out.println(clock.nowUs() + " " + i);
      }
      long aheadUs = beganUs + (i - first) * 1_000_000L / perSecond - clock.nowUs();
      if (aheadUs > 5_000) {
        LockSupport.parkNanos(aheadUs * 1_000);
      }
    }
    System.out.println("told");
    boolean flushed = writer.awaitFlushed(java.time.Duration.ofMinutes(2));
    writer.close();
    System.exit(flushed ? 0 : 1);
  }
}
