package org.sessionwatch.benchmarks.row;

import static org.sessionwatch.benchmarks.Spread.figure;

import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;

/** Row 7: CPU a message with many open dialogs against that with few, and how it grows. */
public final class Growth implements Row {
  private static final int FEW = 10_000;
  private static final int MESSAGES = 400_000;
  private static final List<String> ROOM = List.of("-Xmx8g");

  @Override
  public int number() {
    return 7;
  }

  @Override
  public String title() {
    return "CPU a message by the number of open dialogs and shards";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    int many = bench.options().dialogs();
    List<Double> ratios = new ArrayList<>();
    List<Double> few = new ArrayList<>();
    List<Double> most = new ArrayList<>();
    double lost = 0;
    for (int round = 0; round < Math.min(2, bench.options().rounds()); round++) {
      Figures small = run(bench, FEW, 2);
      Figures large = run(bench, many, 2);
      few.add(small.get("cpu_us"));
      most.add(large.get("cpu_us"));
      ratios.add(large.get("cpu_us") / small.get("cpu_us"));
      lost += small.get("lost") + large.get("lost");
      bench.holds(
          7,
          "in the last round the collector took %.1f us a message with %s open against %.1f with %s, the engine %.1f against %.1f, the JVM's compiler %.1f against %.1f"
              .formatted(
                  large.get("collector_us"),
                  figure(many),
                  small.get("collector_us"),
                  figure(FEW),
                  large.get("engine_us"),
                  small.get("engine_us"),
                  large.get("compiler_us"),
                  small.get("compiler_us")));
      bench.say("%.2f us against %.2f us", large.get("cpu_us"), small.get("cpu_us"));
    }
    return List.of(
        new Outcome(
            "CPU a message at %s open dialogs ≤ 1.3 x that at 10,000".formatted(figure(many)),
            Spread.of(most).text() + " us",
            Spread.of(few).text() + " us",
            ratios,
            1.3,
            false,
            lost == 0 ? "nothing" : figure(lost),
            curve(bench, many)));
  }

  private static String curve(Bench bench, int most) {
    StringBuilder text =
        new StringBuilder(
            "without sockets and database: the scan, the queues and the engine, each message a refresh or its answer; us a message (messages a second):");
    for (int shards = 1; shards <= 2; shards++) {
      text.append(" with %d shard%s".formatted(shards, shards == 1 ? "" : "s"));
      for (int dialogs = 1_000; dialogs <= most; dialogs *= 10) {
        Figures found = run(bench, dialogs, shards);
        text.append(
            " %s: %s (%s),"
                .formatted(
                    figure(dialogs), figure(found.get("cpu_us")), figure(found.get("rate"))));
        bench.say("%d shards, %d dialogs: %.2f us", shards, dialogs, found.get("cpu_us"));
      }
    }
    return text.substring(0, text.length() - 1);
  }

  private static Figures run(Bench bench, int dialogs, int shards) {
    return InProcess.run(
        bench,
        GrowthMain.class,
        ROOM,
        Integer.toString(dialogs),
        Integer.toString(shards),
        Integer.toString(MESSAGES));
  }
}
