package org.sessionwatch.config;

import java.nio.file.Path;

/**
 * One mistake in the configuration, or one thing in it that will not work.
 *
 * @param file the file that has it
 * @param line its line, from 1; 0 when it has none
 * @param key the key's path, like {@code pbx.ami.port}; empty when no key is to blame
 * @param text what is wrong and what to do, in a few words
 */
public record Problem(Path file, int line, String key, String text) {
  @Override
  public String toString() {
    return file + (line == 0 ? "" : ":" + line) + ": " + (key.isEmpty() ? "" : key + ": ") + text;
  }
}
