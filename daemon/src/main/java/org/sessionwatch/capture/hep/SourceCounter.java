package org.sessionwatch.capture.hep;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSource;

/**
 * Counts what one source sends.
 *
 * <p>One thread counts, any thread may read: so a count is a plain addition and an ordered store,
 * not an atomic addition.
 */
final class SourceCounter {
  private static final HepFault[] FAULTS = HepFault.values();
  private static final int MESSAGES = FAULTS.length;
  private static final int NOT_SIP = MESSAGES + 1;
  private static final int LAST_MESSAGE_AT = NOT_SIP + 1;
  private static final int FIRST_MESSAGE_AT = LAST_MESSAGE_AT + 1;
  private static final int DUPLICATES = FIRST_MESSAGE_AT + 1;
  private static final int CLOCK_AHEAD = DUPLICATES + 1;

  /** The faults by ordinal, then the rest. */
  private final AtomicLongArray counts = new AtomicLongArray(CLOCK_AHEAD + 1);

  private final ClockSkew skew = new ClockSkew();

  private final FaultLog log = new FaultLog();
  private final CaptureSource source;

  SourceCounter(CaptureSource source) {
    this.source = source;
    counts.setPlain(CLOCK_AHEAD, ClockSkew.UNKNOWN);
  }

  CaptureSource source() {
    return source;
  }

  /**
   * Counts a SIP message.
   *
   * @param capturedAtUs by the source's clock; the same as {@code receivedAtUs} where it has none
   * @param duplicate whether the same bytes were heard a short while ago
   */
  void message(long capturedAtUs, long receivedAtUs, boolean duplicate) {
    add(MESSAGES);
    if (counts.getPlain(FIRST_MESSAGE_AT) == 0) {
      counts.lazySet(FIRST_MESSAGE_AT, receivedAtUs);
    }
    if (duplicate) {
      add(DUPLICATES);
    }
    if (capturedAtUs != receivedAtUs) {
      skew.note(capturedAtUs, receivedAtUs);
      counts.lazySet(CLOCK_AHEAD, skew.aheadUs());
    }
    counts.lazySet(LAST_MESSAGE_AT, receivedAtUs);
  }

  void notSip() {
    add(NOT_SIP);
  }

  /** Counts a fault, and logs it if none like it was logged within the last minute. */
  void fault(HepDatagram.Faulty faulty, int length, String sender, long receivedAtUs) {
    add(faulty.fault().ordinal());
    log.tell(faulty, length, sender, receivedAtUs, counts.getPlain(faulty.fault().ordinal()));
  }

  /** Counts what was wrong with a connection, and logs it likewise. */
  void fault(HepFault fault, @Nullable String detail, String sender, long nowUs) {
    add(fault.ordinal());
    log.tell(fault, detail, sender, nowUs, counts.getPlain(fault.ordinal()));
  }

  private void add(int index) {
    counts.lazySet(index, counts.getPlain(index) + 1);
  }

  /** Whatever became of it. */
  long heard() {
    long all = 0;
    for (int i = 0; i <= NOT_SIP; i++) {
      all += counts.get(i);
    }
    return all;
  }

  CaptureCounters.SourceCount snapshot() {
    Map<HepFault, Long> faults = new EnumMap<>(HepFault.class);
    for (HepFault fault : FAULTS) {
      long count = counts.get(fault.ordinal());
      if (count > 0) {
        faults.put(fault, count);
      }
    }
    long aheadUs = counts.get(CLOCK_AHEAD);
    return new CaptureCounters.SourceCount(
        source,
        counts.get(MESSAGES),
        counts.get(NOT_SIP),
        counts.get(DUPLICATES),
        aheadUs == ClockSkew.UNKNOWN ? null : aheadUs,
        faults,
        counts.get(FIRST_MESSAGE_AT),
        counts.get(LAST_MESSAGE_AT));
  }
}
