package org.sessionwatch.benchmarks.row;

import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.feed.Load;
import org.sessionwatch.benchmarks.peer.SinkUnderTest;

/**
 * The rate at which a bare MINA sink loses nothing, found like {@link DaemonRate}.
 *
 * @param perSecond datagrams a second
 * @param cpuUs CPU microseconds a datagram
 */
record SinkRate(double perSecond, double cpuUs, long lost) implements LosslessSearch.Found {
  private static final int MOST_WARM_SECONDS = 32;
  private static final int CALLS = 2_000_000;

  static SinkRate find(Bench bench) throws Exception {
    return LosslessSearch.find(bench, cap -> once(bench, cap));
  }

  private static SinkRate once(Bench bench, double cap) throws Exception {
    int port = Bench.freePort();
    int seconds = bench.options().seconds();
    long queue = Bench.halfOfQueue();
    try (SinkUnderTest sink = SinkUnderTest.start(bench.directory("sink"), port)) {
      Load warm =
          WarmUp.until(
              sink.pid(),
              0,
              MOST_WARM_SECONDS,
              stretch ->
                  Load.send(bench.work(), "udp", port, stretch, 30_000, queue, bench.calls(CALLS)));
      double cpu = sink.cpuSeconds();
      Load load = Load.send(bench.work(), "udp", port, seconds, cap, queue, bench.calls(CALLS));
      Bench.rest(200);
      double cpuUs = (sink.cpuSeconds() - cpu) * 1e6 / load.messages();
      long lost = warm.messages() + load.messages() - sink.end();
      return new SinkRate(load.messages() / load.seconds(), cpuUs, lost);
    }
  }
}
