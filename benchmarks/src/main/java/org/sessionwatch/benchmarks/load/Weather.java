package org.sessionwatch.benchmarks.load;

import java.io.IOException;
import java.util.SplittableRandom;

/** What a mirror does to messages on their way: it loses some, repeats some, swaps neighbours. */
final class Weather {
  /**
   * Shares of all messages, each from 0 to 1.
   *
   * @param lost never sent
   * @param repeated sent twice
   * @param swapped sent after the one behind it
   */
  record Shares(double lost, double repeated, double swapped) {
    static Shares of(Flags flags) {
      return new Shares(
          flags.share("--lose", 0), flags.share("--repeat", 0), flags.share("--swap", 0));
    }

    boolean isFair() {
      return lost == 0 && repeated == 0 && swapped == 0;
    }
  }

  private final Shares shares;
  private final Wire wire;
  private final Tally tally;
  private final SplittableRandom random;
  private final byte[] held = new byte[1 << 16];
  private int heldLength;

  Weather(Shares shares, Wire wire, Tally tally, SplittableRandom random) {
    this.shares = shares;
    this.wire = wire;
    this.tally = tally;
    this.random = random;
  }

  /** The message goes on its way. */
  void send(byte[] bytes, int length) throws IOException {
    if (shares.isFair()) {
      put(bytes, length);
      return;
    }
    double drawn = random.nextDouble();
    if (drawn < shares.lost) {
      tally.lost++;
    } else if (drawn < shares.lost + shares.repeated) {
      put(bytes, length);
      put(bytes, length);
      tally.repeated++;
      release();
    } else if (drawn < shares.lost + shares.repeated + shares.swapped && heldLength == 0) {
      System.arraycopy(bytes, 0, held, 0, length);
      heldLength = length;
      tally.swapped++;
    } else {
      put(bytes, length);
      release();
    }
  }

  /** What was held back goes out too. */
  void release() throws IOException {
    if (heldLength > 0) {
      put(held, heldLength);
      heldLength = 0;
    }
  }

  private void put(byte[] bytes, int length) throws IOException {
    wire.send(bytes, length);
    tally.sent++;
    tally.bytes += length;
  }
}
