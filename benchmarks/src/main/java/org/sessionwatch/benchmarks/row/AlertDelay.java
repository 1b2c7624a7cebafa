package org.sessionwatch.benchmarks.row;

import static org.sessionwatch.benchmarks.Spread.figure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;
import org.sessionwatch.benchmarks.feed.Load;
import org.sessionwatch.benchmarks.process.Child;
import org.sessionwatch.benchmarks.process.GcLog;

/**
 * Row 8: how long after its instant an alert is handed on, with many deadlines and much arriving.
 */
public final class AlertDelay implements Row {
  private static final int RATE = 40_000;
  private static final int CALLS = 2_000_000;
  private static final int WARM_SECONDS = 8;
  private static final Duration LOAD = Duration.ofMinutes(2);

  @Override
  public int number() {
    return 8;
  }

  @Override
  public String title() {
    return "alert after its instant, a million deadlines outstanding, 40k msgs/s arriving";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    int seconds = Math.max(10, 2 * bench.options().seconds());
    int dialogs = bench.options().dialogs();
    List<Double> p99 = new ArrayList<>();
    List<Double> most = new ArrayList<>();
    double lost = 0;
    double alerts = 0;
    for (int round = 0; round < Math.min(2, bench.options().rounds()); round++) {
      Figures found = once(bench, dialogs, seconds);
      bench.say(
          "%.0f alerts: p50 %.1f ms, p99 %.1f ms, max %.1f ms; %.0f lost",
          found.get("alerts"),
          found.get("p50_ms"),
          found.get("p99_ms"),
          found.get("max_ms"),
          found.get("lost"));
      p99.add(found.get("p99_ms"));
      most.add(found.get("max_ms"));
      lost += found.get("lost");
      alerts += found.get("alerts");
    }
    String lostText = lost == 0 ? "nothing" : figure(lost) + " messages";
    String note =
        "from the instant of the threshold until the alert is handed to its sinks; %s alerts"
            .formatted(figure(alerts));
    return List.of(
        line("alert after its instant: p99 ≤ 50 ms", p99, 50, dialogs, lostText, note),
        line("alert after its instant: max ≤ 250 ms", most, 250, dialogs, lostText, ""));
  }

  private static Outcome line(
      String goal, List<Double> delays, double limit, int dialogs, String lost, String note) {
    return new Outcome(
        goal,
        Spread.of(delays).text() + " ms",
        "the clock; %s deadlines, 40k msgs/s".formatted(figure(dialogs)),
        delays.stream().map(delay -> delay / limit).toList(),
        1,
        false,
        lost,
        note);
  }

  private static Figures once(Bench bench, int dialogs, int seconds) throws Exception {
    int port = Bench.freePort();
    java.nio.file.Path gcLog = bench.work().resolve("delay-gc.log");
    java.nio.file.Files.deleteIfExists(gcLog);
    try (InProcess.Started receiver =
        InProcess.start(
            bench,
            AlertDelayMain.class,
            List.of("-Xmx8g", GcLog.option(gcLog)),
            Integer.toString(port),
            Integer.toString(dialogs),
            Integer.toString(seconds))) {
      receiver.child().awaitPrinted("ready", LOAD);
      int mark = GcLog.mark(gcLog);
      try (Child sender =
          Load.start(
              bench.work(),
              "udp",
              port,
              WARM_SECONDS + seconds + 2,
              RATE,
              0,
              bench.calls(CALLS),
              false)) {
        Figures found = receiver.figures();
        bench.holds(8, "in the last round the collector made " + GcLog.since(gcLog, mark).text());
        sender.close(); // it would send to nobody now
        return found;
      }
    }
  }
}
