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
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the kernel twice a second what our UDP sockets dropped, and tells it as a loss. Of whose
 * feed the datagrams were, the kernel does not say. Has a thread of its own.
 *
 * <p>The kernel drops the newest: what was sent before and waits in the buffer is received after
 * that, and stamped later. So a loss goes on until the buffer was seen to be empty, or a call whose
 * refresh came out of the buffer would seem to have lost nothing since.
 */
public final class SocketWatch implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketWatch.class);

  /** Half of what a hole in a call's numbers waits for, so that the kernel's word comes first. */
  private static final long INTERVAL_MS = 500;

  private static final long LAST_LOOK_MS = 1_000;

  private final SocketTable table;
  private final List<InetSocketAddress> sockets;
  private final Clock clock;
  private final FeedLossSink losses;
  private final Map<InetSocketAddress, Long> known = new HashMap<>();
  private final Set<InetSocketAddress> behind = new HashSet<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "socket-watch");
  private long lastLookUs;

  /**
   * Begins to watch.
   *
   * @param sockets where ours are bound; others on these ports are counted too, so none may be
   * @param losses told on this watch's thread
   */
  public SocketWatch(
      SocketTable table, List<InetSocketAddress> sockets, Clock clock, FeedLossSink losses) {
    this.table = table;
    this.sockets = List.copyOf(sockets);
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
        look();
      } while (more);
    } catch (IOException | RuntimeException e) {
      LOG.warn("What the kernel drops of the mirrored messages cannot be told: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
