package org.sessionwatch.capture.hep;

/** The two ways in which datagrams are taken. */
enum Ways {
  ONE_BY_ONE(Integer.MAX_VALUE),
  MANY_AT_ONCE(0);

  private final int manyFrom;

  Ways(int manyFrom) {
    this.manyFrom = manyFrom;
  }

  /** From the first datagram on. */
  Reception reception() {
    return Reception.ofMany(manyFrom);
  }
}
