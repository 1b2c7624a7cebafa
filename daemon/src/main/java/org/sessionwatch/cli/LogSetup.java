package org.sessionwatch.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sessionwatch.config.Environment;

/**
 * What is logged, and where to: one line an event to standard error, since standard output belongs
 * to the commands' results. {@link LogProvider} runs it, and in tests Logback finds it as a
 * service. It stands here and not in a logback.xml because reading XML would take a tenth of the
 * daemon's start; a file that is named by the system property {@code logback.configurationFile} is
 * read instead, as always.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {
  /** Logback's own name for it. */
  static final String FILE = "logback.configurationFile";

  /** By logger; the longest name that fits holds. */
  private static final Map<String, Level> LEVELS = levels();

  private static Map<String, Level> levels() {
    Map<String, Level> levels = new LinkedHashMap<>();
    // The libraries speak up only when something is wrong. What a room makes of their troubles it
    // says in its own words.
    levels.put(Logger.ROOT_LOGGER_NAME, Level.WARN);
    // The command line's log-level sets this one.
    levels.put(Logs.OWN, Level.INFO);
    // Asterisk-Java warns of every AMI property that it has no setter for, logs an error for each
    // bridge older than the connection, and stacks when Asterisk stalls. Whatever of this matters
    // ends the connection, and then the room says why and since when AMI is away.
    levels.put("org.asteriskjava", Level.OFF);
    // Hikari warns and reports each failed connection attempt; the store says since when.
    levels.put("com.zaxxer.hikari", Level.ERROR);
    levels.put("org.apache.mina", Level.ERROR);
    // MINA reports a socket's "nobody listens there" as an error before it hands it to the room.
    levels.put("org.apache.mina.core.service.IoProcessor", Level.OFF);
    // Likewise whoever connects and speaks no TLS, as often as they like.
    levels.put("org.apache.mina.filter.ssl", Level.OFF);
    return levels;
  }

  @Override
  public ExecutionStatus configure(LoggerContext loggers) {
    if (System.getProperty(FILE) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    LogLine layout = new LogLine();
    layout.setContext(loggers);
    layout.setJournalStream(Environment.ofThisProcess().variable("JOURNAL_STREAM").orElse(""));
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(loggers);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(loggers);
    appender.setName("STDERR");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    loggers.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    LEVELS.forEach((name, level) -> loggers.getLogger(name).setLevel(level));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
