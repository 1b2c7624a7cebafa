package org.sessionwatch.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command above all others: what holds for each of them. */
@Command(
    name = "sessionwatch",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Watches the SIP session timers (RFC 4028) of every call beside Asterisk and Kamailio.")
final class SessionwatchCommand {
  /** How much is logged. */
  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      scope = ScopeType.INHERIT,
      description = "Log to standard error: error, warn, info (the default) or debug.")
  void logLevel(LogLevel level) {
    Logs.level(level.name());
  }

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "As --log-level debug, and show where a failure came from.")
  void debug(boolean on) {
    if (on) {
      Logs.level(LogLevel.DEBUG.name());
    }
  }
}
