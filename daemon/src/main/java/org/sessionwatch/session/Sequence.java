package org.sessionwatch.session;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The CSeq numbers of one side's requests in a dialog. They go up by one (RFC 3261 section
 * 12.2.1.1), whatever the method, ACK and CANCEL apart: one that is passed over was not heard.
 */
final class Sequence {
  private final long firstUs;

  /** Below 2^31; there are two of these for each open dialog. */
  private int highest;

  private long newestUs;
  private long brokenUs = Instants.NONE;
  private @Nullable Missing missing;

  Sequence(long cseq, long nowUs) {
    this.firstUs = nowUs;
    this.highest = (int) cseq;
    this.newestUs = nowUs;
  }

  /** Numbers below the highest that have not come yet. */
  private static final class Missing {
    /** Bit n is set while {@code highest - n} is missing. */
    long bits;

    final long beforeHoleUs;
    long holeUs;

    Missing(long beforeHoleUs) {
      this.beforeHoleUs = beforeHoleUs;
    }
  }

  /**
   * Numbers that are lost.
   *
   * @param count how many, 63 at most
   * @param last the last one of them
   * @param fromUs when the number before them was heard
   * @param untilUs when the number behind them was heard
   */
  record Hole(int count, long last, long fromUs, long untilUs) {}

  /** A request with this number, or its response, was heard. */
  void heard(long cseq, long nowUs) {
    long step = cseq - highest;
    if (step <= 0) {
      found(-step);
      return;
    }
    if (missing != null) {
      missing.bits = step >= Long.SIZE ? 0 : missing.bits << step;
    }
    if (step > 1) {
      Missing hole = missing == null ? new Missing(newestUs) : missing;
      hole.bits |= step >= Long.SIZE ? ~1L : (1L << step) - 2;
      hole.holeUs = nowUs;
      missing = hole;
    } else if (missing != null && missing.bits == 0) {
      missing = null; // so far behind that nobody waits for it
    }
    highest = (int) cseq;
    newestUs = nowUs;
  }

  private void found(long belowHighest) {
    if (missing != null && belowHighest < Long.SIZE) {
      missing.bits &= ~(1L << belowHighest);
      missing = missing.bits == 0 ? null : missing;
    }
  }

  /** Whether a number is missing. */
  boolean isBroken() {
    return missing != null;
  }

  /**
   * When what is missing counts as lost: by then whatever the mirror swapped has come. {@code
   * Long.MAX_VALUE} when nothing is missing.
   */
  long judgeUs() {
    return missing == null ? Long.MAX_VALUE : missing.holeUs + EngineSettings.SETTLE_US;
  }

  /** Gives up what is missing; there must be something. */
  Hole giveUp() {
    Missing lost = Objects.requireNonNull(missing);
    int nearest = Long.numberOfTrailingZeros(lost.bits);
    missing = null;
    brokenUs = lost.holeUs;
    return new Hole(
        Long.bitCount(lost.bits), (long) highest - nearest, lost.beforeHoleUs, lost.holeUs);
  }

  /** Whether it is sure that every request of this side between the two instants was heard. */
  boolean isWhole(long fromUs, long untilUs) {
    boolean unbroken = brokenUs == Instants.NONE || brokenUs <= fromUs;
    return firstUs <= fromUs && newestUs >= untilUs && missing == null && unbroken;
  }
}
