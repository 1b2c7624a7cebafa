package org.sessionwatch.cli;

import java.util.concurrent.Callable;
import org.sessionwatch.config.SettingsReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code migrate}. */
@Command(
    name = "migrate",
    description = "Bring the database's schema up to date and end. run does the same at its start.")
final class MigrateCommand implements Callable<Integer> {
  private final Bodies.Migrator migrator;
  private final SettingsReader reader;
  private final Console console;

  @Mixin private ConfigOption config;

  MigrateCommand(Bodies.Migrator migrator, SettingsReader reader, Console console) {
    this.migrator = migrator;
    this.reader = reader;
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    return migrator.migrate(config.load(reader).settings(), console.out());
  }
}
