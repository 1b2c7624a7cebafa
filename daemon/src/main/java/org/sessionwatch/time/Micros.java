package org.sessionwatch.time;

import java.time.Instant;

/** Microseconds since the Unix epoch, to and from {@link Instant}. */
public final class Micros {
  private static final long PER_SECOND = 1_000_000;

  private Micros() {}

  /** The instant in whole microseconds, rounded down. Range: years 1970 to 9999 and well beyond. */
  public static long of(Instant instant) {
    return instant.getEpochSecond() * PER_SECOND + instant.getNano() / 1_000;
  }

  /** The instant of so many microseconds since the epoch. */
  public static Instant toInstant(long us) {
    return Instant.ofEpochSecond(
        Math.floorDiv(us, PER_SECOND), Math.floorMod(us, PER_SECOND) * 1_000);
  }
}
