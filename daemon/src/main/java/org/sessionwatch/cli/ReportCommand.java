package org.sessionwatch.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.SettingsReader;
import org.sessionwatch.report.Format;
import org.sessionwatch.report.ReportRequest;
import org.sessionwatch.report.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}. */
@Command(
    name = "report",
    description = {
      "Answer a question from the history. Without a name, list the reports.",
      "A time is 2026-11-22T06:18:59Z, \"2026-11-22 06:18\", 2026-11-22, now, today, yesterday, 24h (units s,"
          + " m, h: so long ago) or 7d (units d, w: the midnight so long ago); without an offset, in"
          + " the time zone of this host."
    })
final class ReportCommand implements Callable<Integer> {
  private final Bodies.Reporter reporter;
  private final SettingsReader reader;
  private final Console console;

  @Mixin private ConfigOption config;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Which report.")
  private @Nullable String name;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "What happened from then on. Default: 7d.")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "What happened before then. Default: now.")
  private @Nullable String until;

  @Option(
      names = "--pbx",
      paramLabel = "NAME",
      description = "Only calls that this PBX heard first.")
  private @Nullable String pbx;

  @Option(
      names = "--call",
      paramLabel = "ID",
      description = "The call, by its Call-ID, dialog_id, uniqueid or linkedid.")
  private @Nullable String call;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, csv or json. Default: ${DEFAULT-VALUE}.")
  private Format format;

  ReportCommand(Bodies.Reporter reporter, SettingsReader reader, Console console) {
    this.reporter = reporter;
    this.reader = reader;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (name == null) {
      console.out().print(Reports.list());
      return ExitCode.OK.number();
    }
    ReportRequest request =
        new ReportRequest(Reports.named(name), since, until, pbx, call).checked();
    return reporter.report(config.load(reader).settings(), request, format, console.out());
  }
}
