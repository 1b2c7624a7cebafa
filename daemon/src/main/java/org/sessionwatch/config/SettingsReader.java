package org.sessionwatch.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads one TOML file into {@link Settings}, or says everything that is wrong with it. */
public final class SettingsReader {
  /** A configuration is some hundred bytes; what is larger is another file. */
  private static final long MOST_BYTES = 1 << 20;

  private final Environment environment;

  /** A reader that takes state and credential directories from the environment. */
  public SettingsReader(Environment environment) {
    this.environment = environment;
  }

  /**
   * Reads the file named, or {@link Defaults#FILE} when none is named.
   *
   * @param named the file; empty for the default one, which need not be there
   * @throws ConfigurationException with every mistake
   */
  public LoadedSettings load(Optional<Path> named) throws ConfigurationException {
    if (named.isEmpty() && Files.notExists(Defaults.FILE)) {
      Problems problems = new Problems(Path.of("defaults"), TomlLines.read(""));
      Safety.check(defaults(), environment, problems);
      return new LoadedSettings(defaults(), Optional.empty(), problems.warnings());
    }
    return read(named.orElse(Defaults.FILE));
  }

  /** Returns the settings without any file: the embedded database, HEP on loopback. */
  public Settings defaults() {
    return new Settings(
        new HepSettings(List.of(Defaults.HEP_LISTEN), null, Defaults.HEP_RECEIVE_BUFFER_BYTES),
        List.of(),
        new SessionSettings(Defaults.TOLERANCE, Defaults.SHARDS),
        List.of(),
        null,
        environment.stateDirectory(),
        null);
  }

  private LoadedSettings read(Path file) throws ConfigurationException {
    String text = textOf(file);
    Problems problems = new Problems(file, TomlLines.read(text));
    Section root = new Section(parse(file, text), "", problems);
    SecretReader secrets = new SecretReader(environment, file);
    Optional<Settings> settings = new SectionsReader(secrets, defaults()).read(root);
    if (settings.isEmpty()) {
      throw new ConfigurationException(problems.mistakes());
    }
    Safety.check(settings.get(), environment, problems);
    return new LoadedSettings(settings.get(), Optional.of(file), problems.warnings());
  }

  private static String textOf(Path file) throws ConfigurationException {
    try {
      if (Files.isDirectory(file)) {
        throw refusal(file, 0, "is a directory, not a configuration file");
      }
      if (Files.size(file) > MOST_BYTES) {
        throw refusal(file, 0, "is too large for a configuration file");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw refusal(file, 0, "cannot be read: " + SecretReader.why(e));
    }
  }

  private static ObjectNode parse(Path file, String text) throws ConfigurationException {
    try {
      return TomlTree.read(text);
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      int line = location == null ? 0 : location.getLineNr();
      String column = location == null ? "" : ", column " + location.getColumnNr();
      throw refusal(file, line, "not TOML" + column + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is in memory
    }
  }

  private static ConfigurationException refusal(Path file, int line, String text) {
    return new ConfigurationException(List.of(new Problem(file, line, "", text)));
  }
}
