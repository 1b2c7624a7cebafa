package org.sessionwatch.benchmarks.row;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.capture.hep.HepListeners;
import org.sessionwatch.config.HepSettings;
import org.sessionwatch.config.SessionSettings;
import org.sessionwatch.flow.PbxNames;
import org.sessionwatch.flow.Pipeline;
import org.sessionwatch.session.Effect;
import org.sessionwatch.session.EffectSink;
import org.sessionwatch.time.Micros;
import org.sessionwatch.time.SteadyClock;

/**
 * How late alerts are handed on: {@code PORT DIALOGS SECONDS}. So many restored dialogs have their
 * deadline ahead, a hundred of them in each of the next seconds, while messages arrive on the UDP
 * port. Prints {@code ready} when it hears, and the figures when the time is over.
 */
final class AlertDelayMain {
  private static final int ALERTS_A_SECOND = 100;
  private static final int MOST_ALERTS = 100_000;
  private static final long HALF_INTERVAL_US = 900_000_000L;
  private static final long TOLERANCE_US = 6_000_000L;

  /** Until the sender has started and the code is warm. */
  private static final long FIRST_ALERT_AFTER_US = 8_000_000L;

  private AlertDelayMain() {}

  private static final class Delays implements EffectSink {
    private final SteadyClock clock;
    private final long[] delaysUs = new long[MOST_ALERTS];
    private int count;

    Delays(SteadyClock clock) {
      this.clock = clock;
    }

    @Override
    public void accept(Effect effect) {
      if (effect instanceof Effect.AlertRaised raised && isDeadline(raised)) {
        note(clock.nowUs() - Micros.of(raised.alert().raisedAt()));
      }
    }

    /** An alert about a deadline, and not the feed's own about a BYE. */
    private static boolean isDeadline(Effect.AlertRaised raised) {
      return raised.alert().kind() == org.sessionwatch.session.AlertKind.REFRESH_LATE;
    }

    private synchronized void note(long delayUs) {
      if (count < delaysUs.length) {
        delaysUs[count++] = delayUs;
      }
    }

    synchronized long[] sorted() {
      long[] sorted = Arrays.copyOf(delaysUs, count);
      Arrays.sort(sorted);
      return sorted;
    }
  }

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int dialogs = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    SteadyClock clock = new SteadyClock();
    Delays delays = new Delays(clock);
    Pipeline pipeline =
        new Pipeline(
            new SessionSettings(Duration.ofMillis(TOLERANCE_US / 1_000), 2),
            new PbxNames(List.of()),
            delays,
            clock);
    long loadUs = 30_000_000L * dialogs / 1_000_000;
    long firstUs = clock.nowUs() + loadUs + FIRST_ALERT_AFTER_US;
    long between = 1_000_000 / ALERTS_A_SECOND;
    for (int call = 0; call < dialogs; call++) {
      // Numbers that the feed's calls do not have.
      pipeline.restore(
          List.of(
              Farm.dialog(
                  0x7000_0000 + call,
                  number ->
                      firstUs
                          - TOLERANCE_US
                          - HALF_INTERVAL_US
                          + (number - 0x7000_0000) * between)));
    }
    System.gc();
    HepSettings hep =
        new HepSettings(
            List.of(new InetSocketAddress("127.0.0.1", port)), null, Bench.BUFFER_BYTES);
    try (HepListeners listeners = HepListeners.open(hep, clock, pipeline)) {
      pipeline.start();
      Bench.rest(Math.max(0, firstUs - FIRST_ALERT_AFTER_US - clock.nowUs()) / 1_000);
      System.out.println("ready");
      Bench.rest(Math.max(0, firstUs - clock.nowUs()) / 1_000 + seconds * 1_000L);
      long[] sorted = delays.sorted();
      print("alerts", sorted.length);
      print("p50_ms", sorted[sorted.length / 2] / 1e3);
      print("p99_ms", sorted[sorted.length * 99 / 100] / 1e3);
      print("max_ms", sorted[sorted.length - 1] / 1e3);
      print("heard", listeners.counters().messages());
      print("lost", pipeline.status().dropped());
      print("open", pipeline.status().openDialogs());
    }
    System.exit(0);
  }

  private static void print(String name, double figure) {
    System.out.printf(Locale.ROOT, "%s=%.3f%n", name, figure);
  }
}
