package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.net.InetAddress;

/**
 * Takes what waits in a UDP socket: one datagram at a time ({@link SingleDatagrams}), or many
 * ({@link DatagramBatch}).
 *
 * <p>One thread receives and closes; any thread may {@link #wake}.
 */
interface Datagrams {
  /** How many can come at once. */
  int most();

  /**
   * Waits until there is a datagram, and takes what there is.
   *
   * @return how many, up to {@link #most}; 0 when something else ended the wait
   * @throws IOException when the socket does not work, or is closed
   */
  int receive() throws IOException;

  /** Who sent that one, counted from 0. */
  InetAddress sender(int index);

  /**
   * Copies that one.
   *
   * @param into 64 KiB, which no datagram exceeds
   * @return its length in bytes
   */
  int read(int index, byte[] into);

  /** Ends a wait, for good; after the channel was closed. */
  void wake();

  /** Gives back what this needs beside the channel. */
  void close();
}
