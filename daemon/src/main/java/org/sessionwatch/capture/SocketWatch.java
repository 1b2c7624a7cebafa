package org.sessionwatch.capture;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the kernel twice a second what our UDP sockets dropped, and tells it as a loss. Of whose
 * feed the datagrams were, the kernel does not say. Has a thread of its own.
 *
 * <p>While nothing is heard it asks every fifth second: the kernel goes through all its sockets for
 * the answer, and what drops without being heard is a daemon that stands still.
 *
 * <p>The kernel drops the newest: what was sent before and waits in the buffer is received after
 * that, and stamped later. So a loss goes on until the buffer was seen to be empty, or a call whose
 * refresh came out of the buffer would seem to have lost nothing since.
 */
public final class SocketWatch implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketWatch.class);

  /** Half of what a hole in a call's numbers waits for, so that the kernel's word comes first. */
  private static final long INTERVAL_MS = 500;

  /** So many intervals go by without a look while nothing is heard. */
  private static final int QUIET_INTERVALS = 10;

  private static final long LAST_LOOK_MS = 1_000;

  private final SocketTable table;
  private final List<InetSocketAddress> sockets;
  private final LongSupplier heard;
  private final Clock clock;
  private final FeedLossSink losses;
  private final Map<InetSocketAddress, Long> known = new HashMap<>();
  private final Set<InetSocketAddress> behind = new HashSet<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "socket-watch");
  private long lastLookUs;
  private long lastHeard;
  private int quietIntervals;

  /**
   * Begins to watch.
   *
   * @param sockets where ours are bound; others on these ports are counted too, so none may be
   * @param heard how much they have heard until now
   * @param losses told on this watch's thread
   */
  public SocketWatch(
      SocketTable table,
      List<InetSocketAddress> sockets,
      LongSupplier heard,
      Clock clock,
      FeedLossSink losses) {
    this.table = table;
    this.sockets = List.copyOf(sockets);
    this.heard = heard;
    this.clock = clock;
    this.losses = losses;
    this.lastLookUs = clock.nowUs();
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      boolean more;
      do {
        more = !closing.await(INTERVAL_MS, TimeUnit.MILLISECONDS);
        if (!more || isWorthALook()) {
          look();
        }
      } while (more);
    } catch (IOException | RuntimeException e) {
      LOG.warn("What the kernel drops of the mirrored messages cannot be told: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isWorthALook() {
    long now = heard.getAsLong();
    boolean quiet = now == lastHeard && behind.isEmpty() && ++quietIntervals < QUIET_INTERVALS;
    lastHeard = now;
    quietIntervals = quiet ? quietIntervals : 0;
    return !quiet;
  }

  private void look() throws IOException {
    long nowUs = clock.nowUs();
    for (Map.Entry<InetSocketAddress, SocketTable.State> socket :
        table.states(sockets).entrySet()) {
      InetSocketAddress address = socket.getKey();
      SocketTable.State state = socket.getValue();
      Long before = known.put(address, state.drops());
      long more = state.drops() - (before == null ? 0 : before);
      if (more > 0 || behind.contains(address)) {
        losses.lost(new FeedLoss(null, FeedLoss.Cause.SOCKET, lastLookUs, nowUs, more));
      }
      if (more > 0) {
        behind.add(address);
      } else if (state.waitingBytes() == 0) {
        behind.remove(address);
      }
    }
    lastLookUs = nowUs;
  }

  /** Looks once more, and ends. */
  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(LAST_LOOK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
