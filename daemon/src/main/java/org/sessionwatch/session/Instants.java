package org.sessionwatch.session;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The engine's microseconds as instants, at its border. */
final class Instants {
  /** Stands for a time that is not known or has not come. */
  static final long NONE = -1;

  private Instants() {}

  static Instant at(long us) {
    return Instant.EPOCH.plus(us, ChronoUnit.MICROS);
  }

  static @Nullable Instant orNull(long us) {
    return us == NONE ? null : at(us);
  }

  static long us(@Nullable Instant instant) {
    return instant == null ? NONE : ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
