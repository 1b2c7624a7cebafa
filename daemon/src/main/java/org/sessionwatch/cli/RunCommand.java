package org.sessionwatch.cli;

import java.util.concurrent.Callable;
import org.sessionwatch.config.LoadedSettings;
import org.sessionwatch.config.SettingsReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}. */
@Command(
    name = "run",
    description = "The daemon: watch the calls that the PBX mirrors, until SIGTERM or Ctrl-C.")
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  private final Bodies.Runner runner;
  private final SettingsReader reader;

  @Mixin private ConfigOption config;

  /** For picocli, which fills the configuration's option. */
  RunCommand(Bodies.Runner runner, SettingsReader reader) {
    this(runner, reader, new ConfigOption());
  }

  RunCommand(Bodies.Runner runner, SettingsReader reader, ConfigOption config) {
    this.runner = runner;
    this.reader = reader;
    this.config = config;
  }

  @Override
  public Integer call() throws Exception {
    LoadedSettings loaded = config.load(reader);
    LOG.info(
        "configuration: {}", loaded.file().map(Object::toString).orElse("none, the defaults hold"));
    loaded.warnings().stream()
        .filter(warning -> !warning.key().equals("hep.receive_buffer")) // the listener says it
        .forEach(warning -> LOG.warn("{}", warning));
    return runner.run(loaded.settings());
  }
}
