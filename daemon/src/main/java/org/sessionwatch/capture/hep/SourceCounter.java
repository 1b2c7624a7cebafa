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

  /** The faults by ordinal, then the rest. */
  private final AtomicLongArray counts = new AtomicLongArray(LAST_MESSAGE_AT + 1);

  private final FaultLog log = new FaultLog();
  private final CaptureSource source;

  SourceCounter(CaptureSource source) {
    this.source = source;
  }

  CaptureSource source() {
    return source;
  }

  void message(long receivedAtUs) {
    add(MESSAGES);
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

  CaptureCounters.SourceCount snapshot() {
    Map<HepFault, Long> faults = new EnumMap<>(HepFault.class);
    for (HepFault fault : FAULTS) {
      long count = counts.get(fault.ordinal());
      if (count > 0) {
        faults.put(fault, count);
      }
    }
    return new CaptureCounters.SourceCount(
        source, counts.get(MESSAGES), counts.get(NOT_SIP), faults, counts.get(LAST_MESSAGE_AT));
  }
}
