package org.sessionwatch.pbx.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.function.Consumer;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.future.ConnectFuture;
import org.apache.mina.core.service.IoConnector;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioDatagramConnector;
import org.apache.mina.transport.socket.nio.NioSocketConnector;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.config.ProbeSettings.Transport;
import org.sessionwatch.pbx.Printable;

/** The sockets of all probes. Thread-safe; MINA's own threads call the {@link Peer}s. */
final class ProbeWire implements AutoCloseable {
  private static final String PEER = "peer";
  private static final int LARGEST_DATAGRAM = 65_535;

  private final NioDatagramConnector udp = new NioDatagramConnector(1);
  private final NioSocketConnector tcp = new NioSocketConnector(1);

  /** Who sent something and hears what comes back, on MINA's threads. */
  interface Peer {
    /** The way is there. */
    void connected(IoSession session);

    /** Bytes came: a datagram, or a piece of a stream. */
    void received(byte[] bytes);

    /** It came to nothing. */
    void failed(String problem);
  }

  ProbeWire() {
    udp.getSessionConfig().setReadBufferSize(LARGEST_DATAGRAM);
    udp.setHandler(new Handler());
    tcp.setHandler(new Handler());
  }

  /** Opens a way to the address; the peer hears of it. */
  void connect(Transport transport, InetSocketAddress to, long timeoutMs, Peer peer) {
    IoConnector connector = transport == Transport.UDP ? udp : tcp;
    tcp.setConnectTimeoutMillis(timeoutMs);
    ConnectFuture future =
        connector.connect(to, (session, connecting) -> session.setAttribute(PEER, peer));
    future.addListener(
        done -> {
          Throwable problem = future.getException();
          if (problem != null) {
            peer.failed(reason(problem));
          }
        });
  }

  private static String reason(@Nullable Throwable problem) {
    if (problem instanceof PortUnreachableException || problem instanceof ConnectException) {
      return "nobody listens there (connection refused)";
    }
    return problem == null || problem.getMessage() == null
        ? "the connection failed"
        : "the connection failed: " + Printable.of(problem.getMessage());
  }

  private static void withPeer(IoSession session, Consumer<Peer> call) {
    if (session.getAttribute(PEER) instanceof Peer peer) {
      call.accept(peer);
    }
  }

  private static final class Handler extends IoHandlerAdapter {
    @Override
    public void sessionOpened(IoSession session) {
      withPeer(session, peer -> peer.connected(session));
    }

    @Override
    public void messageReceived(IoSession session, Object message) {
      IoBuffer buffer = (IoBuffer) message;
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      withPeer(session, peer -> peer.received(bytes));
    }

    @Override
    public void inputClosed(IoSession session) {
      // MINA takes an empty datagram for the end of the input; only a stream has one.
      if (!session.getTransportMetadata().isConnectionless()) {
        session.closeNow();
      }
    }

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {
      withPeer(session, peer -> peer.failed(reason(cause)));
      if (!(cause instanceof IOException)) {
        session.closeNow();
      }
    }

    @Override
    public void sessionClosed(IoSession session) {
      withPeer(session, peer -> peer.failed("the connection was closed before an answer"));
    }
  }

  @Override
  public void close() {
    udp.dispose(false);
    tcp.dispose(false);
  }
}
