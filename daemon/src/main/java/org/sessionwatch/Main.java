package org.sessionwatch;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.sessionwatch.analyze.Analyzer;
import org.sessionwatch.capture.file.Recordings;
import org.sessionwatch.capture.recording.RecordingReader;
import org.sessionwatch.capture.replay.HepReplay;
import org.sessionwatch.cli.Bodies;
import org.sessionwatch.cli.Cli;
import org.sessionwatch.cli.Console;
import org.sessionwatch.cli.ExitCode;
import org.sessionwatch.cli.LogProvider;
import org.sessionwatch.config.Environment;
import org.sessionwatch.config.Settings;
import org.sessionwatch.config.SettingsReader;
import org.sessionwatch.store.Preparation;
import org.sessionwatch.time.SteadyClock;

/** Wires the rooms together by plain {@code new}, and hands the command line over. */
public final class Main {
  private Main() {}

  /** Runs the command that the arguments name and ends the process with its exit code. */
  public static void main(String[] arguments) {
    LogProvider.choose();
    Console console = new Console(stream(FileDescriptor.out), stream(FileDescriptor.err));
    SettingsReader reader = new SettingsReader(Environment.ofThisProcess());
    Cli cli = new Cli(bodies(), reader, console);
    if (arguments.length > 0 && arguments[0].equals("run")) {
      Preparation.begin();
    }
    System.exit(cli.execute(arguments));
  }

  private static Bodies bodies() {
    return new Bodies(
        RunBody::run,
        DemoBody::run,
        (files, format, tolerance, out, err) ->
            analyzer(out, err).analyze(files, Analyzer.Format.valueOf(format.name()), tolerance),
        Main::replay,
        Main::migrate,
        ReportBody::run);
  }

  private static Analyzer analyzer(PrintStream out, PrintStream err) {
    Analyzer analyzer = new Analyzer(System.in, out, err);
    return Environment.errorIsTerminal() ? analyzer.withProgress(new SteadyClock()) : analyzer;
  }

  private static int migrate(Settings settings, PrintStream out) {
    try (Database database = Database.open(settings)) {
      out.println(
          database.migrations() == 0
              ? "The schema is up to date."
              : "The schema was brought up to date: " + database.migrations() + " migrations.");
      return ExitCode.OK.number();
    }
  }

  private static int replay(Path file, InetSocketAddress to, PrintStream out) throws Exception {
    try (RecordingReader recording = Recordings.open(file)) {
      HepReplay.Outcome outcome =
          new HepReplay(to, null, new SteadyClock())
              .run(recording, Duration.ZERO, (soFar, position) -> {});
      out.printf("%d messages sent, %d too long for UDP%n", outcome.sent(), outcome.tooLong());
      return ExitCode.OK.number();
    }
  }

  /** UTF-8 whatever the locale says, and flushed at each line's end. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
