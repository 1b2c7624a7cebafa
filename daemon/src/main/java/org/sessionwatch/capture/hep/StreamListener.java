package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.apache.mina.core.service.SimpleIoProcessorPool;
import org.apache.mina.transport.socket.SocketSessionConfig;
import org.apache.mina.transport.socket.nio.NioProcessor;
import org.apache.mina.transport.socket.nio.NioSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.sessionwatch.capture.CaptureSink;
import org.sessionwatch.capture.FeedLossSink;
import org.sessionwatch.capture.RecentMessages;
import org.sessionwatch.capture.SocketAddresses;
import org.sessionwatch.config.ListenerSettings;
import org.sessionwatch.config.Transport;
import org.sessionwatch.time.Clock;

/**
 * Hears HEP3 and siptrace on one address over TCP, or over TLS, through MINA: one thread takes
 * connections, one reads them all.
 */
final class StreamListener implements FeedListener {
  static {
    ReceiveThread.lendBuffersToMina();
  }

  /** How often a silent connection is looked at. */
  private static final int LOOK_SECONDS = 2;

  /**
   * MINA's TLS goes one call deeper for each record in what was read at once, and a record may be
   * 22 bytes long.
   */
  private static final int TLS_READ_BYTES = 1 << 14;

  private final NioSocketAcceptor acceptor;
  private final SimpleIoProcessorPool<NioSession> processors;
  private final ReceiveThreads threads;
  private final StreamHandler handler;
  private final Intake intake;
  private final InetSocketAddress address;

  private StreamListener(
      ListenerSettings settings, Clock clock, Intake intake, FeedLossSink losses) {
    boolean secured = settings.transport() == Transport.TLS;
    this.intake = intake;
    handler = new StreamHandler(clock, intake, losses, settings.connections(), secured);
    threads =
        new ReceiveThreads(
            "hep-" + settings.transport() + "-" + SocketAddresses.text(settings.address()));
    processors = new SimpleIoProcessorPool<>(NioProcessor.class, threads, 1, null);
    acceptor = new NioSocketAcceptor(threads, processors);
    acceptor.setHandler(handler);
    acceptor.setReuseAddress(true); // connections of the last run may linger in the kernel
    acceptor.setBacklog(settings.connections().most());
    configure(acceptor.getSessionConfig(), secured);
    if (settings.tls() != null) {
      acceptor.getFilterChain().addLast("tls", TlsFilter.of(settings.tls()));
    }
    address = settings.address();
  }

  private StreamListener(StreamListener bound, InetSocketAddress address) {
    this.intake = bound.intake;
    this.handler = bound.handler;
    this.threads = bound.threads;
    this.processors = bound.processors;
    this.acceptor = bound.acceptor;
    this.address = address;
  }

  private static void configure(SocketSessionConfig config, boolean secured) {
    // The thread's own buffer is lent by its size; TLS keeps what it is given, so it gets others.
    int bytes = secured ? TLS_READ_BYTES : ReceiveThread.BUFFER_BYTES;
    config.setMaxReadBufferSize(bytes);
    config.setReadBufferSize(bytes);
    config.setMinReadBufferSize(bytes);
    config.setReaderIdleTime(LOOK_SECONDS);
    config.setKeepAlive(true);
  }

  /**
   * Begins to listen; messages may arrive at {@code sink} before this returns.
   *
   * @param settings where, port 0 for any free one; and by which rules
   * @param clock stamps each message
   * @param sink called on an I/O thread, one call after another
   * @param losses is told of connections that broke, on the same threads
   * @throws ListenException when that address is not to be had
   */
  static StreamListener open(
      ListenerSettings settings, Clock clock, CaptureSink sink, FeedLossSink losses)
      throws ListenException {
    return open(settings, clock, sink, losses, new RecentMessages());
  }

  /** The same beside others: {@code recent} knows what they heard. */
  static StreamListener open(
      ListenerSettings settings,
      Clock clock,
      CaptureSink sink,
      FeedLossSink losses,
      RecentMessages recent)
      throws ListenException {
    Intake intake = new Intake(settings.rules(), sink, recent);
    StreamListener listener = new StreamListener(settings, clock, intake, losses);
    try {
      listener.acceptor.bind(settings.address());
      return new StreamListener(listener, listener.acceptor.getLocalAddress());
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw ListenException.of(settings, e);
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public CaptureCounters counters() {
    return intake.counters();
  }

  @Override
  public long heard() {
    return intake.heard();
  }

  /** How many connections there are now. */
  int connections() {
    return handler.connections();
  }

  @Override
  public void close() {
    handler.end();
    acceptor.dispose();
    processors.dispose();
    threads.awaitEnd();
  }
}
