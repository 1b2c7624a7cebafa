package org.sessionwatch.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.sessionwatch.config.Defaults;
import org.sessionwatch.config.Quantities;
import org.sessionwatch.config.SessionSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code analyze}. */
@Command(
    name = "analyze",
    description =
        "Run the daemon's engine over recorded traffic, by the recording's clock. Needs no"
            + " database, no network and no configuration.")
final class AnalyzeCommand implements Callable<Integer> {
  private final Bodies.Analyzer analyzer;
  private final Console console;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Recordings; - is standard input.")
  private List<String> files;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text for people, jsonl for machines. Default: ${DEFAULT-VALUE}.")
  private Bodies.Format format;

  @Option(
      names = "--tolerance",
      paramLabel = "DURATION",
      converter = Tolerance.class,
      description = "How long after half the interval a refresh is on time. Default: 6s.")
  private Duration tolerance = Defaults.TOLERANCE;

  AnalyzeCommand(Bodies.Analyzer analyzer, Console console) {
    this.analyzer = analyzer;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return analyzer.analyze(files, format, tolerance, console.out(), console.err());
  }

  /** Reads a duration like the configuration does. */
  static final class Tolerance implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Quantities.duration(text)
          .filter(duration -> duration.compareTo(SessionSettings.MOST_TOLERANCE) <= 0)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' must be %s, at most %s"
                          .formatted(
                              text,
                              Quantities.DURATION_FORM,
                              Quantities.text(SessionSettings.MOST_TOLERANCE))));
    }
  }
}
