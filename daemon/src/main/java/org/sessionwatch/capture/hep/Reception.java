package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * When and how a listener goes over from taking one datagram at a time to taking many.
 *
 * @param manyFrom datagrams a second, from which on it does; 0 for at once
 * @param library what has to be loaded first
 * @param many takes many from a channel's socket
 */
record Reception(int manyFrom, Supplier<CompletableFuture<Void>> library, Opener many) {
  /**
   * Under load. Where a second brings fewer datagrams, all of them take less than a hundredth of a
   * processor either way, and the daemon starts sooner and is smaller without native code.
   */
  static final Reception BY_LOAD = ofMany(2_000);

  /** The usual way, from so many datagrams a second on. */
  static Reception ofMany(int manyFrom) {
    return new Reception(manyFrom, CLibrary::load, DatagramBatch::of);
  }

  /** Opens what takes many at once. */
  @FunctionalInterface
  interface Opener {
    Datagrams open(DatagramChannel channel) throws IOException;
  }
}
