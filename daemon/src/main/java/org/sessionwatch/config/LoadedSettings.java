package org.sessionwatch.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings and what is to be said about them.
 *
 * @param settings what was read
 * @param file where from; empty when there is no file and the defaults hold
 * @param warnings what will probably not work or is not safe
 */
public record LoadedSettings(Settings settings, Optional<Path> file, List<Problem> warnings) {
  /** Takes its own copy of the list. */
  public LoadedSettings {
    warnings = List.copyOf(warnings);
  }
}
