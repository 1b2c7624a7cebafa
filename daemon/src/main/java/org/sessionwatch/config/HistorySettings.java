package org.sessionwatch.config;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code [database]}: how the history is kept, in whichever database.
 *
 * @param retention how long rows are kept, 1 to 36500 days; null for ever
 * @param partition what time a new partition of the tables holds
 * @param spoolBytes what may wait on disk while the database is away, 1 MiB to 1 TiB
 */
public record HistorySettings(@Nullable Duration retention, Partition partition, long spoolBytes) {
  /** The shortest retention: a call is kept at least as long as it may last. */
  public static final Duration LEAST_RETENTION = Duration.ofDays(1);

  static final Duration MOST_RETENTION = Duration.ofDays(36_500);
  static final long LEAST_SPOOL_BYTES = 1L << 20;
  static final long MOST_SPOOL_BYTES = 1L << 40;

  /** What holds without a word in the file. */
  public static final HistorySettings DEFAULT =
      new HistorySettings(Defaults.RETENTION, Partition.WEEK, Defaults.SPOOL_BYTES);

  /** The time that a partition holds. */
  public enum Partition {
    /** From 100 calls a second on. */
    DAY,
    /** For most. */
    WEEK,
    /** Below a call a minute. */
    MONTH;

    /** As it stands in the file, and as SQL takes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Refuses values outside their ranges. */
  public HistorySettings {
    if (retention != null) {
      Check.range("retention", retention, LEAST_RETENTION, MOST_RETENTION);
    }
    Check.that(
        spoolBytes >= LEAST_SPOOL_BYTES && spoolBytes <= MOST_SPOOL_BYTES,
        "spool: must be between 1MiB and 1024GiB");
  }
}
