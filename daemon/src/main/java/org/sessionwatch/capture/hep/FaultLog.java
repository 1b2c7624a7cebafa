package org.sessionwatch.capture.hep;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs messages and connections that were not taken: of each source and for each reason the first,
 * and then at most one a minute. Never what was in them.
 */
final class FaultLog {
  private static final Logger LOG = LoggerFactory.getLogger(HepListener.class);
  private static final long INTERVAL_US = 60_000_000;

  private final long[] nextAtUs = new long[HepFault.values().length];

  /**
   * Logs a message if it is time to.
   *
   * @param length of the message in bytes
   * @param sender address
   * @param nowUs microseconds since the epoch
   * @param count how many of this kind came from this source by now
   */
  void tell(HepDatagram.Faulty faulty, int length, String sender, long nowUs, long count) {
    if (isTime(faulty.fault(), nowUs)) {
      LOG.warn(
          "Message from {} not taken: {} (at byte {} of {}; {} like it so far)",
          sender,
          faulty.fault().text(),
          faulty.offset(),
          length,
          count);
    }
  }

  /**
   * Logs what was wrong with a sender or its connection if it is time to.
   *
   * @param detail what more there is to say; null for nothing
   */
  void tell(HepFault fault, @Nullable String detail, String sender, long nowUs, long count) {
    if (isTime(fault, nowUs)) {
      LOG.warn(
          "{}: {}{} ({} like it so far)",
          sender,
          fault.text(),
          detail == null ? "" : ": " + detail,
          count);
    }
  }

  private boolean isTime(HepFault fault, long nowUs) {
    if (nowUs < nextAtUs[fault.ordinal()]) {
      return false;
    }
    nextAtUs[fault.ordinal()] = nowUs + INTERVAL_US;
    return true;
  }
}
