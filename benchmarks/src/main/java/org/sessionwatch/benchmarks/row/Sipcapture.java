package org.sessionwatch.benchmarks.row;

import static org.sessionwatch.benchmarks.Spread.figure;

import java.util.ArrayList;
import java.util.List;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;
import org.sessionwatch.benchmarks.feed.Load;
import org.sessionwatch.benchmarks.peer.Kamailio;
import org.sessionwatch.benchmarks.process.Postgres;

/**
 * Row 4: Kamailio's sipcapture with PostgreSQL on the same feed. It stores messages, we store
 * history.
 */
public final class Sipcapture implements Row {
  private static final String NOTE =
      "sipcapture stores every message, sessionwatch stores what became of each call; both write to the same"
          + " PostgreSQL server with the same settings";
  private static final int CALLS = 2_000_000;
  private static final int TRIES = 4;
  private static final double SLOWER = 0.8;
  private static final int PATIENCE_POLLS = 60;
  private static final long POLL_MS = 50;

  private record Capture(double perSecond, double cpuUs, double databaseUs, long lost) {}

  @Override
  public int number() {
    return 4;
  }

  @Override
  public String title() {
    return "lossless rate and CPU against Kamailio's sipcapture with PostgreSQL";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    if (bench.options().peers().isEmpty()) {
      return List.of(
          Outcome.missing(title(), "no chroot with Kamailio: benchmarks/run needs root on Debian"));
    }
    List<Double> rates = new ArrayList<>();
    List<Double> cpus = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ourCpu = new ArrayList<>();
    List<Double> theirCpu = new ArrayList<>();
    long lost = 0;
    for (int round = 0; round < Math.min(2, bench.options().rounds()); round++) {
      Capture capture = capture(bench);
      DaemonRate daemon = DaemonRate.find(bench, "udp", "");
      double ourUs = daemon.cpuUs() + daemon.databaseCpuUs();
      double theirUs = capture.cpuUs + capture.databaseUs;
      bench.say(
          "%.0f/s at %.1f us against %.0f/s at %.1f + %.1f us",
          daemon.perSecond(), ourUs, capture.perSecond, capture.cpuUs, capture.databaseUs);
      bench.holds(
          4,
          "in the last round %.1f us of CPU a message in the daemon and %.1f in PostgreSQL (sipcapture %.1f and %.1f): %s"
              .formatted(
                  daemon.cpuUs(),
                  daemon.databaseCpuUs(),
                  capture.cpuUs,
                  capture.databaseUs,
                  daemon.threads()));
      ours.add(daemon.perSecond());
      theirs.add(capture.perSecond);
      ourCpu.add(ourUs);
      theirCpu.add(theirUs);
      rates.add(daemon.perSecond() / capture.perSecond);
      cpus.add(ourUs / theirUs);
      lost += daemon.lost() + capture.lost;
    }
    String lostText = lost == 0 ? "nothing" : figure(lost);
    return List.of(
        new Outcome(
            "lossless rate ≥ 30 x Kamailio sipcapture + PostgreSQL, same feed",
            Spread.of(ours).text() + " msgs/s, history written",
            Spread.of(theirs).text() + " msgs/s, messages stored",
            rates,
            30,
            true,
            lostText,
            NOTE),
        new Outcome(
            "CPU with its PostgreSQL ≤ 1/30 of the same",
            Spread.of(ourCpu).text() + " us a message",
            Spread.of(theirCpu).text() + " us a message",
            cpus,
            1 / 30.0,
            false,
            lostText,
            ""));
  }

  /** Rows are written while a message is handled, so what is in the table has been handled. */
  private static Capture capture(Bench bench) throws Exception {
    double cap = 0;
    Capture capture = once(bench, cap);
    for (int tries = 1; capture.lost > 0 && tries < TRIES; tries++) {
      cap = SLOWER * capture.perSecond;
      bench.say("%d lost by sipcapture; again with %.0f messages a second", capture.lost, cap);
      capture = once(bench, cap);
    }
    return capture;
  }

  private static Capture once(Bench bench, double cap) throws Exception {
    int port = Bench.freePort();
    Postgres postgres = bench.postgres();
    postgres.forget();
    try (Kamailio kamailio = Kamailio.start(bench, port)) {
      double cpu = kamailio.cpuSeconds();
      double databaseCpu = postgres.cpuSeconds();
      long queue = Bench.halfOfQueue() / 4;
      Load load =
          Load.send(
              bench.work(), "udp", port, bench.options().seconds(), cap, queue, bench.calls(CALLS));
      long sentAt = System.nanoTime();
      long missing = awaitRows(postgres, load.messages());
      double catchUp = (System.nanoTime() - sentAt) / 1e9;
      double cpuUs = (kamailio.cpuSeconds() - cpu) * 1e6 / load.messages();
      double databaseUs = (postgres.cpuSeconds() - databaseCpu) * 1e6 / load.messages();
      return new Capture(load.messages() / (load.seconds() + catchUp), cpuUs, databaseUs, missing);
    } finally {
      postgres.execute("DROP TABLE IF EXISTS sip_capture");
    }
  }

  private static long awaitRows(Postgres postgres, long expected) throws Exception {
    long seen = -1;
    int idle = 0;
    while (idle < PATIENCE_POLLS) {
      long now = postgres.number("SELECT count(*) FROM sip_capture");
      if (now >= expected) {
        return 0;
      }
      idle = now == seen ? idle + 1 : 0;
      seen = now;
      Bench.rest(POLL_MS);
    }
    return expected - seen;
  }
}
