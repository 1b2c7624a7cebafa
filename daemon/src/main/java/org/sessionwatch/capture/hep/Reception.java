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
   * Under load. Below some 5,000 a second, taking many and looking away in between costs more than
   * one call for each, and up to here all of it is some hundredths of a processor; so the daemon of
   * most hosts starts without native code and stays without it.
   */
  static final Reception BY_LOAD = ofMany(8_000);

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
