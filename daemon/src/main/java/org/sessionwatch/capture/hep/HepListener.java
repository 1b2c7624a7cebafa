package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.DatagramSessionConfig;
import org.apache.mina.transport.socket.nio.NioDatagramAcceptor;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears HEP and siptrace on one UDP address, through MINA, on a thread of its own. */
public final class HepListener implements FeedListener {
  private static final Logger LOG = LoggerFactory.getLogger(HepListener.class);

  static {
    ReceiveThread.lendBuffersToMina();
  }

  private final NioDatagramAcceptor acceptor;
  private final ReceiveThreads threads;
  private final Intake intake;
  private final InetSocketAddress address;
  private final int grantedBufferBytes;

  private HepListener(
      NioDatagramAcceptor acceptor,
      ReceiveThreads threads,
      Intake intake,
      InetSocketAddress address,
      int grantedBufferBytes) {
    this.acceptor = acceptor;
    this.threads = threads;
    this.intake = intake;
    this.address = address;
    this.grantedBufferBytes = grantedBufferBytes;
  }

  /**
   * Begins to listen; messages may arrive at {@code sink} before this returns.
   *
   * @param settings where, port 0 for any free one; and by which rules
   * @param clock stamps each message
   * @param sink called on MINA's I/O thread, one call after another
   * @throws ListenException when that address is not to be had
   */
  public static HepListener open(ListenerSettings settings, Clock clock, CaptureSink sink)
      throws ListenException {
    return open(settings, clock, sink, new RecentMessages());
  }

  /** The same beside others: {@code recent} knows what they heard. */
  static HepListener open(
      ListenerSettings settings, Clock clock, CaptureSink sink, RecentMessages recent)
      throws ListenException {
    Intake intake = new Intake(settings.rules(), sink, recent);
    ReceiveThreads threads = new ReceiveThreads("hep-" + SocketAddresses.text(settings.address()));
    NioDatagramAcceptor acceptor = new NioDatagramAcceptor(threads);
    acceptor.setHandler(new HepHandler(clock, intake));
    acceptor.setSessionRecycler(new OneSession());
    acceptor.getSessionConfig().setReadBufferSize(ReceiveThread.BUFFER_BYTES);
    acceptor.getSessionConfig().setReceiveBufferSize(settings.receiveBufferBytes());
    try {
      acceptor.bind(settings.address());
    } catch (IOException | RuntimeException e) {
      end(acceptor, threads);
      throw ListenException.of(settings, e);
    }
    DatagramSession session = new DatagramSession(acceptor);
    tellBuffer(session.boundTo(), settings.receiveBufferBytes(), session.bufferBytes());
    return new HepListener(acceptor, threads, intake, session.boundTo(), session.bufferBytes());
  }

  /**
   * What only a session knows, since it asks the socket: the acceptor tells the buffer that it
   * asked for, and takes ::1 for 0.0.0.1.
   */
  private record DatagramSession(InetSocketAddress boundTo, int bufferBytes) {
    DatagramSession(NioDatagramAcceptor acceptor) {
      this(acceptor.newSession(acceptor.getLocalAddress(), acceptor.getLocalAddress()));
    }

    private DatagramSession(IoSession session) {
      this(
          (InetSocketAddress) session.getLocalAddress(),
          ((DatagramSessionConfig) session.getConfig()).getReceiveBufferSize());
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
  public void close() {
    end(acceptor, threads);
  }

  private static void end(NioDatagramAcceptor acceptor, ReceiveThreads threads) {
    acceptor.dispose();
    threads.awaitEnd();
  }
}
