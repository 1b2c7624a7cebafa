package org.sessionwatch.capture.hep;

import java.io.Closeable;
import java.net.InetSocketAddress;

/** Hears on one address. Any thread may ask; one thread ends it. */
interface FeedListener extends Closeable {
  /** Where it listens, with the port that was found if any was asked for. */
  InetSocketAddress address();

  /** What was heard until now. */
  CaptureCounters counters();

  /** How much came until now, whatever became of it: cheap enough to be asked all the time. */
  long heard();

  /** Stops listening; when this returns, no further message reaches the sink. */
  @Override
  void close();
}
