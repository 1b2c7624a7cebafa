package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives one datagram after another, stamps it and gives it to the intake, until the channel is
 * closed.
 *
 * <p>One blocking system call a datagram, into one buffer: what lies in it is decoded before the
 * next one is received. For the thread of one listener.
 */
final class DatagramLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HepListener.class);

  /** More than any UDP datagram can carry (65,527 bytes, over IPv6). */
  private static final int BUFFER_BYTES = 1 << 16;

  private static final long ERROR_INTERVAL_US = 60_000_000;

  /** After a fault of the socket; one that lasts must not take a whole processor. */
  private static final long PAUSE_NANOS = 10_000_000;

  private final DatagramChannel channel;
  private final Clock clock;
  private final Intake intake;

  /** Outside the heap: into any other, Java would receive by way of such a one. */
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  private final byte[] bytes = new byte[BUFFER_BYTES];
  private long nextErrorAtUs;

  DatagramLoop(DatagramChannel channel, Clock clock, Intake intake) {
    this.channel = channel;
    this.clock = clock;
    this.intake = intake;
  }

  @Override
  public void run() {
    while (channel.isOpen()) {
      try {
        InetSocketAddress sender = receive();
        if (sender != null) {
          take(sender.getAddress());
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        tell(e);
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (RuntimeException e) {
        tell(e);
      }
    }
  }

  private @Nullable InetSocketAddress receive() throws IOException {
    buffer.clear();
    return (InetSocketAddress) channel.receive(buffer);
  }

  private void take(InetAddress sender) {
    long receivedAtUs = clock.nowUs();
    if (intake.admits(sender, receivedAtUs)) {
      int length = buffer.flip().remaining();
      buffer.get(bytes, 0, length);
      intake.take(bytes, 0, length, sender, receivedAtUs);
    }
  }

  private void tell(Exception e) {
    long nowUs = clock.nowUs();
    if (nowUs >= nextErrorAtUs) {
      nextErrorAtUs = nowUs + ERROR_INTERVAL_US;
      LOG.error("A fault of our own while taking a datagram; listening goes on", e);
    }
  }
}
