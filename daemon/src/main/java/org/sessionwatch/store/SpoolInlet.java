package org.sessionwatch.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.session.Effect;
import org.sessionwatch.time.Clock;

/** The way into the spool: closed for a moment when the disk took nothing. Used by one thread. */
final class SpoolInlet {
  /** A disk that is full is tried again after that long. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Spool spool;
  private final Clock clock;
  private long openFromUs;

  SpoolInlet(Spool spool, Clock clock) {
    this.spool = spool;
    this.clock = clock;
  }

  boolean isOpen() {
    return clock.nowUs() >= openFromUs;
  }

  /** From when on it is open, microseconds since the epoch. */
  long openFromUs() {
    return openFromUs;
  }

  /** Where they are on disk; null when they are not: they may come again once it is open. */
  Spool.@Nullable Span append(List<Effect> effects) {
    Spool.Span span = spool.append(effects);
    if (span == null) {
      openFromUs = clock.nowUs() + PAUSE.toNanos() / 1_000;
    }
    return span;
  }
}
