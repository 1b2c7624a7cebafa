package org.sessionwatch.capture.hep;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.DatagramSessionConfig;
import org.apache.mina.transport.socket.nio.NioDatagramAcceptor;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.config.HepSettings;
import org.sessionwatch.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears HEP3 on one UDP address, through MINA, on a thread of its own. */
public final class HepListener implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(HepListener.class);

  static {
    ReceiveThread.lendBuffersToMina();
  }

  private final NioDatagramAcceptor acceptor;
  private final ReceiveThreads threads;
  private final HepHandler handler;
  private final InetSocketAddress address;
  private final int grantedBufferBytes;

  private HepListener(
      NioDatagramAcceptor acceptor,
      ReceiveThreads threads,
      HepHandler handler,
      InetSocketAddress address,
      int grantedBufferBytes) {
    this.acceptor = acceptor;
    this.threads = threads;
    this.handler = handler;
    this.address = address;
    this.grantedBufferBytes = grantedBufferBytes;
  }

  /**
   * Begins to listen; messages may arrive at {@code sink} before this returns.
   *
   * @param address where; port 0 for any free one
   * @param settings the auth key and the size of the receive buffer
   * @param clock stamps each message
   * @param sink called on MINA's I/O thread, one call after another
   * @throws ListenException when that address is not to be had
   */
  public static HepListener open(
      InetSocketAddress address, HepSettings settings, Clock clock, CaptureSink sink)
      throws ListenException {
    HepHandler handler = new HepHandler(settings.authKey(), clock, sink);
    ReceiveThreads threads = new ReceiveThreads("hep-" + SocketAddresses.text(address));
    NioDatagramAcceptor acceptor = new NioDatagramAcceptor(threads);
    acceptor.setHandler(handler);
    acceptor.setSessionRecycler(new OneSession());
    acceptor.getSessionConfig().setReadBufferSize(ReceiveThread.BUFFER_BYTES);
    acceptor.getSessionConfig().setReceiveBufferSize(settings.receiveBufferBytes());
    try {
      acceptor.bind(address);
    } catch (IOException | RuntimeException e) {
      end(acceptor, threads);
      throw ListenException.of(address, e);
    }
    DatagramSession session = new DatagramSession(acceptor);
    tellBuffer(session.boundTo(), settings.receiveBufferBytes(), session.bufferBytes());
    return new HepListener(acceptor, threads, handler, session.boundTo(), session.bufferBytes());
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

  /** Where it listens, with the port that was found if any was asked for. */
  public InetSocketAddress address() {
    return address;
  }

  /** The receive buffer that the kernel gave, in bytes. */
  public int grantedBufferBytes() {
    return grantedBufferBytes;
  }

  /** What was heard until now. Any thread may ask. */
  public CaptureCounters counters() {
    return handler.sources().snapshot();
  }

  /** Stops listening; when this returns, no further message reaches the sink. */
  @Override
  public void close() {
    end(acceptor, threads);
  }

  private static void end(NioDatagramAcceptor acceptor, ReceiveThreads threads) {
    acceptor.dispose();
    threads.awaitEnd();
  }
}
