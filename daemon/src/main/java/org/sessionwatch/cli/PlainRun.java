package org.sessionwatch.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Recognizes {@code run} and {@code run -c FILE}, which is how the daemon is started, without
 * picocli: its classes are of a format too old for the JVM's class archive, so that reading and
 * verifying them takes a seventh of a start. Everything else, mistakes too, is picocli's.
 */
final class PlainRun {
  private static final Set<String> CONFIG = Set.of("-c", "--config");

  private PlainRun() {}

  /** The configuration's option; empty when the arguments say anything else or more. */
  static Optional<ConfigOption> of(String... arguments) {
    if (arguments.length == 0 || !arguments[0].equals("run")) {
      return Optional.empty();
    }
    if (arguments.length == 1) {
      return Optional.of(new ConfigOption());
    }
    boolean plain = arguments.length == 3 && CONFIG.contains(arguments[1]) && isPlain(arguments[2]);
    return plain ? Optional.of(new ConfigOption(Path.of(arguments[2]))) : Optional.empty();
  }

  /** Neither an option nor what picocli reads arguments from. */
  private static boolean isPlain(String file) {
    return !file.isEmpty() && file.charAt(0) != '-' && file.charAt(0) != '@';
  }
}
