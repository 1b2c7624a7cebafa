package org.sessionwatch;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.sessionwatch.config.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the daemon is: READY once, STATUS when it changes, WATCHDOG for as long as the
 * daemon is healthy, STOPPING at the end (sd_notify(3)). A daemon that is not healthy, or whose
 * health cannot be asked because something hangs, falls silent, and systemd starts it again.
 * Outside systemd it does nothing.
 */
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  /** How often the status is looked at where systemd asks for no sign of life. */
  private static final Duration STATUS_PERIOD = Duration.ofSeconds(10);

  private final Notifier notifier;
  private final Duration period;
  private final BooleanSupplier healthy;
  private final Supplier<String> status;
  private final ScheduledExecutorService timer;
  private String lastStatus = "";
  private boolean lastHealthy = true;

  /**
   * A supervisor that is silent until {@link #ready()}.
   *
   * @param notifier reaches systemd
   * @param period between two signs of life
   * @param healthy whether the daemon does its work
   * @param status one line for {@code systemctl status}
   */
  Supervisor(Notifier notifier, Duration period, BooleanSupplier healthy, Supplier<String> status) {
    this.notifier = notifier;
    this.period = period;
    this.healthy = healthy;
    this.status = status;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "supervisor");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A supervisor that talks to the systemd which started this process, if one did. */
  static Supervisor ofThisProcess(
      Environment environment, BooleanSupplier healthy, Supplier<String> status) {
    Notifier notifier =
        environment.variable("NOTIFY_SOCKET").isPresent() ? new SystemdNotifier() : Notifier.NONE;
    return new Supervisor(notifier, period(environment), healthy, status);
  }

  /** A third of what systemd waits, so that one late sign is no restart. */
  static Duration period(Environment environment) {
    return environment
        .variable("WATCHDOG_USEC")
        .filter(text -> text.matches("\\d{1,18}"))
        .map(text -> Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(text)) / 3))
        .filter(period -> !period.isZero() && period.compareTo(STATUS_PERIOD) < 0)
        .orElse(STATUS_PERIOD);
  }

  /** To be called once, when the daemon listens and its database is there. */
  void ready() {
    notifier.ready();
    timer.scheduleAtFixedRate(this::lookAfter, 0, period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** One look at health and status. Called by the timer's thread, or by a test in its place. */
  void lookAfter() {
    try {
      boolean well = healthy.getAsBoolean();
      if (well) {
        notifier.watchdog();
      }
      tellOfHealth(well);
      String now = status.get();
      if (!now.equals(lastStatus)) {
        lastStatus = now;
        notifier.status(now);
      }
    } catch (RuntimeException e) {
      LOG.error("the daemon's health cannot be told", e); // and so systemd hears nothing
    }
  }

  private void tellOfHealth(boolean well) {
    if (well != lastHealthy) {
      lastHealthy = well;
      if (well) {
        LOG.info("healthy again");
      } else {
        LOG.error("not healthy: {}; systemd will start it again unless it recovers", status.get());
      }
    }
  }

  /** Says that the daemon is about to end; no sign of life follows. */
  @Override
  public void close() {
    timer.shutdownNow();
    notifier.stopping();
  }

  /** What can be said to systemd. */
  interface Notifier {
    /** Nobody listens. */
    Notifier NONE =
        new Notifier() {
          @Override
          public void ready() {}

          @Override
          public void status(String text) {}

          @Override
          public void watchdog() {}

          @Override
          public void stopping() {}
        };

    /** The start is complete. */
    void ready();

    /** One line for {@code systemctl status}. */
    void status(String text);

    /** A sign of life. */
    void watchdog();

    /** The end has begun. */
    void stopping();
  }
}
