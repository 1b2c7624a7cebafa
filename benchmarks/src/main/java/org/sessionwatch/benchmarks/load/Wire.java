package org.sessionwatch.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;

/** Where messages go. One thread uses it. */
interface Wire extends Closeable {
  /** Sends {@code bytes[0, length)}, now or with the next {@link #flush}. */
  void send(byte[] bytes, int length) throws IOException;

  /** Sends what was held back for the sake of larger writes. */
  void flush() throws IOException;
}
