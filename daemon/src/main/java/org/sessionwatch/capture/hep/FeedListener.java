package org.sessionwatch.capture.hep;

import java.io.Closeable;
import java.net.InetSocketAddress;

/** Hears on one address. Any thread may ask; one thread ends it. */
interface FeedListener extends Closeable {
  /** Where it listens, with the port that was found if any was asked for. */
  InetSocketAddress address();

  /** What was heard until now. */
  CaptureCounters counters();

  /** Stops listening; when this returns, no further message reaches the sink. */
  @Override
  void close();
}
