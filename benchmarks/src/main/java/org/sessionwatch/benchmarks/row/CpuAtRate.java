package org.sessionwatch.benchmarks.row;

import static org.sessionwatch.benchmarks.Spread.figure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;
import org.sessionwatch.benchmarks.feed.Load;
import org.sessionwatch.benchmarks.peer.SinkUnderTest;
import org.sessionwatch.benchmarks.process.DaemonUnderTest;
import org.sessionwatch.benchmarks.process.GcLog;
import org.sessionwatch.benchmarks.process.Postgres;
import org.sessionwatch.benchmarks.process.ThreadTimes;
import org.sessionwatch.benchmarks.process.UdpSocket;

/**
 * Row 2: CPU and allocation a message at 60,000 messages a second; on the way row 11, the pauses at
 * that rate.
 */
public final class CpuAtRate implements Row {
  static final int RATE = 60_000;
  private static final int CALLS = 2_000_000;

  /** See {@link WarmUp}: the daemon forgets calls for the first time in its second minute. */
  private static final int LEAST_WARM_SECONDS = 64;

  private static final int MOST_WARM_SECONDS = 96;

  private static final String NOTHING = "nothing";

  /** Until what was sent is handled and judged. */
  private static final long SETTLE_MS = 1_500;

  /**
   * What was measured.
   *
   * @param lost messages of those that were measured, by the kernel
   * @param lostBefore of those while it warmed up, and by whomever else
   */
  private record Cost(
      double cpuUs,
      double allocated,
      double databaseUs,
      double pauseMs,
      long lost,
      long lostBefore,
      String threads,
      String collections) {}

  @Override
  public int number() {
    return 2;
  }

  @Override
  public String title() {
    return "CPU and allocation a message at 60k/s against a bare MINA sink";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    List<Cost> ours = new ArrayList<>();
    List<Cost> theirs = new ArrayList<>();
    for (int round = 0; round < bench.options().rounds(); round++) {
      Cost sink = ofSink(bench);
      Cost daemon = ofDaemon(bench);
      bench.say(
          "%.2f us and %.0f B against %.2f us and %.0f B; longest pause %.1f ms, %d lost",
          daemon.cpuUs, daemon.allocated, sink.cpuUs, sink.allocated, daemon.pauseMs, daemon.lost);
      ours.add(daemon);
      theirs.add(sink);
    }
    bench.pauses(pauses(ours));
    Cost last = ours.get(ours.size() - 1);
    bench.holds(2, "in the last round, of %.1f us: %s".formatted(last.cpuUs, last.threads));
    bench.holds(11, "in the last round " + last.collections);
    return List.of(cpu(ours, theirs), allocation(ours, theirs));
  }

  private static Outcome cpu(List<Cost> ours, List<Cost> theirs) {
    return new Outcome(
        "CPU a message at 60k/s ≤ 1.6 x the same sink",
        spread(ours, Cost::cpuUs)
            + " us (PostgreSQL beside it: "
            + spread(ours, Cost::databaseUs)
            + " us)",
        spread(theirs, Cost::cpuUs) + " us",
        ratios(ours, theirs, Cost::cpuUs),
        1.6,
        false,
        lost(ours, theirs),
        "");
  }

  private static Outcome allocation(List<Cost> ours, List<Cost> theirs) {
    return new Outcome(
        "allocation a message at 60k/s ≤ 1.5 x the same sink",
        spread(ours, Cost::allocated) + " B",
        spread(theirs, Cost::allocated) + " B",
        ratios(ours, theirs, Cost::allocated),
        1.5,
        false,
        lost(ours, theirs),
        "");
  }

  private static Outcome pauses(List<Cost> ours) throws Exception {
    double bridgedMs = SocketBuffer.holds() * 1_000.0 / RATE;
    List<Double> ratios = ours.stream().map(cost -> cost.pauseMs / (bridgedMs / 2)).toList();
    return new Outcome(
        "no pause above half of what the socket buffer bridges at 60k/s",
        "longest pause " + spread(ours, Cost::pauseMs) + " ms",
        "the buffer holds " + SocketBuffer.holds() + " datagrams: " + figure(bridgedMs) + " ms",
        ratios,
        1,
        false,
        lost(ours, List.of()),
        "the ratio is the longest pause over half of the buffer's time");
  }

  private static String lost(List<Cost> ours, List<Cost> theirs) {
    String counted = lost(ours, theirs, Cost::lost);
    String before = lost(ours, theirs, Cost::lostBefore);
    return before.equals(NOTHING) ? counted : counted + "; while warming up " + before;
  }

  private static String lost(List<Cost> ours, List<Cost> theirs, ToLongFunction<Cost> which) {
    long daemon = ours.stream().mapToLong(which).sum();
    long sink = theirs.stream().mapToLong(which).sum();
    return daemon + sink == 0
        ? NOTHING
        : figure(daemon) + " of ours, " + figure(sink) + " of the sink's";
  }

  private interface Figure extends ToDoubleFunction<Cost> {}

  private static String spread(List<Cost> costs, Figure figure) {
    return Spread.of(costs.stream().map(figure::applyAsDouble).toList()).text();
  }

  private static List<Double> ratios(List<Cost> ours, List<Cost> theirs, Figure figure) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(theirs.get(i)));
    }
    return ratios;
  }

  private static Cost ofSink(Bench bench) throws Exception {
    int port = Bench.freePort();
    try (SinkUnderTest sink = SinkUnderTest.start(bench.directory("sink"), port)) {
      Load warm =
          WarmUp.until(
              sink.pid(),
              LEAST_WARM_SECONDS,
              MOST_WARM_SECONDS,
              seconds -> send(bench, port, seconds));
      UdpSocket socket = socket(port);
      long dropped = socket.drops();
      int mark = GcLog.mark(sink.gcLog());
      double cpu = sink.cpuSeconds();
      Load load = send(bench, port, bench.options().seconds());
      Bench.rest(200);
      double cpuUs = (sink.cpuSeconds() - cpu) * 1e6 / load.messages();
      GcLog gc = GcLog.since(sink.gcLog(), mark);
      long lost = socket.drops() - dropped;
      long all = warm.messages() + load.messages() - sink.end();
      return new Cost(
          cpuUs, perMessage(gc, load), 0, gc.longestPauseMs(), lost, all - lost, "", "");
    }
  }

  private static Cost ofDaemon(Bench bench) throws Exception {
    int port = Bench.freePort();
    Postgres postgres = bench.postgres();
    try (DaemonUnderTest daemon = bench.daemon(port, "", List.of())) {
      Load warm =
          WarmUp.until(
              daemon.pid(),
              LEAST_WARM_SECONDS,
              MOST_WARM_SECONDS,
              seconds -> send(bench, port, seconds));
      Bench.rest(SETTLE_MS);
      UdpSocket socket = socket(port);
      long dropped = socket.drops();
      int mark = GcLog.mark(daemon.gcLog());
      double cpu = daemon.cpuSeconds();
      ThreadTimes threads = ThreadTimes.of(daemon.pid());
      double databaseCpu = postgres.cpuSeconds();
      Load load = send(bench, port, bench.options().seconds());
      Bench.rest(SETTLE_MS);
      double cpuUs = (daemon.cpuSeconds() - cpu) * 1e6 / load.messages();
      double databaseUs = (postgres.cpuSeconds() - databaseCpu) * 1e6 / load.messages();
      String whose = ThreadTimes.of(daemon.pid()).since(threads).text(load.messages());
      GcLog gc = GcLog.since(daemon.gcLog(), mark);
      long lost = socket.drops() - dropped;
      DaemonUnderTest.Ended ended = daemon.end();
      long all = warm.messages() + load.messages() - ended.heard() + ended.lost();
      return new Cost(
          cpuUs,
          perMessage(gc, load),
          databaseUs,
          gc.longestPauseMs(),
          lost,
          all - lost,
          whose,
          gc.text());
    }
  }

  private static UdpSocket socket(int port) {
    return new UdpSocket(Path.of("/proc/net"), port);
  }

  /** At the fixed rate, whatever the receiver does with it. */
  private static Load send(Bench bench, int port, double seconds) {
    return Load.send(bench.work(), "udp", port, seconds, RATE, 0, bench.calls(CALLS));
  }

  private static double perMessage(GcLog gc, Load load) {
    return (double) gc.allocatedBytes() / load.messages();
  }
}
