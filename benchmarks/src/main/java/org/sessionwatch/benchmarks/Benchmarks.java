package org.sessionwatch.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.sessionwatch.benchmarks.row.AlertDelay;
import org.sessionwatch.benchmarks.row.Analyze;
import org.sessionwatch.benchmarks.row.CpuAtRate;
import org.sessionwatch.benchmarks.row.DialogHeap;
import org.sessionwatch.benchmarks.row.Footprint;
import org.sessionwatch.benchmarks.row.Growth;
import org.sessionwatch.benchmarks.row.History;
import org.sessionwatch.benchmarks.row.LosslessRate;
import org.sessionwatch.benchmarks.row.Pauses;
import org.sessionwatch.benchmarks.row.Scan;
import org.sessionwatch.benchmarks.row.Sipcapture;
import org.sessionwatch.benchmarks.row.TcpRate;

/**
 * Measures the rows that the command line names, one after another, and writes the table.
 * Everything that is started ends with it.
 */
public final class Benchmarks {
  private static final List<Row> ROWS =
      List.of(
          new LosslessRate(),
          new CpuAtRate(),
          new TcpRate(),
          new Sipcapture(),
          new Scan(),
          new DialogHeap(),
          new Growth(),
          new AlertDelay(),
          new History(),
          new Footprint(),
          new Pauses(),
          new Analyze());

  private Benchmarks() {}

  /**
   * See {@code benchmarks/run}, which sets the system properties {@code home} (the project's
   * directory) and {@code peers} (the chroot with the peers; may be empty).
   */
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(System.getProperty("home", "."));
    Path work = Files.createTempDirectory("sessionwatch-benchmarks");
    open(work);
    Options options;
    try {
      options = Options.of(arguments, home, work, System.getProperty("peers", ""));
    } catch (IllegalArgumentException e) {
      System.err.println("benchmarks/run: " + e.getMessage());
      remove(work);
      System.exit(2);
      return;
    }
    Machine machine = Machine.look(home, options.peers());
    Report report = new Report(options, machine);
    try (Bench bench = new Bench(options)) {
      if (options.profile()) {
        Profile.write(bench, machine);
      }
      for (Row row : ROWS) {
        if (options.rows().contains(row.number())) {
          List<Outcome> outcomes = measured(row, bench);
          report.add(row.number(), outcomes, bench.holds(row.number()));
          report.write();
        }
      }
    } finally {
      remove(work);
    }
    if (!options.rows().isEmpty()) {
      System.err.println("written: " + options.output());
    }
    System.exit(0); // whatever thread a library may have left
  }

  /** PostgreSQL runs as another user than root. */
  private static void open(Path work) throws IOException {
    Files.setPosixFilePermissions(
        work, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static List<Outcome> measured(Row row, Bench bench) {
    System.err.printf("%tT row %d: %s%n", System.currentTimeMillis(), row.number(), row.title());
    try {
      List<Outcome> outcomes = row.measure(bench);
      outcomes.forEach(outcome -> System.err.println("  " + outcome.line(row.number())));
      return outcomes;
    } catch (Exception e) {
      e.printStackTrace();
      String why = String.valueOf(e.getMessage());
      return List.of(Outcome.missing(row.title(), why.lines().findFirst().orElse(e.toString())));
    }
  }

  private static void remove(Path work) throws IOException {
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(work)) {
      files.sorted(Comparator.reverseOrder()).forEach(all::add);
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
