package org.sessionwatch.report;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.store.HistoryReader;
import org.sessionwatch.store.TestDatabase;

/** Reports run on the tests' database, as text. */
final class Written {
  private Written() {}

  /** The lines of a report as CSV, without the header. */
  static List<String> rows(String name, String since, String until) throws ReportException {
    List<String> lines = csv(name, since, until, null, null).lines().toList();
    return lines.subList(1, lines.size());
  }

  static String csv(
      String name,
      @Nullable String since,
      @Nullable String until,
      @Nullable String pbx,
      @Nullable String call)
      throws ReportException {
    return text(
        new ReportRequest(Reports.named(name), since, until, pbx, call).checked(), Format.CSV, 0);
  }

  static String text(ReportRequest request, Format format, int width) throws ReportException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ReportRun(new HistoryReader(TestDatabase.settings()), ZoneOffset.UTC)
        .write(request, format, width, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }
}
