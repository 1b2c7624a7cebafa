package org.sessionwatch.report;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import org.sessionwatch.store.HistoryReader;
import org.sessionwatch.store.HistoryStore;
import org.sessionwatch.store.RealServer;
import org.sessionwatch.store.TrafficCheck;

/**
 * Whether other releases of PostgreSQL serve: the schema is made there, recorded calls are written
 * and compared with what {@code analyze} says of them, partitions are looked after, and every
 * report is run. docs/durability.md tells where the binaries come from.
 */
public final class ReleasesCheck {
  private ReleasesCheck() {}

  /** Arguments: the {@code bin} folders of the releases. */
  public static void main(String[] folders) throws Exception {
    for (String folder : folders) {
      try (RealServer server = RealServer.of(Path.of(folder));
          HistoryStore store = new HistoryStore(server.settings(), Map.of())) {
        int migrations = store.migrate();
        int rows = TrafficCheck.write(server, store);
        store.maintain(null, "week");
        server.ask(Files.readString(Path.of("../sql/asterisk.sql")));
        int reports = 0;
        ReportRun run = new ReportRun(new HistoryReader(server.settings()), ZoneOffset.UTC);
        for (Report report : Reports.all()) {
          String call =
              report.limits().contains("call")
                  ? server.ask("SELECT min(call_id) FROM sessionwatch.dialog").get(0)
                  : null;
          run.write(
              new ReportRequest(report, null, null, null, call).checked(),
              Format.CSV,
              0,
              new PrintStream(
                  OutputStream.nullOutputStream(), true, java.nio.charset.StandardCharsets.UTF_8));
          reports++;
        }
        System.out.printf(
            "%s: %d migrations, %d rows as analyze says, %d reports%n",
            server.ask("SHOW server_version").get(0), migrations, rows, reports);
      }
    }
    System.exit(0);
  }
}
