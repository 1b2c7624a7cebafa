package org.sessionwatch.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.ConfigurationException;
import org.sessionwatch.config.LoadedSettings;
import org.sessionwatch.config.SettingsReader;
import picocli.CommandLine.Option;

/** {@code -c FILE}, for the commands that read the configuration. */
final class ConfigOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The configuration. Default: /etc/sessionwatch/sessionwatch.toml; without that file, the defaults.")
  private @Nullable Path file;

  /** For picocli, which fills it. */
  ConfigOption() {}

  ConfigOption(Path file) {
    this.file = file;
  }

  LoadedSettings load(SettingsReader reader) throws ConfigurationException {
    return reader.load(Optional.ofNullable(file));
  }
}
