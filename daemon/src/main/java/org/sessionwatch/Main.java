package org.sessionwatch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.sessionwatch.analyze.Analyzer;
import org.sessionwatch.cli.Bodies;
import org.sessionwatch.cli.Cli;
import org.sessionwatch.cli.CommandFailure;
import org.sessionwatch.cli.Console;
import org.sessionwatch.cli.ExitCode;
import org.sessionwatch.config.Environment;
import org.sessionwatch.config.SettingsReader;

/** Wires the rooms together by plain {@code new}, and hands the command line over. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Console console = new Console(stream(FileDescriptor.out), stream(FileDescriptor.err));
    SettingsReader reader = new SettingsReader(Environment.ofThisProcess());
    System.exit(new Cli(bodies(), reader, console).execute(arguments));
  }

  private static Bodies bodies() {
    return new Bodies(
        settings -> missing("run"),
        (settings, out) -> missing("demo"),
        (files, format, tolerance, out, err) ->
            new Analyzer(System.in, out, err)
                .analyze(files, Analyzer.Format.valueOf(format.name()), tolerance),
        (file, to, out) -> missing("replay"),
        (settings, out) -> missing("migrate"));
  }

  private static int missing(String command) throws CommandFailure {
    throw new CommandFailure(ExitCode.FAILURE, command + " is not wired in this build");
  }

  /** UTF-8 whatever the locale says, and flushed at each line's end. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
