package org.sessionwatch;

import java.time.Duration;
import org.sessionwatch.cli.ExitCode;
import org.sessionwatch.config.Addresses;
import org.sessionwatch.config.Environment;
import org.sessionwatch.config.LiveSettings;
import org.sessionwatch.config.Settings;
import org.sessionwatch.time.SteadyClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code run}: the daemon until a signal ends it. */
final class RunBody {
  private static final Logger log = LoggerFactory.getLogger(RunBody.class);

  /** Below the 5 s that a service manager is promised, with time left for the JVM itself to end. */
  private static final Duration PATIENCE = Duration.ofMillis(4_500);

  private RunBody() {}

  static int run(Settings settings) throws Exception {
    SteadyClock clock = new SteadyClock();
    try (Termination termination = Termination.listen(PATIENCE);
        Daemon daemon = Daemon.start(settings, clock, Daemon.Surroundings.USUAL);
        Supervisor supervisor =
            Supervisor.ofThisProcess(
                Environment.ofThisProcess(),
                daemon::isHealthy,
                () -> daemon.status() + steps(clock))) {
      supervisor.ready();
      log.info("Hearing HEP on {}", daemon.addresses().stream().map(Addresses::text).toList());
      if (!settings.live().isEmpty()) {
        log.info(
            "Hearing the packets of {}",
            settings.live().stream().map(LiveSettings::device).toList());
      }
      termination.await();
    }
    return ExitCode.OK.number();
  }

  /** Deadlines do not follow a wall clock that is stepped, and neither do the times in rows. */
  private static String steps(SteadyClock clock) {
    long seconds = clock.wallClockOffsetUs() / 1_000_000;
    return seconds == 0
        ? ""
        : "; the wall clock was stepped by %+d s since the start: restart to follow it"
            .formatted(seconds);
  }
}
