package org.sessionwatch.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;

/** A configuration file in a folder of a test's own, and what reading it gives. */
final class ConfigurationFile {
  final Path file;
  private final Environment environment;

  ConfigurationFile(Path folder, String text) {
    this(folder, text, Map.of());
  }

  ConfigurationFile(Path folder, String text, Map<String, String> variables) {
    this.file = write(folder.resolve("sessionwatch.toml"), text, "rw-r-----");
    this.environment = new Environment(variables::get, false, Path.of("/home/admin"), folder);
  }

  static Path write(Path file, String text, String permissions) {
    try {
      Files.writeString(file, text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  LoadedSettings load() {
    try {
      return new SettingsReader(environment).load(Optional.of(file));
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
  }

  Settings settings() {
    return load().settings();
  }

  /** Returns the mistakes as {@code line: key: text}. */
  List<String> mistakes() {
    try {
      new SettingsReader(environment).load(Optional.of(file));
    } catch (ConfigurationException e) {
      return e.problems().stream().map(this::withoutFile).toList();
    }
    return Assertions.fail("was accepted: " + file);
  }

  List<String> warnings() {
    return load().warnings().stream().map(this::withoutFile).toList();
  }

  private String withoutFile(Problem problem) {
    return problem.toString().replace(file + ":", "");
  }
}
