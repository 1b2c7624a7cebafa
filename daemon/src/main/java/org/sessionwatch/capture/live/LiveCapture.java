package org.sessionwatch.capture.live;

import java.io.Closeable;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.CaptureSource;
import org.sessionwatch.capture.FeedLoss;
import org.sessionwatch.capture.FeedLossSink;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.capture.pcap.LiveFrames;
import org.sessionwatch.config.LiveSettings;
import org.sessionwatch.time.Backoff;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears SIP in the packets of one interface, on a thread of its own. An interface that goes away is
 * opened again when it is back; what the kernel dropped meanwhile is told once a second.
 *
 * <p>Messages carry the time at which the kernel saw the packet, by our clock ({@link
 * PacketStamps}): what waits in the ring of a busy host is not late.
 */
public final class LiveCapture implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveCapture.class);

  /** The longest that a close has to wait. */
  private static final int IDLE_MS = 100;

  private static final long LOOK_US = 1_000_000;
  private static final Duration FIRST_TRY = Duration.ofMillis(250);
  private static final Duration LAST_TRY = Duration.ofSeconds(5);

  private final LiveSettings settings;
  private final CaptureSource source;
  private final Clock clock;
  private final CaptureSink sink;
  private final FeedLossSink losses;
  private final LiveTally tally;
  private final Backoff tries = new Backoff(FIRST_TRY, LAST_TRY, new SplittableRandom());
  private final PacketStamps stamps;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final byte[] frame = new byte[PacketSocket.LONGEST_FRAME];
  private final Thread thread;

  private @Nullable PacketSocket socket;
  private LiveFrames frames;
  private long knownDropped;
  private long knownGaps;
  private long lastLookUs;
  private boolean faultTold;

  /** Packets were dropped, and what waited in the buffer then, sent before them, still waits. */
  private boolean behind;

  private boolean emptied;

  private LiveCapture(
      LiveSettings settings,
      Clock clock,
      CaptureSink sink,
      FeedLossSink losses,
      RecentMessages recent,
      PacketSocket opened) {
    this.settings = settings;
    this.source = LiveCounters.source(settings.device());
    this.clock = clock;
    this.stamps = new PacketStamps(clock.wallClockOffsetUs());
    this.losses = losses;
    this.tally = new LiveTally(settings.device(), recent);
    this.sink =
        message -> {
          tally.heard(message);
          sink.accept(message);
        };
    this.frames = LiveFrames.of(opened.linkType(), source, this.sink);
    this.socket = opened;
    this.lastLookUs = clock.nowUs();
    tally.update(frames, 0);
    this.thread = new Thread(this::run, "live-" + settings.device());
    thread.setDaemon(true);
  }

  /**
   * Begins to listen; messages may arrive at {@code sink} before this returns.
   *
   * @param clock stamps each message
   * @param sink called on the capture's thread, one call after another
   * @param losses told of what the kernel dropped, of holes in TCP streams, and of the times in
   *     which the interface was away
   * @throws LiveException when libpcap or the interface is not to be had
   */
  public static LiveCapture open(
      LiveSettings settings, Clock clock, CaptureSink sink, FeedLossSink losses)
      throws LiveException {
    return open(settings, clock, sink, losses, new RecentMessages());
  }

  /** The same beside others: {@code recent} knows what they heard. */
  static LiveCapture open(
      LiveSettings settings,
      Clock clock,
      CaptureSink sink,
      FeedLossSink losses,
      RecentMessages recent)
      throws LiveException {
    PacketSocket opened = PacketSocket.open(settings);
    LiveCapture capture = new LiveCapture(settings, clock, sink, losses, recent, opened);
    capture.thread.start();
    return capture;
  }

  private void run() {
    while (closing.getCount() > 0) {
      PacketSocket open = socket;
      if (open == null) {
        reopen();
      } else {
        turn(open);
      }
    }
    if (socket != null) {
      frames.end();
      look(socket, clock.nowUs());
      socket.close();
    }
  }

  private void turn(PacketSocket open) {
    try {
      int length = open.next(frame);
      long nowUs = clock.nowUs();
      if (length > 0) {
        long atUs = stamps.cameAtUs(open.stampUs(), nowUs, clock.wallClockOffsetUs());
        frames.frame(frame, length, atUs);
      } else {
        emptied = true;
        stamps.emptied();
        frames.passTime(nowUs);
        open.await(IDLE_MS);
      }
      if (nowUs >= lastLookUs + LOOK_US) {
        look(open, nowUs);
      }
    } catch (LiveException e) {
      gone(open, e);
    } catch (RuntimeException e) {
      fault(e);
    }
  }

  /** A bug over one packet must not end the hearing of all others, nor fill the log. */
  private void fault(RuntimeException e) {
    if (!faultTold) {
      faultTold = true;
      LOG.error("A packet of {} could not be looked into; please report this", source, e);
    }
  }

  /** Tells what was lost since the last look. */
  private void look(PacketSocket open, long nowUs) {
    long dropped = Math.max(knownDropped, open.dropped());
    long more = dropped - knownDropped;
    tell(FeedLoss.Cause.SOCKET, nowUs, more, behind);
    behind = more > 0 || (behind && !emptied);
    emptied = false;
    knownDropped = dropped;
    tell(FeedLoss.Cause.STREAM, nowUs, frames.gaps() - knownGaps, false);
    knownGaps = frames.gaps();
    tally.update(frames, dropped);
    lastLookUs = nowUs;
  }

  private void tell(FeedLoss.Cause cause, long nowUs, long count, boolean goesOn) {
    if (count > 0 || goesOn) {
      losses.lost(new FeedLoss(source, cause, lastLookUs, nowUs, count));
    }
  }

  private void gone(PacketSocket open, LiveException why) {
    LOG.warn("{}; it is opened again when it is back", why.getMessage());
    long nowUs = clock.nowUs();
    frames.end();
    look(open, nowUs);
    tally.outage(frames, knownDropped);
    open.close();
    socket = null;
    tries.reset();
  }

  private void reopen() {
    try {
      if (closing.await(tries.nextMs(), TimeUnit.MILLISECONDS)) {
        return;
      }
      PacketSocket opened = PacketSocket.open(settings);
      socket = opened;
      frames = LiveFrames.of(opened.linkType(), source, sink);
      knownDropped = 0;
      knownGaps = 0;
      tally.update(frames, 0);
      LOG.info("The packets of {} are heard again", settings.device());
    } catch (LiveException e) {
      LOG.debug("still away", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
    // While it was away, and at every try, so that alerts raised meanwhile are known to be unsure.
    long nowUs = clock.nowUs();
    losses.lost(new FeedLoss(source, FeedLoss.Cause.STREAM, lastLookUs, nowUs, 0));
    lastLookUs = nowUs;
  }

  /** What it brought until the last second. Any thread may ask. */
  public LiveCounters counters() {
    return tally.counters();
  }

  /** Ends it; when this returns, no further message reaches the sink. */
  @Override
  public void close() {
    closing.countDown();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
