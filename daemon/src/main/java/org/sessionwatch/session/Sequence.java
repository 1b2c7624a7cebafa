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
  private @Nullable Gap gap;

  Sequence(long cseq, long nowUs) {
    this.firstUs = nowUs;
    this.highest = (int) cseq;
    this.newestUs = nowUs;
  }

  /** Numbers that have not come, or never came: most sequences have none. */
  private static final class Gap {
    /** Bit n is set while {@code highest - n} is missing; 0 when none is. */
    long missing;

    long beforeHoleUs;
    long holeUs;

    /** When it showed that some were lost; {@link Instants#NONE} when none was. */
    long brokenUs = Instants.NONE;
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
    boolean wasBroken = isBroken();
    if (gap != null) {
      gap.missing = step >= Long.SIZE ? 0 : gap.missing << step;
    }
    if (step > 1) {
      skipped(step, wasBroken, nowUs);
    }
    dropGap(); // what is so far behind that nobody waits for it
    highest = (int) cseq;
    newestUs = nowUs;
  }

  private void skipped(long step, boolean wasBroken, long nowUs) {
    Gap hole = gap == null ? new Gap() : gap;
    gap = hole;
    hole.missing |= step >= Long.SIZE ? ~1L : (1L << step) - 2;
    hole.beforeHoleUs = wasBroken ? hole.beforeHoleUs : newestUs;
    hole.holeUs = nowUs;
  }

  private void found(long belowHighest) {
    if (gap != null && belowHighest < Long.SIZE) {
      gap.missing &= ~(1L << belowHighest);
      dropGap();
    }
  }

  private void dropGap() {
    if (gap != null && gap.missing == 0 && gap.brokenUs == Instants.NONE) {
      gap = null;
    }
  }

  /** Whether a number is missing. */
  boolean isBroken() {
    return gap != null && gap.missing != 0;
  }

  /**
   * When what is missing counts as lost: by then whatever the mirror swapped has come. {@code
   * Long.MAX_VALUE} when nothing is missing.
   */
  long judgeUs() {
    return gap == null || gap.missing == 0 ? Long.MAX_VALUE : gap.holeUs + EngineSettings.SETTLE_US;
  }

  /** Gives up what is missing; there must be something. */
  Hole giveUp() {
    Gap lost = Objects.requireNonNull(gap);
    int count = Long.bitCount(lost.missing);
    long last = (long) highest - Long.numberOfTrailingZeros(lost.missing);
    lost.missing = 0;
    lost.brokenUs = lost.holeUs;
    return new Hole(count, last, lost.beforeHoleUs, lost.holeUs);
  }

  /** Whether it is sure that every request of this side between the two instants was heard. */
  boolean isWhole(long fromUs, long untilUs) {
    boolean unbroken = gap == null || (gap.missing == 0 && gap.brokenUs <= fromUs);
    return firstUs <= fromUs && newestUs >= untilUs && unbroken;
  }
}
