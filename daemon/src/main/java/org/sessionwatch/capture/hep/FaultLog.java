package org.sessionwatch.capture.hep;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs datagrams that were not taken: of each source and for each reason the first, and then at
 * most one a minute. Never what was in them.
 */
final class FaultLog {
  private static final Logger LOG = LoggerFactory.getLogger(HepListener.class);
  private static final long INTERVAL_US = 60_000_000;

  private final long[] nextAtUs = new long[HepFault.values().length];

  /**
   * Logs it if it is time to.
   *
   * @param length of the datagram in bytes
   * @param sender address
   * @param nowUs microseconds since the epoch
   * @param count how many of this kind came from this source by now
   */
  void tell(HepDatagram.Faulty faulty, int length, String sender, long nowUs, long count) {
    HepFault fault = faulty.fault();
    if (nowUs < nextAtUs[fault.ordinal()]) {
      return;
    }
    nextAtUs[fault.ordinal()] = nowUs + INTERVAL_US;
    LOG.warn(
        "Datagram from {} not taken: {} (at byte {} of {}; {} like it so far)",
        sender,
        fault.text(),
        faulty.offset(),
        length,
        count);
  }
}
