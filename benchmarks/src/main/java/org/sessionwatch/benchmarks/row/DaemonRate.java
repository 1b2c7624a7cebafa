package org.sessionwatch.benchmarks.row;

import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.feed.Load;
import org.sessionwatch.benchmarks.process.DaemonUnderTest;
import org.sessionwatch.benchmarks.process.Postgres;
import org.sessionwatch.benchmarks.process.ThreadTimes;

/**
 * The highest rate at which the daemon loses nothing: neither datagrams in the kernel, nor messages
 * or effects in its queues, and all history written.
 *
 * <p>{@link LosslessSearch} finds it. The time counts until the last call's end stands in its row,
 * less the second for which the engine waits with its judgement.
 *
 * @param perSecond messages a second
 * @param cpuUs CPU microseconds a message, of the daemon alone
 * @param databaseCpuUs of its PostgreSQL
 * @param catchUpSeconds how long after the last message the history was complete
 * @param threads whose the daemon's CPU was, see {@link ThreadTimes#text}
 * @param lost messages and effects lost in the last try; 0 when it was lossless
 */
record DaemonRate(
    double perSecond,
    double cpuUs,
    double databaseCpuUs,
    double catchUpSeconds,
    String threads,
    long lost)
    implements LosslessSearch.Found {

  /** The engine judges a second later, and the writer gathers for a tenth of one. */
  private static final double JUDGEMENT_S = 1.1;

  /** See {@link WarmUp}; a search has up to six tries, each with a daemon of its own. */
  private static final int MOST_WARM_SECONDS = 32;

  private static final long POLL_MS = 150;
  private static final int PATIENCE_POLLS = 70;
  private static final int CALLS = 2_000_000;

  /**
   * Finds it.
   *
   * @param way {@code udp} or {@code tcp}
   * @param hep more lines for the daemon's section [hep]
   */
  static DaemonRate find(Bench bench, String way, String hep) throws Exception {
    return LosslessSearch.find(bench, cap -> once(bench, way, hep, cap));
  }

  private static DaemonRate once(Bench bench, String way, String hep, double cap) throws Exception {
    int port = Bench.freePort();
    int seconds = bench.options().seconds();
    long queue = Bench.halfOfQueue();
    Postgres postgres = bench.postgres();
    try (DaemonUnderTest daemon =
        bench.daemon(port, hep.replace("PORT", Integer.toString(port)), List.of())) {
      Load warm =
          WarmUp.until(
              daemon.pid(),
              0,
              MOST_WARM_SECONDS,
              stretch ->
                  Load.send(
                      bench.work(),
                      way,
                      port,
                      stretch,
                      cap == 0 ? 30_000 : cap / 2,
                      queue,
                      bench.calls(CALLS)));
      awaitRows(postgres, warm.ended());
      double cpu = daemon.cpuSeconds();
      ThreadTimes threads = ThreadTimes.of(daemon.pid());
      double databaseCpu = postgres.cpuSeconds();
      Load load = Load.send(bench.work(), way, port, seconds, cap, queue, bench.calls(CALLS));
      long sentAt = System.nanoTime();
      long missing = awaitRows(postgres, warm.ended() + load.ended());
      double catchUp = Math.max(0, (System.nanoTime() - sentAt) / 1e9 - JUDGEMENT_S);
      double cpuUs = (daemon.cpuSeconds() - cpu) * 1e6 / load.messages();
      double databaseUs = (postgres.cpuSeconds() - databaseCpu) * 1e6 / load.messages();
      String whose = ThreadTimes.of(daemon.pid()).since(threads).text(load.messages());
      DaemonUnderTest.Ended ended = daemon.end();
      long unheard = warm.messages() + load.messages() - ended.heard();
      return new DaemonRate(
          load.messages() / (load.seconds() + catchUp),
          cpuUs,
          databaseUs,
          catchUp,
          whose,
          unheard + ended.lost() + missing);
    }
  }

  /** Waits for the rows of so many ended calls; how many are missing when no more come. */
  private static long awaitRows(Postgres postgres, long expected) throws Exception {
    long seen = -1;
    int idle = 0;
    while (idle < PATIENCE_POLLS) {
      long now =
          postgres.number("SELECT count(*) FROM sessionwatch.dialog WHERE ended_at IS NOT NULL");
      if (now >= expected) {
        return 0;
      }
      idle = now == seen ? idle + 1 : 0;
      seen = now;
      Bench.rest(POLL_MS);
    }
    return expected - seen;
  }

  String lostText() {
    return lost == 0 ? "nothing" : lost + " of ours, even in the slowest try";
  }
}
