package org.sessionwatch.benchmarks.row;

import static org.sessionwatch.benchmarks.Spread.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;

/** Row 5: the scan of one message in JMH, with what it allocates. */
public final class Scan implements Row {

  /** What one round found of one parser. */
  private record Parser(double nanos, double bytes) {}

  /** What one round found. */
  private record Round(Parser ours, Parser jain, Parser pkts) {}

  @Override
  public int number() {
    return 5;
  }

  @Override
  public String title() {
    return "scan of one message against JAIN-SIP and pkts-sip";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    List<Round> rounds = new ArrayList<>();
    for (int round = 0; round < bench.options().rounds(); round++) {
      rounds.add(round());
      bench.say("%s", rounds.get(round));
    }
    List<Double> allocated = rounds.stream().map(round -> round.ours.bytes).toList();
    return List.of(
        against(rounds, Round::jain, "JAIN-SIP", 12),
        against(rounds, Round::pkts, "pkts-sip", 5),
        new Outcome(
            "a scan allocates ≤ 200 B",
            Spread.of(allocated).text() + " B",
            "JAIN-SIP "
                + bytes(rounds, Round::jain)
                + " B, pkts-sip "
                + bytes(rounds, Round::pkts)
                + " B",
            allocated.stream().map(bytes -> bytes / 200).toList(),
            1,
            false,
            "nothing",
            "the ratio is bytes over 200"));
  }

  private static Outcome against(
      List<Round> rounds, Function<Round, Parser> peer, String name, int times) {
    return new Outcome(
        "scan of one message ≤ 1/" + times + " of " + name,
        nanos(rounds, Round::ours) + " ns",
        nanos(rounds, peer) + " ns",
        rounds.stream().map(round -> round.ours.nanos / peer.apply(round).nanos).toList(),
        1.0 / times,
        false,
        "nothing",
        "");
  }

  private static String nanos(List<Round> rounds, Function<Round, Parser> parser) {
    return Spread.of(rounds.stream().map(round -> parser.apply(round).nanos).toList()).text();
  }

  private static String bytes(List<Round> rounds, Function<Round, Parser> parser) {
    return figure(
        Spread.of(rounds.stream().map(round -> parser.apply(round).bytes).toList()).median());
  }

  private static Round round() throws RunnerException {
    return new Round(run("sessionwatch"), run("jainSip"), run("pktsSip"));
  }

  private static Parser run(String method) throws RunnerException {
    var options =
        new OptionsBuilder()
            .include(ScanBenchmark.class.getName() + "\\." + method + "$")
            .forks(1)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(4)
            .measurementTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT)
            .jvmArgs("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m")
            .build();
    RunResult result = new Runner(options).runSingle();
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    if (bytes == null) {
      throw new IllegalStateException(method + ": JMH did not tell what was allocated");
    }
    return new Parser(result.getPrimaryResult().getScore(), bytes.getScore());
  }
}
