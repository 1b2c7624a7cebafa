package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears HEP and siptrace on one UDP address, on a thread of its own. */
public final class HepListener implements FeedListener {
  private static final Logger LOG = LoggerFactory.getLogger(HepListener.class);

  /** What is in hand when the socket closes takes far less. */
  private static final long LONGEST_END_MS = 3_000;

  private final DatagramChannel channel;
  private final DatagramLoop loop;
  private final Thread thread;
  private final Intake intake;
  private final InetSocketAddress address;
  private final int grantedBufferBytes;

  private HepListener(DatagramChannel channel, Clock clock, Intake intake, Reception reception)
      throws IOException {
    this.channel = channel;
    this.intake = intake;
    this.address = (InetSocketAddress) channel.getLocalAddress();
    this.grantedBufferBytes = channel.getOption(StandardSocketOptions.SO_RCVBUF);
    this.loop = new DatagramLoop(channel, clock, intake, reception);
    this.thread = new Thread(loop, "hep-" + SocketAddresses.text(address));
    thread.setDaemon(true);
  }

  /**
   * Begins to listen; messages may arrive at {@code sink} before this returns.
   *
   * @param settings where, port 0 for any free one; and by which rules
   * @param clock stamps each message
   * @param sink called on the listener's thread, one call after another
   * @throws ListenException when that address is not to be had
   */
  public static HepListener open(ListenerSettings settings, Clock clock, CaptureSink sink)
      throws ListenException {
    return open(settings, clock, sink, new RecentMessages(), Reception.BY_LOAD);
  }

  /**
   * The same beside others.
   *
   * @param recent knows what they heard
   * @param reception how datagrams are taken
   */
  static HepListener open(
      ListenerSettings settings,
      Clock clock,
      CaptureSink sink,
      RecentMessages recent,
      Reception reception)
      throws ListenException {
    HepListener listener;
    try {
      DatagramChannel channel = bound(settings);
      Intake intake = new Intake(settings.rules(), sink, recent);
      listener = new HepListener(channel, clock, intake, reception);
    } catch (IOException | RuntimeException e) {
      throw ListenException.of(settings, e);
    }
    tellBuffer(listener.address, settings.receiveBufferBytes(), listener.grantedBufferBytes);
    listener.thread.start();
    return listener;
  }

  private static DatagramChannel bound(ListenerSettings settings) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferBytes());
      return channel.bind(settings.address());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void tellBuffer(InetSocketAddress bound, int asked, int granted) {
    if (granted < asked) {
      LOG.warn(
          "Receive buffer of {}: asked for {} bytes, the kernel gave {}, so bursts of messages may"
              + " be lost; as root: sysctl -w net.core.rmem_max={}, and the same in /etc/sysctl.d/",
          SocketAddresses.text(bound),
          asked,
          granted,
          asked);
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  /** The receive buffer that the kernel gave, in bytes. */
  public int grantedBufferBytes() {
    return grantedBufferBytes;
  }

  @Override
  public CaptureCounters counters() {
    return intake.counters();
  }

  @Override
  public long heard() {
    return intake.heard();
  }

  @Override
  public void close() {
    try {
      channel.close();
      loop.wake();
      // The port is free only when the thread has left the socket.
      thread.join(LONGEST_END_MS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
