package org.sessionwatch.benchmarks.row;

import static org.sessionwatch.benchmarks.Spread.figure;

import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;

/** Row 1: how much mirrored SIP over UDP is taken without a loss. */
public final class LosslessRate implements Row {
  @Override
  public int number() {
    return 1;
  }

  @Override
  public String title() {
    return "lossless HEP/UDP rate against a bare MINA sink";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    List<Double> ratios = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> catchUps = new ArrayList<>();
    long lost = 0;
    for (int round = 0; round < bench.options().rounds(); round++) {
      SinkRate sink = SinkRate.find(bench);
      DaemonRate daemon = DaemonRate.find(bench, "udp", "");
      bench.say("%.0f/s against %.0f/s", daemon.perSecond(), sink.perSecond());
      ratios.add(daemon.perSecond() / sink.perSecond());
      ours.add(daemon.perSecond());
      theirs.add(sink.perSecond());
      catchUps.add(daemon.catchUpSeconds());
      lost += daemon.lost() + sink.lost();
      bench.holds(
          1,
          "in the last round %.1f us of CPU a message against the sink's %.1f, and PostgreSQL %.1f beside it: %s"
              .formatted(daemon.cpuUs(), sink.cpuUs(), daemon.databaseCpuUs(), daemon.threads()));
    }
    bench.udpRate(Spread.of(ours).median());
    return List.of(
        new Outcome(
            "lossless HEP/UDP rate ≥ 0.6 x a bare MINA UDP sink, same buffer",
            Spread.of(ours).text() + " msgs/s, history written",
            Spread.of(theirs).text() + " msgs/s",
            ratios,
            0.6,
            true,
            lost == 0 ? "nothing" : figure(lost),
            "history complete %s s after the last message; %s, on both sides"
                .formatted(Spread.of(catchUps).text(), LosslessSearch.RULE)));
  }
}
