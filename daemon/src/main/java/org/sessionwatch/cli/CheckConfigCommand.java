package org.sessionwatch.cli;

import java.util.concurrent.Callable;
import org.sessionwatch.config.LoadedSettings;
import org.sessionwatch.config.SettingsReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check-config}. */
@Command(
    name = "check-config",
    description =
        "Say what the configuration holds, everything wrong with it, and what will not work.")
final class CheckConfigCommand implements Callable<Integer> {
  private final SettingsReader reader;
  private final Console console;

  @Mixin private ConfigOption config;

  CheckConfigCommand(SettingsReader reader, Console console) {
    this.reader = reader;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    LoadedSettings loaded = config.load(reader);
    console
        .out()
        .println(
            "configuration  "
                + loaded.file().map(Object::toString).orElse("no file: the defaults hold"));
    console.out().print(SettingsText.of(loaded.settings()));
    loaded.warnings().forEach(warning -> console.out().println("warning: " + warning));
    console
        .out()
        .println(
            loaded.warnings().isEmpty()
                ? "no mistakes"
                : "no mistakes; warnings: " + loaded.warnings().size());
    return ExitCode.OK.number();
  }
}
