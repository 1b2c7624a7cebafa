package org.sessionwatch.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.Environment;
import org.sessionwatch.config.SettingsReader;

/** One run of the command line with bodies that note what they were called with. */
final class CommandLineRun {
  /** What the bodies were called with. */
  final List<Object> calls = new ArrayList<>();

  final int code;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private CommandLineRun(@Nullable Exception failure, String... arguments) {
    SettingsReader reader =
        new SettingsReader(
            new Environment(name -> null, false, Path.of("/home/admin"), Path.of("/nowhere")));
    Console console = new Console(stream(out), stream(err));
    Bodies bodies =
        new Bodies(
            settings -> called(failure, settings),
            (settings, to) -> called(failure, settings),
            (files, format, tolerance, to, complaints) -> called(failure, files, format, tolerance),
            (file, to, progress) -> called(failure, file, to),
            (settings, to) -> called(failure, settings),
            (settings, request, format, to) -> called(failure, settings, request, format));
    code = new Cli(bodies, reader, console).execute(arguments);
  }

  static CommandLineRun of(String... arguments) {
    return new CommandLineRun(null, arguments);
  }

  static CommandLineRun failing(Exception failure, String... arguments) {
    return new CommandLineRun(failure, arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private int called(@Nullable Exception failure, Object... with) throws Exception {
    calls.addAll(List.of(with));
    if (failure != null) {
      throw failure;
    }
    return ExitCode.OK.number();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
