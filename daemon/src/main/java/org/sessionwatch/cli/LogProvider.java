package org.sessionwatch.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LogbackServiceProvider;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback as {@link LogSetup} sets it up, and nothing looked for: Logback itself, and SLF4J before
 * it, look into each library for who might set them up, compare each other's versions, and take
 * notes of how long that took. It was a tenth of the daemon's start.
 */
public final class LogProvider implements SLF4JServiceProvider {
  private final LoggerContext loggers = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

  /**
   * Makes SLF4J take this one; to be called before anything asks for a logger. Where the user names
   * a configuration of their own, everything is Logback's.
   */
  public static void choose() {
    if (System.getProperty(LogSetup.FILE) == null) {
      System.setProperty("slf4j.provider", LogProvider.class.getName());
      // Or it would tell on standard error that it does so.
      System.setProperty("slf4j.internal.verbosity", "WARN");
    }
  }

  @Override
  public void initialize() {
    loggers.setName("default");
    loggers.setMDCAdapter(mdc);
    new LogSetup().configure(loggers);
    loggers.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return mdc;
  }

  @Override
  public String getRequestedApiVersion() {
    return LogbackServiceProvider.REQUESTED_API_VERSION;
  }
}
