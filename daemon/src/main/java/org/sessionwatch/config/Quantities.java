package org.sessionwatch.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
public final class Quantities {
  /** How to write a duration. */
  public static final String DURATION_FORM =
      "a number and a unit, like \"6s\" (units: ms, s, m, h, d)";

  static final String SIZE_FORM = "a number and a unit, like \"8MiB\" (units: B, KiB, MiB, GiB)";

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?) ?([a-z]+)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?([KMG]iB|B)");

  private Quantities() {}

  /**
   * Reads a duration like {@code 6s}, {@code 1.5s}, {@code 200ms}, {@code 5m}.
   *
   * @return empty when the text is of another form
   */
  public static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Optional<BigDecimal> unitNanos = unitNanos(matcher.group(2));
    if (unitNanos.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(unitNanos.get());
    if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return Optional.empty();
    }
    return Optional.of(Duration.ofNanos(nanos.longValue()));
  }

  /** Reads a size in bytes like {@code 8MiB}; empty when the text is of another form. */
  static Optional<Long> size(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (matcher.group(2).charAt(0)) {
          case 'K' -> 1L << 10;
          case 'M' -> 1L << 20;
          case 'G' -> 1L << 30;
          default -> 1L;
        };
    return Optional.of(Long.parseLong(matcher.group(1)) * unit);
  }

  /** Writes a duration as {@link #duration} reads it, in its largest whole unit. */
  public static String text(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    for (Unit unit : Unit.values()) {
      if (duration.toNanos() % unit.length.toNanos() == 0) {
        return duration.toNanos() / unit.length.toNanos() + unit.symbol;
      }
    }
    return duration.toMillis() + "ms";
  }

  /** Writes a size as {@link #size} reads it, in its largest whole unit. */
  public static String text(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB"};
    int unit = 0;
    long amount = bytes;
    while (unit < units.length - 1 && amount > 0 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + units[unit];
  }

  private static Optional<BigDecimal> unitNanos(String symbol) {
    return Arrays.stream(Unit.values())
        .filter(unit -> unit.symbol.equals(symbol))
        .findFirst()
        .map(unit -> BigDecimal.valueOf(unit.length.toNanos()));
  }

  /** The largest first. */
  private enum Unit {
    DAY("d", Duration.ofDays(1)),
    HOUR("h", Duration.ofHours(1)),
    MINUTE("m", Duration.ofMinutes(1)),
    SECOND("s", Duration.ofSeconds(1)),
    MILLISECOND("ms", Duration.ofMillis(1));

    private final String symbol;
    private final Duration length;

    Unit(String symbol, Duration length) {
      this.symbol = symbol;
      this.length = length;
    }
  }
}
