package org.sessionwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sessionwatch.config.Environment;

class SupervisorTest {
  private final List<String> said = new ArrayList<>();
  private boolean healthy = true;
  private String status = "1 call";

  private final Supervisor supervisor =
      new Supervisor(new Notes(), Duration.ofDays(1), () -> healthy, () -> status);

  @Test
  void gives_a_sign_of_life_only_while_healthy() {
    supervisor.lookAfter();
    healthy = false;
    supervisor.lookAfter();
    healthy = true;
    supervisor.lookAfter();
    assertThat(said).containsExactly("watchdog", "status 1 call", "watchdog");
  }

  @Test
  void tells_the_status_when_it_changes() {
    healthy = false;
    supervisor.lookAfter();
    supervisor.lookAfter();
    status = "2 calls";
    supervisor.lookAfter();
    assertThat(said).containsExactly("status 1 call", "status 2 calls");
  }

  @Test
  void falls_silent_when_health_cannot_be_told_and_speaks_again() {
    List<Boolean> broken = new ArrayList<>(List.of(true));
    Supervisor other =
        new Supervisor(
            new Notes(),
            Duration.ofDays(1),
            () -> {
              if (!broken.isEmpty()) {
                throw new IllegalStateException("cannot tell");
              }
              return true;
            },
            () -> status);
    other.lookAfter();
    assertThat(said).isEmpty();
    broken.clear();
    other.lookAfter();
    assertThat(said).containsExactly("watchdog", "status 1 call");
  }

  @Test
  void says_that_it_is_stopping() {
    supervisor.close();
    assertThat(said).containsExactly("stopping");
  }

  @ParameterizedTest
  @CsvSource({"15000000, PT5S", "3, PT0.000001S", "0, PT10S", "600000000, PT10S", "x, PT10S"})
  void signs_come_three_times_as_often_as_systemd_asks(String microseconds, Duration period) {
    Environment environment =
        new Environment(
            Map.of("WATCHDOG_USEC", microseconds)::get, false, Path.of("/"), Path.of("/"));
    assertThat(Supervisor.period(environment)).isEqualTo(period);
  }

  private final class Notes implements Supervisor.Notifier {
    @Override
    public void ready() {
      said.add("ready");
    }

    @Override
    public void status(String text) {
      said.add("status " + text);
    }

    @Override
    public void watchdog() {
      said.add("watchdog");
    }

    @Override
    public void stopping() {
      said.add("stopping");
    }
  }
}
