package org.sessionwatch.benchmarks.row;

import static org.sessionwatch.benchmarks.Spread.figure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;
import org.sessionwatch.benchmarks.feed.CaptureFile;
import org.sessionwatch.benchmarks.process.Child;

/** Row 12: {@code analyze} over a large capture against tshark that takes out the same fields. */
public final class Analyze implements Row {
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** tshark takes minutes for one: there is another round only where it does not. */
  private static final double MOST_SECONDS = 100;

  private static final List<String> FIELDS =
      List.of(
          "frame.time_epoch",
          "ip.src",
          "ip.dst",
          "sip.Method",
          "sip.Status-Code",
          "sip.Call-ID",
          "sip.from.tag",
          "sip.from.addr",
          "sip.to.tag",
          "sip.to.addr",
          "sip.CSeq.seq",
          "sip.CSeq.method",
          "sip.Via.branch",
          "sip.Session-Expires",
          "sip.Min-SE",
          "sip.Supported",
          "sip.Require",
          "sip.Allow",
          "sip.User-Agent",
          "sip.Server",
          "sip.Reason");

  @Override
  public int number() {
    return 12;
  }

  @Override
  public String title() {
    return "analyze over a large capture against tshark";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    if (bench.options().peers().isEmpty()) {
      return List.of(
          Outcome.missing(title(), "no chroot with tshark: benchmarks/run needs root on Debian"));
    }
    Path directory = bench.directory("capture");
    Path file = directory.resolve("farm.pcap");
    long messages = CaptureFile.ofBytes(file, (long) bench.options().captureMegabytes() << 20);
    bench.say("a capture of %d MB with %d messages", Files.size(file) >> 20, messages);
    List<Double> ratios = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    long unread = 0;
    try {
      double spent = 0;
      for (int round = 0; round < bench.options().rounds() && spent < MOST_SECONDS; round++) {
        Run analyze = analyze(bench, file);
        Run tshark = tshark(bench, directory);
        bench.say("%.1f s against %.1f s", analyze.seconds, tshark.seconds);
        spent += analyze.seconds + tshark.seconds;
        ours.add(analyze.seconds);
        theirs.add(tshark.seconds);
        ratios.add(tshark.seconds / analyze.seconds);
        unread += messages - analyze.messages + messages - tshark.messages;
      }
    } finally {
      Files.deleteIfExists(file);
    }
    String goal =
        "`analyze` of a %d MB capture ≥ 5 x faster than tshark"
            .formatted(bench.options().captureMegabytes());
    return List.of(
        new Outcome(
            goal,
            Spread.of(ours).text() + " s",
            Spread.of(theirs).text() + " s",
            ratios,
            5,
            true,
            unread == 0 ? "nothing" : figure(unread) + " messages unread",
            "%s messages; tshark takes out the fields, analyze judges the calls too"
                .formatted(figure(messages))));
  }

  private record Run(double seconds, long messages) {}

  private static Run analyze(Bench bench, Path file) throws Exception {
    Path output = bench.work().resolve("analyze.jsonl");
    long start = System.nanoTime();
    Child child =
        Child.start(
            output,
            List.of(bench.launcher().toString(), "analyze", "--format", "jsonl", file.toString()));
    int status = child.awaitStatus(LONGEST);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (status > 1) { // 1 says that there are critical alerts, and there are
      throw new IllegalStateException("analyze ended with " + status + ":\n" + child.printed());
    }
    try (Stream<String> lines = Files.lines(output)) {
      String summary =
          lines.filter(line -> line.contains("\"type\":\"summary\"")).findFirst().orElse("");
      return new Run(
          seconds, Long.parseLong(summary.replaceAll(".*\"sip_messages\":(\\d+).*", "$1")));
    }
  }

  private static Run tshark(Bench bench, Path directory) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                bench.options().home().resolve("lab/inside").toString(),
                bench.options().peers(),
                directory.toString(),
                "tshark",
                "-n",
                "-Q",
                "-r",
                "/lab/farm.pcap",
                "-Y",
                "sip",
                "-T",
                "fields"));
    FIELDS.forEach(field -> command.addAll(List.of("-e", field)));
    Path output = bench.work().resolve("tshark.txt");
    long start = System.nanoTime();
    Child child = Child.start(output, command);
    int status = child.awaitStatus(LONGEST);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (status != 0) {
      throw new IllegalStateException("tshark ended with " + status + ":\n" + child.printed());
    }
    try (Stream<String> lines = Files.lines(output)) {
      return new Run(seconds, lines.filter(line -> line.indexOf('\t') > 0).count());
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
