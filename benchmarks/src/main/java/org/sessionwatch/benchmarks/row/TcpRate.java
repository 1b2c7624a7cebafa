package org.sessionwatch.benchmarks.row;

import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;

/** Row 3: HEP over TCP, which holds its sender back, against our own UDP. */
public final class TcpRate implements Row {
  private static final String LISTENER =
      """
      [[hep.listener]]
      listen = "127.0.0.1:PORT"
      transport = "tcp"
      """;

  private static final String GOAL = "HEP/TCP rate ≥ 2 x its own UDP rate, no loss";

  @Override
  public int number() {
    return 3;
  }

  @Override
  public String title() {
    return "HEP/TCP rate against our own HEP/UDP rate";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    List<Double> ratios = new ArrayList<>();
    List<Double> tcp = new ArrayList<>();
    List<Double> udp = new ArrayList<>();
    long lost = 0;
    for (int round = 0; round < bench.options().rounds(); round++) {
      DaemonRate overUdp = DaemonRate.find(bench, "udp", "");
      DaemonRate overTcp = DaemonRate.find(bench, "tcp", LISTENER);
      bench.say("%.0f/s over TCP, %.0f/s over UDP", overTcp.perSecond(), overUdp.perSecond());
      ratios.add(overTcp.perSecond() / overUdp.perSecond());
      tcp.add(overTcp.perSecond());
      udp.add(overUdp.perSecond());
      lost += overTcp.lost() + overUdp.lost();
      bench.holds(
          3,
          "in the last round %.1f us of CPU a message over TCP (%s), PostgreSQL %.1f beside it; %.1f over UDP (%s), PostgreSQL %.1f"
              .formatted(
                  overTcp.cpuUs(),
                  overTcp.threads(),
                  overTcp.databaseCpuUs(),
                  overUdp.cpuUs(),
                  overUdp.threads(),
                  overUdp.databaseCpuUs()));
    }
    return List.of(
        new Outcome(
            GOAL,
            Spread.of(tcp).text() + " msgs/s over TCP",
            Spread.of(udp).text() + " msgs/s over UDP",
            ratios,
            2,
            true,
            lost == 0 ? "nothing" : Long.toString(lost),
            "history written, both ways; " + LosslessSearch.RULE));
  }
}
