package org.sessionwatch.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.Settings;
import org.sessionwatch.config.SettingsReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
    name = "demo",
    description = {
      "Show it at work: the daemon on an embedded database, hearing a recording of a real Asterisk"
          + " as live calls. The first alert comes within a minute.",
      "Needs no configuration, and touches neither a PBX nor a running daemon."
    })
final class DemoCommand implements Callable<Integer> {
  private final Bodies.Demonstrator demonstrator;
  private final SettingsReader reader;
  private final Console console;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = "Where the demo's database is kept. Default: demo in the state directory.")
  private @Nullable Path state;

  DemoCommand(Bodies.Demonstrator demonstrator, SettingsReader reader, Console console) {
    this.demonstrator = demonstrator;
    this.reader = reader;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Settings defaults = reader.defaults();
    Path directory = state == null ? defaults.stateDirectory().resolve("demo") : state;
    return demonstrator.demo(
        new Settings(
            defaults.hep(),
            List.of(),
            defaults.session(),
            defaults.pbxs(),
            defaults.database(),
            directory.toAbsolutePath(),
            defaults.webhook()),
        console.out());
  }
}
