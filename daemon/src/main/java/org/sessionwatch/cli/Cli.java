package org.sessionwatch.cli;

import java.util.List;
import org.sessionwatch.config.SettingsReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line: parses, runs the command, and turns what it threw into one line. */
public final class Cli {
  private static final Logger LOG = LoggerFactory.getLogger(Cli.class);
  private static final int HELP_WIDTH = 100;

  private final Bodies bodies;
  private final SettingsReader reader;
  private final Console console;

  /**
   * A command line.
   *
   * @param bodies what they do
   * @param reader reads the configuration for those that need it
   * @param console where they write
   */
  public Cli(Bodies bodies, SettingsReader reader, Console console) {
    this.bodies = bodies;
    this.reader = reader;
    this.console = console;
  }

  /** Runs the command that the arguments name and returns its exit code. */
  public int execute(String... arguments) {
    int code =
        PlainRun.of(arguments)
            .map(config -> call(new RunCommand(bodies.run(), reader, config)))
            .orElseGet(() -> commandLine().execute(arguments));
    console.out().flush();
    console.err().flush();
    return code;
  }

  private int call(RunCommand command) {
    try {
      return command.call();
    } catch (Exception e) {
      return explain(e);
    }
  }

  private CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new SessionwatchCommand());
    commandLine
        .addSubcommand(new RunCommand(bodies.run(), reader))
        .addSubcommand(new DemoCommand(bodies.demo(), reader, console))
        .addSubcommand(new AnalyzeCommand(bodies.analyze(), console))
        .addSubcommand(new CheckConfigCommand(reader, console))
        .addSubcommand(new PbxConfigCommand(reader, console))
        .addSubcommand(new ReplayCommand(bodies.replay(), console))
        .addSubcommand(new MigrateCommand(bodies.migrate(), reader, console))
        .addSubcommand(new ReportCommand(bodies.report(), reader, console))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setOut(new java.io.PrintWriter(console.out(), true))
        .setErr(new java.io.PrintWriter(console.err(), true))
        .setParameterExceptionHandler((failure, arguments) -> refuse(failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure));
    everywhere(commandLine);
    return commandLine;
  }

  /** Every command's help lists the exit codes. */
  private static void everywhere(CommandLine command) {
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(exitCodes());
    command.getSubcommands().values().forEach(Cli::everywhere);
  }

  private int refuse(ParameterException failure) {
    String name = failure.getCommandLine().getCommandSpec().qualifiedName();
    console.complain(failure.getMessage() + suggestion(failure) + "; see " + name + " --help");
    return ExitCode.INPUT.number();
  }

  private static String suggestion(ParameterException failure) {
    if (failure instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      return suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?";
    }
    return "";
  }

  private int explain(Exception failure) {
    CommandFailure explained = Failures.explain(failure);
    console.complain(String.valueOf(explained.getMessage()));
    LOG.debug("where it came from", failure);
    return explained.code().number();
  }

  private static java.util.Map<String, String> exitCodes() {
    java.util.Map<String, String> codes = new java.util.LinkedHashMap<>();
    for (ExitCode code : ExitCode.values()) {
      codes.put(String.valueOf(code.number()), code.meaning());
    }
    return codes;
  }
}
