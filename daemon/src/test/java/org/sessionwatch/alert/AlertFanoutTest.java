package org.sessionwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sessionwatch.session.AlertView;
import org.sessionwatch.testing.LogEar;

class AlertFanoutTest {
  private final List<String> told = new ArrayList<>();

  /** Keeps what it is told. */
  private final AlertSink keeping =
      new AlertSink() {
        @Override
        public void raised(AlertView alert) {
          told.add("raised " + alert.alert().alertId());
        }

        @Override
        public void confirmed(AlertView alert) {
          told.add("confirmed " + alert.alert().alertId());
        }

        @Override
        public void cleared(AlertView alert) {
          told.add("cleared " + alert.alert().alertId());
        }

        @Override
        public void close(Duration atMost) {
          told.add("close " + atMost);
        }
      };

  /** Throws at everything. */
  private final AlertSink broken =
      new AlertSink() {
        @Override
        public void raised(AlertView alert) {
          throw new IllegalStateException("broken");
        }

        @Override
        public void confirmed(AlertView alert) {
          throw new IllegalStateException("broken");
        }

        @Override
        public void cleared(AlertView alert) {
          throw new IllegalStateException("broken");
        }

        @Override
        public void close(Duration atMost) {
          throw new IllegalStateException("broken");
        }
      };

  @Test
  void keeps_the_failure_of_one_sink_from_the_others() {
    AlertFanout fanout = new AlertFanout(List.of(keeping, broken, keeping));
    try (LogEar ear = new LogEar(AlertFanout.class.getName())) {
      fanout.raised(Samples.view(1));
      fanout.confirmed(Samples.view(1));
      fanout.cleared(Samples.view(1));
      fanout.close(Duration.ofSeconds(3));

      assertThat(ear.lines()).hasSize(4).allMatch(line -> line.contains("broken"));
    }

    String id = Samples.alert(1).alertId().toString();
    assertThat(told)
        .containsExactly(
            "raised " + id,
            "raised " + id,
            "confirmed " + id,
            "confirmed " + id,
            "cleared " + id,
            "cleared " + id,
            "close PT1S",
            "close PT1S");
    assertThat(fanout.failures()).isEqualTo(4);
  }
}
