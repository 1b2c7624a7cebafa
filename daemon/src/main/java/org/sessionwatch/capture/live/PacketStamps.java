package org.sessionwatch.capture.live;

/**
 * When packets came, by our clock, from the stamps that the kernel put on them by the host's clock:
 * what counts is how old a packet is when it is read. A host's clock that was put forward or back
 * meanwhile makes that wrong, so whatever waited in the ring then counts as come when it is read,
 * until the ring has been empty. Times are microseconds. Used by one thread.
 */
final class PacketStamps {
  /** A clock that is put right little by little does not move so far between two packets. */
  private static final long STEP_US = 1_000;

  /** Nothing waits in the ring for so long: the stamp is wrong. */
  private static final long OLDEST_US = 60_000_000;

  private long offsetUs;
  private boolean stepped;

  /**
   * A reckoning.
   *
   * @param offsetUs how far the host's clock is ahead of ours
   */
  PacketStamps(long offsetUs) {
    this.offsetUs = offsetUs;
  }

  /**
   * When the packet came, by our clock.
   *
   * @param stampUs the kernel's
   * @param nowUs our clock's time
   * @param offsetUs how far the host's clock is ahead of it now
   */
  long cameAtUs(long stampUs, long nowUs, long offsetUs) {
    stepped |= Math.abs(offsetUs - this.offsetUs) > STEP_US;
    this.offsetUs = offsetUs;
    long ageUs = nowUs + offsetUs - stampUs;
    return stepped || ageUs < 0 || ageUs > OLDEST_US ? nowUs : nowUs - ageUs;
  }

  /** Nothing waits in the ring. */
  void emptied() {
    stepped = false;
  }
}
