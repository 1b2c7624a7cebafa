package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives datagrams, stamps them and gives one after another to the intake, which hands on at once
 * what came at once, until the channel is closed.
 *
 * <p>It begins with one system call a datagram, by Java's means. Under load most of what a message
 * costs is that call, and being woken for it; so then it goes over to taking many by one call, and
 * looks away for a moment whenever it has taken all there were, so that there are many. Where that
 * is not to be had it goes on as it began. For the thread of one listener.
 */
final class DatagramLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HepListener.class);

  /** More than any UDP datagram can carry (65,527 bytes, over IPv6). */
  static final int MOST_BYTES = 1 << 16;

  private static final long ERROR_INTERVAL_US = 60_000_000;

  /** After a fault of the socket; one that lasts must not take a whole processor. */
  private static final long PAUSE_NANOS = 10_000_000;

  /**
   * How long it looks away: some sixty datagrams at 60,000 a second. So much later is a message
   * stamped; to a deadline it means nothing.
   */
  private static final long LULL_NANOS = 1_000_000;

  /**
   * From a smaller buffer it does not look away: the usual 208 KiB hold 3 ms at 60,000 a second,
   * and who sleeps for one may be woken late.
   */
  private static final int LEAST_BUFFER_BYTES = 1 << 20;

  private final DatagramChannel channel;
  private final Clock clock;
  private final Intake intake;
  private final Reception reception;
  private final boolean mayLookAway;
  private final DatagramRate rate;
  private final byte[] bytes = new byte[MOST_BYTES];
  private @Nullable CompletableFuture<Void> library;
  private boolean decided;
  private volatile Datagrams datagrams;
  private long nextErrorAtUs;

  DatagramLoop(DatagramChannel channel, Clock clock, Intake intake, Reception reception)
      throws IOException {
    this.channel = channel;
    this.clock = clock;
    this.intake = intake;
    this.reception = reception;
    this.mayLookAway = channel.getOption(StandardSocketOptions.SO_RCVBUF) >= LEAST_BUFFER_BYTES;
    this.rate = new DatagramRate(reception.manyFrom());
    this.datagrams = new SingleDatagrams(channel);
  }

  @Override
  public void run() {
    if (reception.manyFrom() == 0) {
      library = reception.library().get();
      goOver(library);
    }
    while (channel.isOpen()) {
      try {
        int count = datagrams.receive();
        take(count);
        if (rate.isHigh()) {
          gatherMore(count);
        }
      } catch (ClosedChannelException e) {
        break;
      } catch (IOException | RuntimeException e) {
        tell(e);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    datagrams.close();
  }

  /**
   * All that came at once is stamped at once: then it reached us. Time does not go back from one to
   * the next, and which came first their order says.
   */
  private void take(int count) {
    long receivedAtUs = clock.nowUs();
    rate.note(count, receivedAtUs);
    for (int i = 0; i < count; i++) {
      try {
        take(i, datagrams.sender(i), receivedAtUs);
      } catch (RuntimeException e) {
        tell(e);
      }
    }
    try {
      intake.handOn();
    } catch (RuntimeException e) {
      tell(e);
    }
  }

  private void take(int index, InetAddress sender, long receivedAtUs) {
    if (intake.admits(sender, receivedAtUs)) {
      int length = datagrams.read(index, bytes);
      intake.take(bytes, 0, length, sender, receivedAtUs);
    }
  }

  /** Looks away, or goes over to taking many; where all places were taken, more wait already. */
  private void gatherMore(int count) {
    if (count < datagrams.most()) {
      if (mayLookAway) {
        LockSupport.parkNanos(LULL_NANOS);
      }
    } else if (library == null) {
      library = reception.library().get();
    } else if (!decided && library.isDone()) {
      goOver(library);
    }
  }

  private void goOver(CompletableFuture<Void> loaded) {
    decided = true;
    try {
      loaded.join();
      datagrams = reception.many().open(channel);
      LOG.debug("Under load, datagrams are taken {} at a time", datagrams.most());
    } catch (IOException | CompletionException e) {
      if (channel.isOpen()) { // or else the end has come before the load
        Throwable why = e.getCause() == null ? e : e.getCause();
        LOG.info(
            "Under load, each datagram takes a system call of its own and some more of the processor,"
                + " since native code is not to be had: {}",
            why.toString());
      }
    }
  }

  /** Ends the wait for a datagram, once the channel is closed. Any thread. */
  void wake() {
    // Whoever goes over just now sees that the channel is closed before it waits.
    datagrams.wake();
  }

  private void tell(Exception e) {
    long nowUs = clock.nowUs();
    if (nowUs >= nextErrorAtUs) {
      nextErrorAtUs = nowUs + ERROR_INTERVAL_US;
      LOG.error("A fault of our own while taking a datagram; listening goes on", e);
    }
  }
}
