package org.sessionwatch.benchmarks.row;

import static org.sessionwatch.benchmarks.Spread.figure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;
import org.sessionwatch.benchmarks.Bench;
import org.sessionwatch.benchmarks.Outcome;
import org.sessionwatch.benchmarks.Row;
import org.sessionwatch.benchmarks.Spread;
import org.sessionwatch.benchmarks.process.Postgres;
import org.sessionwatch.config.DatabaseSettings;

/** Row 9: the history writer against plain COPY of the same rows into the same tables. */
public final class History implements Row {
  private static final int CALLS = 20_000;

  /** What holds rows at the end. */
  private static final List<String> TABLES = List.of("dialog", "dialog_hop", "refresh", "alert");

  private static final String COLUMNS =
      "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
          + " WHERE table_schema = 'sessionwatch' AND is_generated = 'NEVER' AND table_name = '%s'";

  @Override
  public int number() {
    return 9;
  }

  @Override
  public String title() {
    return "history writer against plain COPY";
  }

  @Override
  public List<Outcome> measure(Bench bench) throws Exception {
    List<Double> ratios = new ArrayList<>();
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    double lost = 0;
    double effects = 0;
    for (int round = 0; round < bench.options().rounds(); round++) {
      bench.postgres().forget();
      Figures written = write(bench);
      long rows = rows(bench.postgres());
      copy(bench); // The same again, to get warm.
      double copySeconds = copy(bench);
      effects = written.get("effects");
      double perSecond = written.get("rows") / written.get("seconds");
      ours.add(perSecond);
      theirs.add(rows / copySeconds);
      ratios.add(perSecond / (rows / copySeconds));
      lost += written.get("lost");
      bench.say(
          "%.0f rows in %.2f s against %d in %.2f s by COPY",
          written.get("rows"), written.get("seconds"), rows, copySeconds);
    }
    return List.of(
        new Outcome(
            "history writer ≥ 0.8 x plain COPY of the same rows into the same tables",
            Spread.of(ours).text() + " rows/s",
            Spread.of(theirs).text() + " rows/s",
            ratios,
            0.8,
            true,
            lost == 0 ? "nothing" : figure(lost),
            "rows as they stand at the end, those of hops among them; %s effects, all told at once, came to them; both write into empty tables, the writer once the JVM's compiler rests, COPY for the second time"
                .formatted(figure(effects))));
  }

  private static Figures write(Bench bench) throws Exception {
    DatabaseSettings settings = bench.postgres().settings();
    return InProcess.run(
        bench,
        HistoryMain.class,
        List.of("-Xmx2g"),
        Integer.toString(CALLS),
        settings.url(),
        String.valueOf(settings.user()),
        bench.postgres().password(),
        "empty");
  }

  private static long rows(Postgres postgres) throws Exception {
    long rows = 0;
    for (String table : TABLES) {
      rows += postgres.number("SELECT count(*) FROM sessionwatch." + table);
    }
    return rows;
  }

  /** The tables are copied out, emptied, and copied in again while the clock runs. */
  private static double copy(Bench bench) throws Exception {
    Path directory = bench.directory("copy");
    try (Connection connection = bench.postgres().connect()) {
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      Map<String, String> columns = new TreeMap<>();
      for (String table : TABLES) {
        String named = bench.postgres().text(COLUMNS.formatted(table));
        columns.put(table, named);
        try (var out = Files.newOutputStream(directory.resolve(table))) {
          copies.copyOut(
              "COPY (SELECT %s FROM sessionwatch.%s) TO STDOUT".formatted(named, table), out);
        }
      }
      bench.postgres().forget();
      long start = System.nanoTime();
      for (String table : TABLES) {
        try (var in = Files.newInputStream(directory.resolve(table))) {
          String into = "COPY sessionwatch.%s (%s) FROM STDIN".formatted(table, columns.get(table));
          copies.copyIn(into, in, 1 << 16);
        }
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
