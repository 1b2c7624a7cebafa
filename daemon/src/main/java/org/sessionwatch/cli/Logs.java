package org.sessionwatch.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Sets how much this project's own rooms log; libraries keep what {@link LogSetup} gives them. */
final class Logs {
  static final String OWN = "org.sessionwatch";

  private Logs() {}

  static void level(String level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(OWN).setLevel(Level.toLevel(level));
    }
  }
}
