package org.sessionwatch;

import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Optional;
import org.sessionwatch.cli.CommandFailure;
import org.sessionwatch.cli.ExitCode;
import org.sessionwatch.config.DatabaseSettings;
import org.sessionwatch.config.Environment;
import org.sessionwatch.config.Settings;
import org.sessionwatch.report.Format;
import org.sessionwatch.report.ReportException;
import org.sessionwatch.report.ReportRequest;
import org.sessionwatch.report.ReportRun;
import org.sessionwatch.store.HistoryReader;
import org.sessionwatch.store.embedded.EmbeddedDatabase;
import org.sessionwatch.store.embedded.RunningServer;

/**
 * {@code report}: from the configured database; or from the embedded one, which is the running
 * daemon's, or else started for as long as the report takes.
 */
final class ReportBody {
  private ReportBody() {}

  static int run(Settings settings, ReportRequest request, Format format, PrintStream out)
      throws Exception {
    DatabaseSettings configured = settings.database();
    Optional<DatabaseSettings> running =
        configured != null ? Optional.of(configured) : RunningServer.of(settings.stateDirectory());
    if (running.isPresent()) {
      write(running.get(), request, format, out);
      return ExitCode.OK.number();
    }
    if (!RunningServer.existsIn(settings.stateDirectory())) {
      throw new CommandFailure(
          ExitCode.DATABASE,
          ("there is no history in %s: no daemon has run with that state directory, or this user may"
                  + " not look into it; -c FILE names another configuration")
              .formatted(settings.stateDirectory()));
    }
    try (EmbeddedDatabase embedded = EmbeddedDatabase.start(settings.stateDirectory())) {
      write(embedded.settings(), request, format, out);
      return ExitCode.OK.number();
    }
  }

  private static void write(
      DatabaseSettings where, ReportRequest request, Format format, PrintStream out)
      throws ReportException {
    new ReportRun(new HistoryReader(where), ZoneId.systemDefault())
        .write(request, format, Environment.outputColumns(), out);
  }
}
