package org.sessionwatch.alert;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.sessionwatch.session.AlertView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands every alert to all sinks; one that fails keeps it from no other. Thread-safe. */
public final class AlertFanout implements AlertSink {
  private static final Logger log = LoggerFactory.getLogger(AlertFanout.class);

  private final List<AlertSink> sinks;
  private final LongAdder failures = new LongAdder();

  /** Hands alerts to these sinks in this order. */
  public AlertFanout(List<AlertSink> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  @Override
  public void raised(AlertView alert) {
    toEach(sink -> sink.raised(alert));
  }

  @Override
  public void confirmed(AlertView alert) {
    toEach(sink -> sink.confirmed(alert));
  }

  @Override
  public void cleared(AlertView alert) {
    toEach(sink -> sink.cleared(alert));
  }

  /** Each sink has an equal part of the time, so that none takes it from the others. */
  @Override
  public void close(Duration atMost) {
    Duration each = sinks.isEmpty() ? atMost : atMost.dividedBy(sinks.size());
    toEach(sink -> sink.close(each));
  }

  /** How often a sink threw instead of taking an alert. */
  public long failures() {
    return failures.sum();
  }

  private void toEach(Consumer<AlertSink> call) {
    for (AlertSink sink : sinks) {
      try {
        call.accept(sink);
      } catch (RuntimeException e) {
        failures.increment();
        log.error(
            "{} failed and lost an alert; the others have it: {}",
            sink.getClass().getSimpleName(),
            e.toString());
      }
    }
  }
}
